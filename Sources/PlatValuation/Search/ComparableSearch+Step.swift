internal import PlatCommon
internal import PlatGeometry

extension ComparableSearch {
  /// The conditions of a search on a sale: distance, age and similarity.
  public struct Reach: Sendable, Equatable {
    /// Metres from the subject, the border included.
    public var radiusMeters: Double
    /// Months before the valuation; a month is 30.4375 days.
    public var months: Double
    /// The greatest difference in living area, as a share of the subject's.
    public var sqftShare: Double
    /// The greatest difference in bedrooms, and in bathrooms; nil for no such condition.
    public var rooms: Double?

    /// Takes the four as they are.
    public init(radiusMeters: Double, months: Double, sqftShare: Double, rooms: Double?) {
      self.radiusMeters = radiusMeters
      self.months = months
      self.sqftShare = sqftShare
      self.rooms = rooms
    }

    /// The contract's search: 1 mile, 6 months, living area within 30 %, bedrooms and bathrooms
    /// within 1.
    public static let contract = Reach(
      radiusMeters: Length.metersPerMile, months: 6, sqftShare: 0.3, rooms: 1)

    /// The contract's search and the wider steps after it: first older sales, then farther ones,
    /// then less similar homes.
    public static let steps: [Reach] = [
      contract,
      Reach(radiusMeters: 1 * Length.metersPerMile, months: 12, sqftShare: 0.3, rooms: 1),
      Reach(radiusMeters: 2 * Length.metersPerMile, months: 12, sqftShare: 0.3, rooms: 1),
      Reach(radiusMeters: 3 * Length.metersPerMile, months: 12, sqftShare: 0.4, rooms: 2),
      Reach(radiusMeters: 5 * Length.metersPerMile, months: 24, sqftShare: 0.5, rooms: 2),
      Reach(radiusMeters: 10 * Length.metersPerMile, months: 24, sqftShare: 0.5, rooms: nil),
      Reach(radiusMeters: 25 * Length.metersPerMile, months: 36, sqftShare: 0.75, rooms: nil),
    ]

    /// The radius in miles.
    public var radiusMiles: Double { radiusMeters / Length.metersPerMile }

    /// The reach in words.
    public var text: String {
      let like = rooms.map { ", bedrooms and bathrooms within \(NumberText.trimmed($0, 1))" } ?? ""
      let miles = NumberText.trimmed(radiusMiles, 1)
      return "\(miles) mile\(miles == "1" ? "" : "s"), \(NumberText.trimmed(months, 1)) months, "
        + "living area within \(NumberText.trimmed(sqftShare * 100, 1)) %" + like
    }
  }

  /// One attempt to find comparables.
  public struct Step: Sendable, Equatable {
    /// The conditions.
    public let reach: Reach
    /// The number of sales found.
    public let found: Int

    /// The step in words, such as `1 mile, 6 months, ...: 3 sales`.
    public var text: String { "\(reach.text): \(found) sale\(found == 1 ? "" : "s")" }
  }

  /// The steps and the result of a search for comparables.
  public struct Outcome: Sendable, Equatable {
    /// The attempts in order; the sales of the last one were taken.
    public let steps: [Step]

    /// The conditions of the last attempt; the contract's search without any attempt.
    public var reach: Reach { steps.last?.reach ?? .contract }
    /// The number of comparable sales.
    public var found: Int { steps.last?.found ?? 0 }
    /// Whether the contract's search found too few sales.
    public var isWidened: Bool { steps.count > 1 }
  }
}
