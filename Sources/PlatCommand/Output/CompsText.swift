import Plat
import PlatCommon
import PlatListings
import PlatValuation

/// A market analysis as a table that a person can read.
struct CompsText {
  private let answer: MarketAnswer
  private var analysis: MarketAnalysis { answer.analysis }

  init(_ answer: MarketAnswer) { self.answer = answer }

  /// The whole answer.
  var text: String {
    (subject + [""] + table + [""] + estimate + [""] + paragraph).joined(separator: "\n")
  }

  private var subject: [String] {
    let home = analysis.subject
    let place = answer.address.map { $0 + ", " } ?? ""
    let position =
      "\(NumberText.fixed(home.coordinate.latitudeDegrees, 4)), \(NumberText.fixed(home.coordinate.longitudeDegrees, 4))"
    return ["Subject   \(place)at \(position)", "          " + HomeText.facts(home)]
  }

  private var table: [String] {
    let kinds = analysis.adjustmentKinds
    var rows = [
      ["", "DISTANCE", "SOLD", "PRICE", "SQFT", "BEDS", "BATHS", "$/SQFT"]
        + kinds.map { $0.label.uppercased() } + ["ADJUSTED", "WEIGHT", "ADDRESS"]
    ]
    for (place, comparable) in analysis.comparables.enumerated() {
      let listing = answer.listings[place]
      func number(_ field: Field) -> String {
        listing.value(field).map { HomeText.number($0) } ?? "-"
      }
      rows.append(
        [
          "\(place + 1)", HomeText.miles(comparable.distanceMeters),
          HomeText.day(comparable.soldDate),
          HomeText.dollars(comparable.soldPrice), NumberText.fixed(comparable.sqft, 0),
          number(.beds),
          number(.baths),
          HomeText.dollars(comparable.pricePerSqft),
        ] + kinds.map { HomeText.change(comparable.dollars($0)) } + [
          HomeText.dollars(comparable.adjustedPrice),
          NumberText.fixed(comparable.weight * 100, 0) + " %",
          MarketAnswer.address(of: listing),
        ])
    }
    return Columns.aligned(rows, right: Set([0, 1] + (3...(9 + kinds.count))))
  }

  private var estimate: [String] {
    [
      "Estimate  \(HomeText.dollars(analysis.estimatedValue)), \(HomeText.dollars(analysis.pricePerSqft)) per square foot",
      "Range     \(HomeText.dollars(analysis.low)) to \(HomeText.dollars(analysis.high)); \(HomeText.confidence(analysis))",
      "Search    " + analysis.search.steps.map(\.text).joined(separator: "\n          "),
    ]
  }

  private var paragraph: [String] {
    let source =
      answer.source == MarketAnswer.ownSource
      ? [] : ["Written by \(answer.source) from the numbers above."]
    return answer.text.wrapped(to: 110) + source + [MarketAnswer.disclaimer + "."]
  }
}

/// Facts of homes as text for people.
enum HomeText {
  /// Size, rooms, age and lot of a subject in one line.
  static func facts(_ home: Subject) -> String {
    var parts = [NumberText.fixed(home.sqft, 0) + " sq ft"]
    if let beds = home.beds { parts.append("\(number(beds)) bed\(beds == 1 ? "" : "s")") }
    if let baths = home.baths { parts.append("\(number(baths)) bath\(baths == 1 ? "" : "s")") }
    if let year = home.yearBuilt { parts.append("built \(year)") }
    if let lot = home.lotSizeSquareFeet { parts.append("lot \(NumberText.fixed(lot, 0)) sq ft") }
    if let stories = home.stories {
      parts.append("\(number(stories)) floor\(stories == 1 ? "" : "s")")
    }
    if let type = home.propertySubType { parts.append(type) }
    return parts.joined(separator: ", ") + "; as of \(day(home.asOf))"
  }

  /// How sure a range is, in plain words.
  static func confidence(_ analysis: MarketAnalysis) -> String {
    "about \(Int((analysis.confidence * 100).rounded())) in 100 homes valued this way sell within it"
  }

  /// A number with as many decimals as it needs, two at most.
  static func number(_ value: Double) -> String {
    let places = [0, 1].first { place in
      let scaled = place == 0 ? value : value * 10
      return scaled == scaled.rounded()
    }
    return NumberText.fixed(value, places ?? 2)
  }

  /// Whole dollars.
  static func dollars(_ amount: Double) -> String {
    let text = NumberText.fixed(amount.rounded(), 0)
    return text.hasPrefix("-") ? "-$" + text.dropFirst() : "$" + text
  }

  /// A change in whole dollars with its sign; a dash for none.
  static func change(_ dollars: Int) -> String {
    dollars == 0 ? "-" : (dollars > 0 ? "+" : "") + NumberText.grouped(dollars)
  }

  /// A length in miles.
  static func miles(_ meters: Double) -> String {
    NumberText.fixed(meters / Length.metersPerMile, 2) + " mi"
  }

  /// The day of a moment.
  static func day(_ moment: Int64) -> String {
    String(Field.closeDate.plainText(of: moment).prefix(10))
  }
}

extension MarketAnalysis {
  /// The kinds of adjustments that some comparable has, in the order of all.
  var adjustmentKinds: [Adjustment.Kind] {
    Adjustment.Kind.allCases.filter { kind in comparables.contains { $0.dollars(kind) != 0 } }
  }
}

extension Adjustment.Kind {
  /// The head of its column.
  var label: String {
    self == .homeType ? "Kind" : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
  }
}

extension ComparableSale {
  /// The dollars of one kind of adjustment.
  func dollars(_ kind: Adjustment.Kind) -> Int {
    adjustments.reduce(0) { $1.kind == kind ? $0 + $1.dollars : $0 }
  }
}
