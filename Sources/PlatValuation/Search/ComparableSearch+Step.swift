internal import PlatCommon
internal import PlatGeometry

extension ComparableSearch {
  /// What a search asks of a sale: how near, how recent, how like.
  public struct Reach: Sendable, Equatable {
    /// Metres from the subject, the border included.
    public var radiusMeters: Double
    /// Months before the valuation; a month is 30.4375 days.
    public var months: Double
    /// The share of the subject's living area that a sale's may differ by.
    public var sqftShare: Double
    /// How many bedrooms, and how many bathrooms, a sale may have more or fewer; nil where they are
    /// not asked for.
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

    /// The contract's search and the steps by which it is widened: first back in time, then
    /// outwards, then to homes less alike.
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
    /// What was asked.
    public let reach: Reach
    /// How many sales there were.
    public let found: Int

    /// The step in words, such as `1 mile, 6 months, ...: 3 sales`.
    public var text: String { "\(reach.text): \(found) sale\(found == 1 ? "" : "s")" }
  }

  /// How comparables were found.
  public struct Outcome: Sendable, Equatable {
    /// The attempts in order; the last is the one whose sales were taken.
    public let steps: [Step]

    /// What was asked in the end; the contract's search where nothing was.
    public var reach: Reach { steps.last?.reach ?? .contract }
    /// How many sales compare.
    public var found: Int { steps.last?.found ?? 0 }
    /// Whether the contract's search alone did not find enough.
    public var isWidened: Bool { steps.count > 1 }
  }
}
