import Plat
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTiles

extension Bench {
  /// Map tiles around random listings, as encoded vector tiles.
  func map(_ count: Int, _ database: ListingsDatabase) throws {
    var sets = QuerySets(database, seed: options.seed)
    let map = database.map
    let tiles = sets.positions(1_300).enumerated().compactMap { index, position in
      Tile(z: 4 + index % 13, at: MercatorPoint(position))
    }
    let queries = (0..<10).map { _ in MapQuery(filter: sets.sixFilters()) }
    func timed(_ work: String, _ target: String, _ query: (Int) -> MapQuery) throws {
      guard wants(work) else { return }
      let shown = try tiles.indices.reduce(0) {
        $0 + (try map.features(in: tiles[$1], matching: query($1)).count)
      }
      try measure(
        work, count, tiles.count, target,
        beside: [("features", Double(shown) / Double(tiles.count))]
      ) { UInt64(try map.vectorTile(tiles[$0], matching: query($0)).count) }
    }
    try timed("tile, no filter", "10 µs; p99 60") { _ in MapQuery() }
    try timed("tile, active listings", "15 µs; p99 100") { _ in
      MapQuery(filter: ListingFilter([.equals(.standardStatus, ["Active"])]))
    }
    try timed("tile, six filters seen before", "15 µs; p99 100") { queries[$0 % queries.count] }
    // Only on request: --only "at zoom".
    for zoom in 4...18 where options.only?.hasPrefix("at zoom") == true {
      let tiles = sets.positions(300).compactMap { Tile(z: zoom, at: MercatorPoint($0)) }
      let shown = try tiles.reduce(0) { $0 + (try map.features(in: $1).count) }
      let listings = try tiles.reduce(0) { $0 + (try map.features(in: $1).listings.count) }
      let finding = try Timing(queries: tiles.count, repetitions: options.repetitions) {
        UInt64(try map.features(in: tiles[$0]).count)
      }
      try measure(
        "tile at zoom \(zoom), no filter", count, tiles.count, "",
        beside: [
          ("finding", finding.median / 1e3), ("features", Double(shown) / Double(tiles.count)),
          ("listingsOfATile", Double(listings) / Double(tiles.count)),
        ]
      ) { UInt64(try map.vectorTile(tiles[$0]).count) }
    }
    try cold(count, database, tiles, deep: true)
    try cold(count, database, tiles, deep: false)
    try allZooms(count, database, queries)
    try boxes(count, map, &sets)
  }

  /// Tiles under filters new to the map: each has a price that no other has.
  private func cold(_ count: Int, _ database: ListingsDatabase, _ tiles: [Tile], deep: Bool) throws
  {
    let work = deep ? "tile, filter never seen, zooms 10-16" : "tile, filter never seen, zooms 4-9"
    guard wants(work) else { return }
    var sets = QuerySets(database, seed: options.seed &+ 1)
    let map = ListingMap(database.generation)
    let wanted = Array(tiles.filter { ($0.z >= 10) == deep }.prefix(deep ? 700 : 120))
    var repetition = 0
    let filters = wanted.map { _ in sets.sixFilters() }
    try measure(
      work, count, wanted.count, deep ? "60 µs; p99 400" : "2 ms; p99 4 ms", repetitions: 3
    ) { query in
      if query == 0 { repetition += 1 }
      var filter = filters[query]
      filter.requireStored(.listPrice, atLeast: Int64(repetition))
      return UInt64(try map.vectorTile(wanted[query], matching: MapQuery(filter: filter)).count)
    }
  }

  /// The number of matches of each cluster of each zoom, for a filter new to the map.
  private func allZooms(_ count: Int, _ database: ListingsDatabase, _ queries: [MapQuery]) throws {
    let work = "all zooms of a new filter"
    guard wants(work) else { return }
    try measure(work, count, 10, count == 10_000_000 ? "60 ms" : "", repetitions: 3) { query in
      let map = ListingMap(database.generation)
      var features: UInt64 = 0
      for zoom in map.zoomRange.lowerBound..<map.zoomRange.upperBound {
        features += UInt64(try map.itemCount(zoom: zoom, matching: queries[query]))
      }
      return features
    }
  }

  /// The features on a map of one screen, as GeoJSON.
  private func boxes(_ count: Int, _ map: ListingMap, _ sets: inout QuerySets) throws {
    let boxes = try sets.boxes(60, hits: min(10_000, count / 10))
    try measure("clusters of a box as GeoJSON, zoom 12", count, boxes.count, "") {
      var writer = JSONWriter()
      map.writeGeoJSON(try map.features(in: [boxes[$0]], zoom: 12), to: &writer)
      return UInt64(writer.bytes.count)
    }
  }
}
