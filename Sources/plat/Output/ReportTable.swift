import Listings
import Plat
import Valuation

/// The comparables of a report as a table, each adjustment in a column of its own.
struct ReportTable {
  let answer: MarketAnswer

  init(_ answer: MarketAnswer) { self.answer = answer }

  var html: String {
    let analysis = answer.analysis
    let kinds = analysis.adjustmentKinds
    let heads =
      ["", "Comparable", "Miles", "Sold", "Price", "Sq ft", "Bd/ba", "Built", "$/sq ft"]
      + kinds.map { $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst() } + ["Adjusted", "Weight"]
    var rows: [String] = []
    for (place, comparable) in analysis.comparables.enumerated() {
      rows.append(row(place + 1, comparable, answer.listings[place], kinds))
    }
    return """
      <div class="scroll"><table>
      <caption>Comparable sales, adjustments in dollars</caption>
      <thead><tr>\(heads.map { "<th\($0 == "Comparable" ? " class=\"words\"" : "")>\($0)</th>" }.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      <tfoot><tr><td></td><td class="words">Weighted mean: the estimate</td>\
      \(String(repeating: "<td></td>", count: heads.count - 4))\
      <td>\(HomeText.dollars(analysis.estimatedValue))</td><td></td></tr></tfoot>
      </table></div>
      """
  }

  private func row(
    _ number: Int, _ comparable: ComparableSale, _ listing: ListingView, _ kinds: [Adjustment.Kind]
  ) -> String {
    func value(_ field: Field) -> String { listing.value(field).map { HomeText.number($0) } ?? "–" }
    let address = MarketAnswer.address(of: listing)
    var cells = [
      "<td>\(number)</td>", "<td class=\"words\">\(HTML.escaped(address.isEmpty ? listing.key : address))</td>",
    ]
    cells += [
      Numbers.fixed(comparable.distanceMeters / Length.metersPerMile, 2), HomeText.day(comparable.soldDate),
      HomeText.dollars(comparable.soldPrice), Numbers.fixed(comparable.sqft, 0), value(.beds) + "/" + value(.baths),
      listing.value(.yearBuilt).map { "\(Int($0))" } ?? "–", HomeText.dollars(comparable.pricePerSqft),
    ].map { "<td>\(HTML.escaped($0))</td>" }
    for kind in kinds {
      let dollars = comparable.dollars(kind)
      let style = dollars == 0 ? " class=\"none\"" : dollars < 0 ? " class=\"down\"" : ""
      cells.append("<td\(style)>\(dollars == 0 ? "–" : HomeText.change(dollars))</td>")
    }
    cells.append("<td class=\"sum\">\(HomeText.dollars(comparable.adjustedPrice))</td>")
    cells.append("<td>\(Numbers.fixed(comparable.weight * 100, 0)) %</td>")
    return "<tr>" + cells.joined() + "</tr>"
  }
}
