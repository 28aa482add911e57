/// Made-up listings of Southern California, as newline-delimited JSON.
///
/// The same count and seed give the same bytes on every machine, whatever the size of the batches.
/// Cities, and the subdivisions of the Coachella Valley, are real places; homes, prices, people and
/// offices are invented. Homes stand along streets, condominiums share the coordinate of their
/// building, prices follow place, size, age and date, and some fields are missing, as in real
/// feeds.
///
///     var samples = SampleListings(count: 42_001, seed: 1)
///     var bytes: [UInt8] = []
///     while samples.next(into: &bytes, listings: 1_000) > 0 {
///       // write `bytes`, then:
///       bytes.removeAll(keepingCapacity: true)
///     }
///
/// - The keys are those of the listing's contract. A row is a function of count, seed and row
///   alone; keys differ between the rows of one set. Homes are the same in every set: the seed
///   decides which are offered, and how.
/// - Statuses are spread evenly through the rows; closed sales come roughly in the order of their
///   close dates.
/// - A set is no prefix of a larger one: in a small set two fifths of the listings lie in the
///   Coachella Valley, in one of millions the other cities take most of them.
/// - The one thing that is shared, the map of about a hundred and seventy cities, is built by the
///   first value made.
///
/// A value is cheap to copy. To write a set with several threads, let each take a copy and
/// ``skip(_:)`` to its rows.
public struct SampleListings: Sendable {
  /// The day on which the samples are looked at: no listing knows of anything later but a planned
  /// showing.
  public static let asOf = "2026-06-30"

  /// How many listings there are in all.
  public let count: Int

  /// What chooses among all the possible sets of that count.
  public let seed: UInt64

  /// How many of them have been written or skipped.
  public private(set) var position = 0

  private let world = World.shared
  private let cities: AliasTable
  private let agents: Int

  /// Prepares a set of listings; a count below zero is taken as zero.
  ///
  /// - Complexity: O(1), but for the first value made in a process, which takes some hundredths of
  ///   a second.
  public init(count: Int, seed: UInt64) {
    self.count = max(0, count)
    self.seed = seed
    agents = min(max(self.count / 12, 8), 3_000)
    cities = AliasTable(weights: world.shares(count: self.count))
  }

  /// Appends the next listings to the bytes, each one line, and tells how many there were: 0 at the
  /// end.
  ///
  /// - Complexity: O(*n*) in the listings appended, about two microseconds each; no allocation but
  ///   the bytes' growth.
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

  /// Passes over the next listings without writing them, in no time.
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

  /// Nine or ten digits that no other row has: steps of a golden share through the numbers below a
  /// prime.
  private func key(_ row: Int) -> UInt64 {
    let prime: UInt64 = 9_899_999_987
    let steps = (UInt64(row) % prime).multipliedFullWidth(by: 6_118_536_481)
    let place = prime.dividingFullWidth((steps.high, steps.low)).remainder
    return 100_000_000 + (place + SampleRandom.mix(seed) % prime) % prime
  }
}

extension World {
  /// How much of the listings each city gets: the Coachella Valley is the home market, and more so
  /// in small sets.
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
