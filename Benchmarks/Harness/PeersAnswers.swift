import Plat
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTiles

/// Plat's answers to the queries of the comparison with peers, over one open index.
struct PeersAnswers {
  /// The number of hits, and a checksum of them.
  typealias Answer = (hits: Int, sum: Int)

  /// Answers a query by its number; computes the sum only on request.
  typealias Answering = (Int, Bool) throws -> Answer

  let database: ListingsDatabase
  /// The state of the site queries between commands.
  let site: PeersSite

  init(index: String, directory: String) throws {
    database = try ListingsDatabase(opening: index)
    site = PeersSite(database, directory: directory)
  }

  /// The mapped file.
  var path: String { database.index.snapshot.path }

  var fileBytes: UInt64 { database.index.snapshot.fileLength }

  /// Answers a query by its number; computes the sum only on request.
  func answerer(_ work: PeerWork, _ asked: [PeerQuery]) throws -> Answering {
    let (index, searcher, map) = (database.index, database.searcher, database.map)
    func ordinals(_ rows: [UInt32]) -> Int {
      rows.reduce(0) { $0 + Int(index.recordNumbers[Int($1), default: 0]) }
    }
    func places(_ rows: [ListingRow]) -> Int {
      rows.reduce(0) { sum, row in
        sum + (index.position(Int(row.ordinal)).map { Int($0.longitude) + Int($0.latitude) } ?? 0)
      }
    }
    switch work {
    case .fewInBox, .manyInBox, .radius:
      let regions = try asked.map { query in
        Region(
          boxes: query.box.map { [$0] },
          circle: try query.position.map { try Circle(center: $0, radiusMeters: query.meters ?? 0) }
        )
      }
      return { place, sums in
        let rows = try searcher.rows(in: regions[place])
        return (rows.count, sums ? ordinals(rows) : 0)
      }
    case .nearest:
      return { place, sums in
        guard let position = asked[place].position else { return (0, 0) }
        let found = try searcher.nearest(asked[place].limit ?? 0, to: position)
        return (found.count, sums ? places(found.map(\.row)) : 0)
      }
    case .smallPage, .page, .city, .comparables:
      let requests = try asked.map { query in
        SearchRequest(
          filter: query.filter,
          region: Region(
            boxes: query.box.map { [$0] },
            circle: try query.position.map {
              try Circle(center: $0, radiusMeters: query.meters ?? 0)
            }),
          sort: query.position.map { .distance(from: $0, descending: false) }
            ?? .by(.price, descending: false),
          limit: query.limit ?? 20)
      }
      let prices = index.numbers(.listPrice)
      return { place, sums in
        let result = try searcher.search(requests[place])
        guard sums else { return (result.total, 0) }
        let page =
          work == .comparables
          ? places(result.rows)
          : result.rows.reduce(0) { $0 + Int(prices?.value(Int($1.ordinal)) ?? 0) }
        return (result.total, page)
      }
    case .scan:
      let filters = asked.map(\.filter)
      return { place, _ in
        let count = try searcher.count(filters[place])
        return (count, count)
      }
    case .tile:
      return { place, sums in
        guard let tile = asked[place].tile else { return (0, 0) }
        let features = try map.features(in: tile)
        return (
          features.count,
          sums ? features.clusters.reduce(features.listings.count) { $0 + $1.count } : 0
        )
      }
    case .filteredTile: return newFilters(asked)
    case .statistics: return try statistics(asked)
    case .batch: return batches(asked)
    case .location: return locations(asked)
    }
  }
}
