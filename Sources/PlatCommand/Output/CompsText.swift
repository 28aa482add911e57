import PlatCommon
import PlatGeometry
import PlatListings
import PlatValuation

/// A market analysis as a table for people.
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
      """
      \(NumberText.fixed(home.coordinate.latitudeDegrees, 4)), \
      \(NumberText.fixed(home.coordinate.longitudeDegrees, 4))
      """
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
        listing.value(field).map { Figures.plain($0) } ?? "-"
      }
      rows.append(
        [
          "\(place + 1)", HomeText.miles(comparable.distanceMeters) + " mi",
          Figures.day(comparable.soldDate),
          Figures.dollars(comparable.soldPrice), NumberText.fixed(comparable.sqft, 0),
          number(.beds),
          number(.baths),
          Figures.dollars(comparable.pricePerSqft),
        ] + kinds.map { HomeText.change(comparable.dollars($0)) } + [
          Figures.dollars(comparable.adjustedPrice),
          NumberText.fixed(comparable.weight * 100, 0) + " %",
          listing.address,
        ])
    }
    return Columns.aligned(rows, right: Set([0, 1] + (3...(9 + kinds.count))))
  }

  private var estimate: [String] {
    [
      "Estimate  \(Figures.dollars(analysis.estimatedValue)), "
        + "\(Figures.dollars(analysis.pricePerSqft)) per square foot",
      "Range     \(Figures.dollars(analysis.low)) to \(Figures.dollars(analysis.high)); "
        + "\(HomeText.confidence(analysis))",
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
