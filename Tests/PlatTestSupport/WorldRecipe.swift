import PlatGeometry
import PlatListings

/// The recipe of a world of random listings.
public struct WorldRecipe: Sendable {
  /// The distribution of the listings.
  public enum Spread: Sendable {
    /// Around a few centres some kilometres apart, many of them at the same places.
    case valley
    /// All over the globe, with stacks on the antimeridian, at the poles and on the equator.
    case globe
    /// On both sides of the antimeridian.
    case antimeridian
    /// All on one coordinate.
    case onePlace
    /// Nowhere: none has a position.
    case nowhere
  }

  /// The number of listings.
  public var count: Int
  /// The seed of the random numbers.
  public var seed: UInt64
  /// The distribution of the listings.
  public var spread = Spread.valley
  /// The share of missing values, in percent.
  public var missing = 15
  /// The greatest number of distinct values of most fields.
  public var distinct = 40

  /// Takes a count and a seed.
  public init(count: Int, seed: UInt64) {
    self.count = count
    self.seed = seed
  }

  /// The same recipe with changes.
  public func with(_ change: (inout WorldRecipe) -> Void) -> WorldRecipe {
    var recipe = self
    change(&recipe)
    return recipe
  }

  /// The listings, each with its own key; keys are not in order.
  public func listings() -> [PlainListing] {
    var draw = SeededGenerator(seed: seed)
    let values = Values(distinct: distinct, spread: spread, &draw)
    return (0..<count).map { number in
      var listing = PlainListing(key: Self.key(number, count, &draw))
      for (field, choices) in values.numbers where !draw.percent(missing) {
        listing[number: field] = draw.one(of: choices)
      }
      for (field, choices) in values.texts where !draw.percent(missing) {
        listing[text: field] = draw.one(of: choices)
      }
      if !values.positions.isEmpty, !draw.percent(missing) {
        listing.position = values.position(&draw)
      }
      return listing
    }
  }

  /// A unique key of a number: of different lengths, some of them prefixes of others.
  private static func key(_ number: Int, _ count: Int, _ draw: inout SeededGenerator) -> String {
    // 7919 is a prime: its multiples go through all remainders.
    let shuffled = count % 7919 == 0 ? number : number * 7919 % max(count, 1)
    switch shuffled % 4 {
    case 0: return "K\(shuffled)"
    case 1: return "LISTING-KEY-\(1_000_000 + shuffled)"
    case 2:
      return "LISTING-KEY-\(1_000_000 + shuffled)" + String(repeating: "z", count: draw.int(1...12))
    default: return "Ω\(shuffled)"
    }
  }
}

/// The values for the listings of a world.
private struct Values {
  var numbers: [(Field, [Int64])] = []
  var texts: [(Field, [String])] = []
  var positions: [Coordinate] = []
  private let spread: WorldRecipe.Spread

  init(distinct: Int, spread: WorldRecipe.Spread, _ draw: inout SeededGenerator) {
    self.spread = spread
    func some(_ range: ClosedRange<Int64>, step: Int64 = 1) -> [Int64] {
      (0..<distinct).map { _ in Int64.random(in: range, using: &draw) / step * step }
    }
    let day: Int64 = 86_400
    numbers = [
      (.listPrice, some(10_000_000...300_000_000, step: 500_000)),
      (.originalListPrice, some(0...1_000_000_000_000)),
      (.closePrice, some(5_000_000...200_000_000, step: 7)), (.hoaFee, some(0...90_000, step: 100)),
      (.beds, some(0...7)), (.baths, some(0...24)),
      (.sqft, some(0...400_000, step: 100).map { max($0, 100) }),
      (.yearBuilt, some(1850...2026)),
      (.stories, some(4...12, step: 2)), (.garage, some(0...4)),
      (.lotSizeSquareFeet, some(0...100_000_000_000_000)),
      (.listingContractDate, some(1_500_000_000...1_600_000_000, step: day)),
      (.onMarketDate, some(1_500_000_000...1_600_000_000)),
      (.closeDate, some(-5_000_000_000...7_000_000_000)),
      (.isFeatured, [0, 1]), (.featuredOrder, some(0...1_000_000_000)),
    ]
    let streets = (0..<max(1, distinct * 20)).map { "Street \($0 * 37 % 10_007)" }
    texts = [
      (.city, Self.cities),
      (.subdivision, streets.map { "Tract of \($0)" }.prefix(distinct) + Self.cities),
      (.postalCode, (0..<max(1, min(distinct, 90))).map { "\(92_200 + $0)" }),
      (.streetName, streets),
      (.propertyType, ["A", "B", "C"]),
      (.propertySubType, ["Single Family", "Condo", "Townhouse"]),
      (.standardStatus, ["Active", "Pending", "Closed", "ComingSoon"]),
      (.landType, ["Fee", "Lease"]),
      (
        .pool,
        ["None", "No Pool", "no pool", "NO POOL", "In Ground", "Community", "Private, Heated"]
      ),
    ]
    if distinct == 1 { texts = texts.map { ($0, Array($1.prefix(1))) } }
    positions = Self.positions(spread, distinct, &draw)
  }

  /// Names that are parts of others, that differ only in case, or that have no ASCII form.
  static let cities = [
    "Palm Springs", "PALM SPRINGS", "Palm Desert", "palm desert", "Desert", "La Quinta", "Indio",
    "Indian Wells",
    "Cañon City", "CAÑON CITY", "Rancho Mirage", "Ōtaki", "İzmir", "Straße", "STRASSE", "s",
  ]

  private static func positions(
    _ spread: WorldRecipe.Spread, _ distinct: Int, _ draw: inout SeededGenerator
  ) -> [Coordinate] {
    func around(_ longitude: Int, _ latitude: Int, _ reach: Int) -> Coordinate {
      let x = longitude + draw.int(-reach...reach)
      let turned =
        x > 1_800_000_000 ? x - 3_600_000_000 : x < -1_800_000_000 ? x + 3_600_000_000 : x
      return Coordinate(
        longitude: Int32(turned),
        latitude: Int32(min(max(latitude + draw.int(-reach...reach), -900_000_000), 900_000_000)))
    }
    switch spread {
    case .nowhere: return []
    case .onePlace: return [Coordinate(longitude: -1_165_452_960, latitude: 338_302_960)]
    case .valley:
      let centres = (0..<5).map { _ in around(-1_165_000_000, 338_000_000, 2_000_000) }
      return (0..<distinct * 4).map { number in
        let centre = centres[number % 5]
        return around(
          Int(centre.longitude), Int(centre.latitude), number % 3 == 0 ? 20_000 : 400_000)
      }
    case .antimeridian:
      return (0..<distinct * 4).map { _ in around(1_800_000_000, -180_000_000, 9_000_000) }
    case .globe:
      let corners = [-1_800_000_000, 1_800_000_000, 0, 1_799_999_999].flatMap { longitude in
        [-900_000_000, 900_000_000, 10, 850_000_000].map { around(longitude, $0, 0) }
      }
      return corners + (0..<distinct * 4).map { _ in around(0, 0, 1_800_000_000) }
    }
  }

  /// A place that others may share, or one nearby.
  func position(_ draw: inout SeededGenerator) -> Coordinate {
    var position = draw.one(of: positions)
    if spread == .valley, draw.percent(30) {
      position.longitude += Int32(draw.int(-500...500))
      position.latitude += Int32(draw.int(-500...500))
    }
    // 0, 0 means an unknown place and is not used.
    if position == Coordinate(longitude: 0, latitude: 0) { position.latitude = 1 }
    return position
  }
}
