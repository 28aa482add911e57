import Plat
import PlatCommon
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch

/// The queries of a run: the same for the same index and seed.
struct QuerySets {
  let database: ListingsDatabase
  private var random: SplitMix64

  init(_ database: ListingsDatabase, seed: UInt64) {
    self.database = database
    random = SplitMix64(seed: seed &* SplitMix64.increment)
  }

  /// Positions of random listings.
  mutating func positions(_ count: Int) -> [Coordinate] {
    var positions: [Coordinate] = []
    while positions.count < count, database.index.located > 0 {
      let row = Int(random.next() % UInt64(database.index.located))
      if let position = database.index.position(row) { positions.append(position) }
    }
    return positions
  }

  /// Boxes around random listings, twice as wide in degrees of longitude as high, each with about
  /// `hits` listings in it.
  mutating func boxes(_ count: Int, hits: Int) throws -> [Box] {
    try positions(count).map { center in
      var (low, high) = (1.0, 60_000_000.0)
      var best = box(center, high)
      for _ in 0..<40 where high - low > 1 {
        let half = (low * high).squareRoot()
        let candidate = box(center, half)
        let found = try database.searcher.rows(in: Region(boxes: [candidate])).count
        best = candidate
        if abs(found - hits) * 20 <= hits { break }
        if found < hits { low = half } else { high = half }
      }
      return best
    }
  }

  private func box(_ center: Coordinate, _ half: Double) -> Box {
    func side(_ value: Int32, _ step: Double, _ limit: Double) -> Int32 {
      Int32(max(-limit, min(limit, Double(value) + step)))
    }
    return Box(
      west: side(center.longitude, -half * 1.2, 1.8e9), south: side(center.latitude, -half, 9e8),
      east: side(center.longitude, half * 1.2, 1.8e9), north: side(center.latitude, half, 9e8))
  }

  /// Six typical conditions: prices, beds, baths, area, type and status.
  mutating func sixFilters() -> ListingFilter {
    var filter = ListingFilter([
      .equals(.propertyType, ["A"]), .equals(.standardStatus, ["Active"]),
    ])
    let price = Int64(300_000 + random.next() % 400_000) * 100
    filter.conditions.append(.number(.listPrice, price...price * 2))
    filter.requireStored(.beds, atLeast: 2 + Int64(random.next() % 2))
    filter.requireStored(.baths, atLeast: 4 * (1 + Int64(random.next() % 2)))
    filter.requireStored(.sqft, atLeast: 100 * Int64(1_000 + random.next() % 600))
    return filter
  }

  /// A city by name, and five of the conditions.
  mutating func cityFilter(_ cities: [String]) -> ListingFilter {
    var filter = sixFilters()
    filter.conditions.removeLast()
    filter.conditions.append(.contains(.city, cities[Int(random.next() % UInt64(cities.count))]))
    return filter
  }

  /// The cities with the most listings.
  func greatCities(_ count: Int) throws -> [String] {
    var request = SearchRequest(limit: 0)
    request.statuses = nil
    request.facets = [.city]
    return try database.search(request).facets.first.map { $0.entries.prefix(count).map(\.value) }
      ?? []
  }
}
