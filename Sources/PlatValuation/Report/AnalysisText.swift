/// Plat's own paragraph about an analysis: only its numbers, in plain sentences.
package struct AnalysisText {
  private let analysis: MarketAnalysis
  private let place: SubjectPlace

  init(_ analysis: MarketAnalysis, at place: SubjectPlace) {
    self.analysis = analysis
    self.place = place
  }

  /// The sentence at the end of every paragraph.
  package static let notice = "This is an estimate, not an appraisal."

  /// The paragraph.
  var paragraph: String {
    [base, widening, prices, drivers, gaps, range, Self.notice].compactMap(\.self).joined(
      separator: " ")
  }

  private var subject: Subject { analysis.subject }
  private var comparables: [ComparableSale] { analysis.comparables }

  /// The compared sales, their distances and dates.
  private var base: String {
    let value = "The estimate of \(Figures.dollars(analysis.estimatedValue)), "
    let each = "\(Figures.dollars(analysis.pricePerSqft)) for a square foot, "
    let far = comparables.map(\.distanceMeters).max() ?? 0
    let near = comparables.map(\.distanceMeters).min() ?? 0
    guard comparables.count > 1 else {
      return value + each + "rests on a single sale, \(Self.away(far)), of \(period)."
    }
    return value + each
      + "rests on \(comparables.count) sales of \(period): the nearest is \(Self.away(near)), "
      + "the farthest \(Figures.miles(far))."
  }

  private static func away(_ meters: Double) -> String {
    let miles = Figures.miles(meters)
    return "\(miles) mile\(miles == "1" ? "" : "s") away"
  }

  /// The months of the comparables' sales: one month, or a period.
  private var period: String {
    let dates = comparables.map(\.soldDate)
    guard let first = dates.min(), let last = dates.max() else { return "no date" }
    let (from, to) = (Figures.month(first), Figures.month(last))
    return from == to ? from : "\(from) to \(to)"
  }

  /// The widening of the search, if any.
  private var widening: String? {
    let search = analysis.search
    guard search.isWidened, let first = search.steps.first else { return nil }
    let found =
      first.found == 0
      ? "was no sale" : first.found == 1 ? "was only 1 sale" : "were only \(first.found) sales"
    let (asked, taken) = (first.reach, search.reach)
    var looser: [String] = []
    if taken.sqftShare > asked.sqftShare {
      looser.append("living area within \(Figures.percent(taken.sqftShare))")
    }
    if let rooms = taken.rooms, rooms > asked.rooms ?? rooms {
      looser.append("bedrooms and bathrooms within \(Figures.plain(rooms))")
    } else if taken.rooms == nil, asked.rooms != nil {
      looser.append("any number of bedrooms and bathrooms")
    }
    return
      "Within \(Self.reach(asked)) there \(found) of homes like it, so the search was widened to "
      + Figures.list([Self.reach(taken)] + looser) + "."
  }

  private static func reach(_ reach: ComparableSearch.Reach) -> String {
    let miles = Figures.plain((reach.radiusMiles * 100).rounded() / 100)
    return "\(miles) mile\(miles == "1" ? "" : "s") and \(Figures.plain(reach.months)) months"
  }

  /// The range of the prices, before and after adjustment.
  private var prices: String? {
    guard comparables.count > 1, let sold = Self.range(comparables.map(\.soldPrice)),
      let adjusted = Self.range(comparables.map(\.adjustedPrice))
    else { return nil }
    return "They sold for \(sold); adjusted for how they differ from this home, for \(adjusted)."
  }

  private static func range(_ amounts: [Double]) -> String? {
    guard let least = amounts.min(), let most = amounts.max() else { return nil }
    return "\(Figures.dollars(least)) to \(Figures.dollars(most))"
  }

  /// The adjustments that changed the prices most, by the weights of the sales.
  private var drivers: String? {
    var sums: [(kind: Adjustment.Kind, dollars: Double)] = []
    for kind in Adjustment.Kind.allCases {
      let dollars = comparables.reduce(0.0) { sum, comparable in
        let own = comparable.adjustments.reduce(0.0) {
          $1.kind == kind ? $0 + Double($1.dollars) : $0
        }
        return sum + own.magnitude * comparable.weight
      }
      if dollars >= 500 { sums.append((kind, dollars)) }
    }
    let most = sums.sorted { $0.dollars > $1.dollars }.prefix(3)
    guard !most.isEmpty else { return "They needed hardly any adjustment." }
    let words = most.map {
      "\(Self.name($0.kind)) (\(Figures.dollars(($0.dollars / 100).rounded() * 100)) on average)"
    }
    return "What moved their prices most was \(Figures.list(words))."
  }

  private static func name(_ kind: Adjustment.Kind) -> String {
    switch kind {
    case .size: "living area"
    case .beds: "bedrooms"
    case .baths: "bathrooms"
    case .age: "age"
    case .lot: "the lot"
    case .stories: "the number of floors"
    case .homeType: "the kind of home"
    case .time: "the time since the sale"
    case .location: "location"
    }
  }

  /// Unknown facts about the home, which were not adjusted for.
  private var gaps: String? {
    let missing = [
      subject.beds == nil ? "the number of bedrooms" : nil,
      subject.baths == nil ? "the number of bathrooms" : nil,
      subject.yearBuilt == nil ? "the year built" : nil,
      subject.lotSizeSquareFeet == nil ? "the lot" : nil,
    ].compactMap(\.self)
    let unknown =
      missing.isEmpty ? "" : "Not known, and so not adjusted for: \(Figures.list(missing))."
    let street = place == .street ? "Where it stands is known by its street alone." : ""
    return missing.isEmpty && place != .street
      ? nil : [unknown, street].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The confidence in the estimate.
  private var range: String {
    let share = Int((analysis.confidence * 100).rounded())
    let half =
      analysis.estimatedValue > 0 ? (analysis.high - analysis.low) / 2 / analysis.estimatedValue : 1
    let width =
      half <= 0.1
      ? "a narrow range for a home"
      : half <= 0.2 ? "a usual range for a home" : "a wide range, so take it with care"
    let few = comparables.count < 5 ? " With so few sales it is less sure than that sounds." : ""
    return
      """
      Of homes valued in this way, \(share) in 100 sell within the range, here \
      \(Figures.dollars(analysis.low)) to \(Figures.dollars(analysis.high)): \(width).\(few)
      """
  }
}
