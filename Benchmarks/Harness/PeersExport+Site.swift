import Foundation
import Plat
import PlatCommon
import PlatIndex
import PlatListings
import PlatPlaces
import PlatSearch

extension PeersExport {
  /// The person who swiped the listings of `swiped.csv`.
  static let person = "bench"

  /// Writes `swiped.csv`, the ordinals of 10,000 Active listings (or half of them), and the same
  /// swipes as a store for Plat's deck.
  func writeSwiped(into directory: String) throws {
    let index = database.index
    let rows = try database.searcher.rows(
      ListingFilter([.equals(.standardStatus, ["Active"])]), in: Region())
    let count = min(10_000, rows.count / 2)
    let swiped = (0..<count).map { Int(rows[$0 * rows.count / count]) }
    let ordinals = swiped.map { "\(index.recordNumbers[$0, default: 0])" }
    try ((["ordinal"] + ordinals).joined(separator: "\n") + "\n").write(
      toFile: directory + "/swiped.csv", atomically: true, encoding: .utf8)
    let store = directory + "/" + SwipeDeck.storeName
    for path in ["", "-wal", "-shm"].map({ store + $0 })
    where FileManager.default.fileExists(atPath: path) {
      try FileManager.default.removeItem(atPath: path)
    }
    try SwipeStore(path: store).put(
      swiped.map {
        SwipeStore.Swipe(listingKey: index.keys.string(at: $0), action: .like, time: 0)
      }, of: Self.person)
  }

  /// The names of cities, subdivisions, postal codes and regions in Plat's gazetteer, in byte
  /// order.
  static func names(of database: ListingsDatabase) -> [String] {
    Set(database.gazetteer.places.map(\.name)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Writes `names.csv`: these names, numbered from 1.
  func writeNames(_ path: String) throws {
    let names = Self.names(of: database)
    if let name = names.first(where: { $0.contains { $0 == "," || $0 == "\"" || $0.isNewline } }) {
      throw BenchProblem("\(name) cannot stand in \(path) without quotes")
    }
    let lines = ["number,name"] + names.enumerated().map { "\($0 + 1),\($1)" }
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
  }

  /// The largest cities that a single spelling identifies without a state, in random order.
  func statisticsQueries() -> [PeerQuery] {
    var random = SplitMix64(seed: seed)
    return database.community.cities.filter { $0.conditions == [.equals(.city, [$0.name])] }
      .sorted { ($1.listings, $0.id) < ($0.listings, $1.id) }.prefix(
        PeerWork.statistics.queries
      )
      .map { (random.next(), $0) }.sorted { $0.0 < $1.0 }
      .map { _, place in
        var query = PeerQuery(.statistics)
        query.texts[.city] = place.name
        return query
      }
  }

  /// City names with one typo and with two, alternating; `city` is the intended one.
  func locationQueries() -> [PeerQuery] {
    let cities = database.gazetteer.places.filter { $0.kind == .city }.map(\.name).sorted()
    guard !cities.isEmpty else { return [] }
    var misspeller = Misspeller(seed: seed)
    return (0..<PeerWork.location.queries).map { place in
      var query = PeerQuery(.location)
      let city = cities[misspeller.below(cities.count)]
      query.texts[.city] = city
      query.text = misspeller.misspelled(city, errors: 1 + place % 2)
      return query
    }
  }
}
