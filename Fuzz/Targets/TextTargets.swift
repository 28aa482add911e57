import Plat
import PlatCommon
import PlatGeometry
import PlatIndex
import PlatSearch
import PlatSnapshot
import PlatTiles

/// The index for searches made of bytes.
private let index: ListingIndex = {
  do {
    return try open(BaseIndex.bytes(of: 3))
  } catch {
    fatalError("the base cannot be opened: \(error)")
  }
}()

func open(_ bytes: [UInt8]) throws -> ListingIndex {
  try ListingIndex(Snapshot.open(bytes: bytes.span, name: "base"))
}

/// Parses a polygon, and tests places and boxes against it.
func runPolygon(_ bytes: [UInt8]) {
  let polygon: Polygon
  do throws(PolygonError) {
    polygon = try Polygon(parsing: bytes.span, limits: Polygon.Limits(vertices: 5000, rings: 100))
  } catch {
    _ = "\(error)"
    return
  }
  let bounds = polygon.boundingBox
  for box in [bounds, Box.world, Box.empty, Box(west: 0, south: 0, east: 0, north: 0)] {
    _ = polygon.relation(to: box)
  }
  for longitude in [bounds.west, bounds.east, 0, .min, .max] {
    for latitude in [bounds.south, bounds.north, 0, .min, .max] {
      _ = polygon.contains(Coordinate(longitude: longitude, latitude: latitude))
    }
  }
  let searcher = Searcher(Generation(index))
  _ = try? searcher.rows(in: Region(polygon: polygon))
  _ = try? searcher.nearest(
    5, to: Coordinate(longitude: bounds.west, latitude: bounds.north), in: Region(polygon: polygon))
}

/// Reads `name=value` lines as a search and answers it.
func runParameters(_ bytes: [UInt8]) {
  let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(40)
  var parameters: [(name: String, value: String)] = []
  for line in lines {
    let parts = line.split(
      separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    parameters.append(
      (
        String(decoding: parts[0], as: UTF8.self),
        parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
      ))
  }
  do throws(ParameterError) {
    var request = try SearchParameters.request(parameters)
    IndexTour(index).pages(&request)
  } catch {
    _ = error.description
  }
}

/// The map of the index; it keeps its caches across inputs, as a server's map does.
private let map = ListingsDatabase(index)

/// Some clusters of the index; numbers near theirs are likely to resolve.
private let clusterNumbers: [UInt64] = [0, 4, 9, 13].flatMap { zoom in
  ((try? map.map.features(in: [.world], zoom: zoom, limit: 3))?.clusters ?? []).map(\.id.number)
}

/// Reads tiles, cluster ids and filters, and answers a map with them.
func runMap(_ bytes: [UInt8]) {
  let lines = MapLines(bytes)
  let query: MapQuery
  do throws(ParameterError) { query = try MapParameters.query(lines.parameters) } catch {
    _ = error.description
    return
  }
  let tour = MapTour(map)
  for tile in lines.tiles { tour.show(tile, query, limit: lines.ids.count * 7) }
  for id in lines.ids {
    tour.ask(id, query)
    // The same number as a change of a valid one.
    for number in clusterNumbers { tour.ask(ClusterID(number: number ^ id.number), query) }
  }
}

/// Decodes a cursor, and continues every order after it.
func runCursor(_ bytes: [UInt8]) {
  goOn(behind: String(decoding: bytes, as: UTF8.self))
  // The same bytes as a cursor's contents, with the correct checksum.
  let check = StableHash.of32(bytes)
  goOn(
    behind: Seeds.base64URL(
      bytes + (0..<4).map { UInt8(truncatingIfNeeded: check >> UInt32(24 - 8 * $0)) }))
}

private func goOn(behind text: String) {
  guard let cursor = try? Cursor(text: text) else { return }
  let center = Coordinate(longitude: 0, latitude: 0)
  for descending in [false, true] {
    for sort in [Sort.distance(from: center, descending: descending), .key(descending: descending)]
      + SortOrder.allCases.map({ .by($0, descending: descending) })
    {
      var request = SearchRequest(sort: sort, limit: 5)
      request.cursor = cursor
      IndexTour(index).pages(&request)
    }
  }
}
