internal import PlatCommon
internal import PlatGeometry

/// Facts about homes as text for people.
package enum HomeText {
  /// Size, rooms, age and lot of a subject in one line.
  package static func facts(_ home: Subject) -> String {
    var parts = [NumberText.fixed(home.sqft, 0) + " sq ft"]
    if let beds = home.beds { parts.append(count(beds, "bed")) }
    if let baths = home.baths { parts.append(count(baths, "bath")) }
    if let year = home.yearBuilt { parts.append("built \(year)") }
    if let lot = home.lotSizeSquareFeet { parts.append("lot \(NumberText.fixed(lot, 0)) sq ft") }
    if let stories = home.stories { parts.append(count(stories, "floor")) }
    if let type = home.propertySubType { parts.append(type) }
    return parts.joined(separator: ", ") + "; as of \(Figures.day(home.asOf))"
  }

  private static func count(_ number: Double, _ one: String) -> String {
    "\(Figures.plain(number)) \(one)\(number == 1 ? "" : "s")"
  }

  /// The confidence in a range, in plain words.
  package static func confidence(_ analysis: MarketAnalysis) -> String {
    """
    about \(Int((analysis.confidence * 100).rounded())) in 100 homes valued this way sell within \
    it
    """
  }

  /// A change in whole dollars with its sign; a dash for zero.
  package static func change(_ dollars: Int) -> String {
    dollars == 0 ? "-" : (dollars > 0 ? "+" : "") + NumberText.grouped(dollars)
  }

  /// A length in miles with two decimals.
  package static func miles(_ meters: Double) -> String {
    NumberText.fixed(meters / Length.metersPerMile, 2)
  }
}

extension MarketAnalysis {
  /// The kinds of adjustments that at least one comparable has, in the order of all kinds.
  package var adjustmentKinds: [Adjustment.Kind] {
    Adjustment.Kind.allCases.filter { kind in comparables.contains { $0.dollars(kind) != 0 } }
  }
}

extension Adjustment.Kind {
  /// The heading of its column.
  package var label: String {
    self == .homeType ? "Kind" : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
  }
}

extension ComparableSale {
  /// The dollars of one kind of adjustment.
  package func dollars(_ kind: Adjustment.Kind) -> Int {
    adjustments.reduce(0) { $1.kind == kind ? $0 + $1.dollars : $0 }
  }
}
