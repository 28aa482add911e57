/// Invented listings of Southern California, as newline-delimited JSON.
///
/// The same count and seed give the same bytes on every machine, for any batch size. Cities, and
/// the subdivisions of the Coachella Valley, are real places; homes, prices, people and offices are
/// invented. Homes stand along streets, condominiums share the coordinate of their building, prices
/// follow place, size, age and date, and some fields are missing, as in real feeds.
///
///     var samples = SampleListings(count: 42_001, seed: 1)
///     var bytes: [UInt8] = []
///     while samples.next(into: &bytes, listings: 1_000) > 0 {
///       // write `bytes`, then:
///       bytes.removeAll(keepingCapacity: true)
///     }
///
/// - The keys are those of the listing's contract. A row depends only on count, seed and row; keys
///   are unique in a set. Homes are the same in every set: the seed decides which are offered, and
///   how.
/// - Statuses are spread evenly over the rows; closed sales come roughly in close date order.
/// - A set is not a prefix of a larger one: in a small set two fifths of the listings lie in the
///   Coachella Valley, in a set of millions most lie in the other cities.
/// - The only shared state, the map of about 170 cities, is built by the first value.
///
/// A value is cheap to copy. To write a set with several threads, give each a copy that calls
/// ``skip(_:)`` to reach its rows.
public struct SampleListings: Sendable {
  /// The as-of day of the samples: nothing in a listing is later, except a planned showing.
  public static let asOf = "2026-06-30"

  /// The number of listings.
  public let count: Int

  /// Selects one of the possible sets of that count.
  public let seed: UInt64

  /// The number of listings written or skipped so far.
  public private(set) var position = 0

  private let world = World.shared
  private let cities: AliasTable
  private let agents: Int

  /// Prepares a set of listings; a negative count is taken as 0.
  ///
  /// - Complexity: O(1), except for the first value of a process, which takes a few hundredths of a
  ///   second.
  public init(count: Int, seed: UInt64) {
    self.count = max(0, count)
    self.seed = seed
    agents = min(max(self.count / 12, 8), 3_000)
    cities = AliasTable(weights: world.shares(count: self.count))
  }

  /// Appends the next listings to the bytes, one per line, and returns their number: 0 at the end.
  ///
  /// - Complexity: O(*n*) in the listings appended, about two microseconds each; only the growth of
  ///   the bytes allocates.
  public mutating func next(into bytes: inout [UInt8], listings: Int) -> Int {
    let taken = min(max(0, listings), count - position)
    for row in position..<(position + taken) {
      if bytes.capacity - bytes.count < SampleLine.capacity {
        bytes.reserveCapacity(max(bytes.capacity * 2, bytes.count + SampleLine.capacity * 16))
      }
      var line = self.line(row)
      bytes.append(addingCapacity: SampleLine.capacity) { line.write(to: &$0, world: world) }
    }
    position += taken
    return taken
  }

  /// Skips the next listings without writing them, in constant time.
  public mutating func skip(_ listings: Int) {
    position += min(max(0, listings), count - position)
  }

  /// Draws the listing of a row.
  private func line(_ row: Int) -> SampleLine {
    var draw = SampleRandom(seed: SampleRandom.mix(seed, UInt64(row)))
    let city = cities.draw(&draw)
    let tract = world.tracts[city][world.choices[city].draw(&draw)]
    let home = Home(in: tract, of: world, &draw)
    let offer = Offer(of: home, progress: (Double(row) + 0.5) / Double(count), &draw)
    return SampleLine(
      tract: tract, home: home, offer: offer, key: key(row), agents: agents, draw: draw)
  }

  /// A unique number of nine or ten digits for each row: multiples of a golden ratio step modulo a
  /// prime.
  private func key(_ row: Int) -> UInt64 {
    let prime: UInt64 = 9_899_999_987
    let steps = (UInt64(row) % prime).multipliedFullWidth(by: 6_118_536_481)
    let place = prime.dividingFullWidth((steps.high, steps.low)).remainder
    return 100_000_000 + (place + SampleRandom.mix(seed) % prime) % prime
  }
}

extension World {
  /// Each city's share of the listings: the Coachella Valley is the home market, more so in small
  /// sets.
  func shares(count: Int) -> [Double] {
    let home = 0.06 + 0.39 / (1 + Double(count) / 300_000)
    let isHome = cities.map { $0.region == .coachellaValley }
    let inside = zip(cities, isHome).reduce(0) { $0 + ($1.1 ? $1.0.homes : 0) }
    let outside = zip(cities, isHome).reduce(0) { $0 + ($1.1 ? 0 : $1.0.homes) }
    return cities.indices.map { city in
      guard !tracts[city].isEmpty else { return 0 }
      return isHome[city]
        ? home * cities[city].homes / inside : (1 - home) * cities[city].homes / outside
    }
  }
}
