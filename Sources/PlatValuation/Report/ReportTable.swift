internal import PlatCommon
internal import PlatListings

/// The comparables of a report as two tables: their facts, and the adjustments of their prices.
struct ReportTable {
  let answer: MarketAnswer
  private var analysis: MarketAnalysis { answer.analysis }

  init(_ answer: MarketAnswer) { self.answer = answer }

  /// The facts of the comparables.
  var sales: String {
    let heads = [
      "", "Comparable", "Miles", "Sold", "Price", "Sq ft", "Beds", "Baths", "Built", "Lot",
      "$/sq ft", "Weight",
    ]
    let rows = analysis.comparables.enumerated().map { place, comparable in
      let listing = answer.listings[place]
      func value(_ field: Field) -> String {
        listing.value(field).map { Figures.plain($0) } ?? "–"
      }
      let address = listing.address
      let cells = [
        HomeText.miles(comparable.distanceMeters),
        Figures.day(comparable.soldDate),
        Figures.dollars(comparable.soldPrice), NumberText.fixed(comparable.sqft, 0), value(.beds),
        value(.baths),
        listing.value(.yearBuilt).map { "\(Int($0))" } ?? "–",
        listing.value(.lotSizeSquareFeet).map { NumberText.fixed($0, 0) } ?? "–",
        Figures.dollars(comparable.pricePerSqft),
        NumberText.fixed(comparable.weight * 100, 0) + " %",
      ]
      return
        """
        <tr><td>\(place + 1)</td><td class="words">\
        \(HTML.escaped(address.isEmpty ? listing.key : address))</td>
        """
          + cells.map { "<td>\(HTML.escaped($0))</td>" }.joined() + "</tr>"
    }
    return """
      <div class="scroll"><table>
      <caption><b>Comparable sales</b></caption>
      <thead><tr>\
      \(heads.map { "<th\($0 == "Comparable" ? " class=\"words\"" : "")>\($0)</th>" }.joined())\
      </tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      """
  }

  /// The adjustments of each price, in dollars and as a bar.
  var adjustments: String {
    let kinds = analysis.adjustmentKinds
    let bars = ReportBars(analysis, kinds)
    let heads = kinds.map { kind in
      "<th><span class=\"swatch b-\(kind.rawValue)\"></span>\(kind.label)</th>"
    }
    let rows = analysis.comparables.enumerated().map { place, comparable in
      let cells = kinds.map { kind in
        let dollars = comparable.dollars(kind)
        let style = dollars == 0 ? " class=\"none\"" : dollars < 0 ? " class=\"down\"" : ""
        return "<td\(style)>\(dollars == 0 ? "–" : HomeText.change(dollars))</td>"
      }
      return "<tr><td>\(place + 1)</td><td>\(Figures.dollars(comparable.soldPrice))</td>"
        + cells.joined()
        + "<td class=\"sum\">\(Figures.dollars(comparable.adjustedPrice))</td>"
        + "<td class=\"bars\">\(bars.row(comparable))</td></tr>"
    }
    return """
      <div class="scroll"><table>
      <caption><b>Adjustments.</b> What is added to each price in dollars because the home \
      differs, or taken off.</caption>
      <thead><tr><th></th><th>Price</th>\(heads.joined())<th>Adjusted</th><th \
      class="bars">\(bars.axis)</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      <tfoot><tr><td></td><td colspan="\(kinds.count + 1)" class="words">Their mean by weight: the \
      estimate</td>\
      <td>\(Figures.dollars(analysis.estimatedValue))</td><td></td></tr></tfoot>
      </table></div>
      """
  }
}

/// Adjustments as stacked bars on one scale: increases to the right, decreases to the left.
struct ReportBars {
  private static let width = 250.0
  private let kinds: [Adjustment.Kind]
  private let scale: DollarScale

  init(_ analysis: MarketAnalysis, _ kinds: [Adjustment.Kind]) {
    self.kinds = kinds
    let sums = analysis.comparables.flatMap { comparable in
      let dollars = kinds.map { Double(comparable.dollars($0)) }
      return [dollars.filter { $0 < 0 }.reduce(0, +), dollars.filter { $0 > 0 }.reduce(0, +)]
    }
    scale = DollarScale(sums + [0], from: 4, to: Self.width - 4)
  }

  /// The amounts along the bars.
  var axis: String {
    var marks: [String] = []
    var taken: [Double] = []
    // Ticks at the edges would be cut off, and ticks that are too close would overlap; zero goes
    // first.
    for tick in scale.ticks(3).sorted(by: { ($0 == 0 ? 0 : 1, $0) < ($1 == 0 ? 0 : 1, $1) }) {
      let place = scale.place(tick)
      guard (24...Self.width - 24).contains(place),
        taken.allSatisfy({ (place - $0).magnitude >= 52 })
      else { continue }
      taken.append(place)
      let amount = (tick > 0 ? "+" : "") + DollarScale.short(tick)
      marks.append(HTML.text(place, 10, amount, "soft small", anchor: "middle"))
    }
    return HTML.drawing(Self.width, 13, "Scale of the adjustments", marks)
  }

  /// The bar of one comparable.
  func row(_ comparable: ComparableSale) -> String {
    var body = scale.ticks(3).map { tick in
      HTML.line(scale.place(tick), 0, scale.place(tick), 14, tick == 0 ? "axis" : "grid")
    }
    var (down, up) = (0.0, 0.0)
    for kind in kinds {
      let amount = Double(comparable.dollars(kind))
      guard amount != 0 else { continue }
      let start = amount < 0 ? down + amount : up
      let (from, to) = (scale.place(start), scale.place(start + amount.magnitude))
      body.append(HTML.box(from, 2, to - from, 10, "k-\(kind.rawValue)"))
      if amount < 0 { down += amount } else { up += amount }
    }
    return HTML.drawing(Self.width, 14, "Adjustments", body)
  }
}
