import Plat
import PlatGeometry
import PlatJSON
import PlatSearch
import PlatTiles

/// Requests tiles of every kind from a map, the features in boxes, and the contents of the clusters
/// shown.
struct MapTour {
  let map: ListingMap

  init(_ listings: ListingsDatabase) { map = listings.map }

  func run() {
    let bounds = map.index.bounds
    var places = [
      MercatorPoint(x: UInt32.min, y: UInt32.min), MercatorPoint(x: UInt32.max, y: UInt32.max),
    ]
    if !bounds.isEmpty {
      places.append(MercatorPoint(Coordinate(longitude: bounds.west, latitude: bounds.north)))
    }
    if let middle = map.index.position(map.index.located / 2) {
      places.append(MercatorPoint(middle))
    }
    let filter = ListingFilter([.number(.listPrice, 20_000_000...80_000_000)])
    for query in [
      MapQuery(), MapQuery(filter: filter),
      MapQuery(filter: filter, region: Region(boxes: [bounds])),
    ] {
      for zoom in [0, 1, 4, 9, 13, 16, 17, 24] {
        for place in places {
          if let tile = Tile(z: zoom, at: place) { show(tile, query, limit: 50) }
        }
      }
      for zoom in [-1, 0, 6, 12, 17, 99] {
        _ = try? map.itemCount(zoom: zoom, matching: query)
        guard let features = try? map.features(in: [.world], zoom: zoom, matching: query, limit: 5)
        else { continue }
        for cluster in features.clusters { ask(cluster.id, query) }
      }
    }
  }

  /// Writes a tile in both encodings.
  func show(_ tile: Tile, _ query: MapQuery, limit: Int) {
    _ = try? map.vectorTile(tile, matching: query, limit: limit)
    var writer = JSONWriter()
    _ = try? map.writeGeoJSON(tile, matching: query, limit: limit, to: &writer)
  }

  /// Queries the cluster with an id.
  func ask(_ id: ClusterID, _ query: MapQuery) {
    do throws(MapError) {
      let zoom = try map.expansionZoom(of: id, matching: query)
      guard map.zoomRange.contains(zoom) else {
        fatalError("cluster \(id.number) parts at \(zoom)")
      }
      _ = try map.children(of: id, matching: query)
      for offset in [0, 3, .max] {
        let (rows, total) = try map.leaves(of: id, matching: query, limit: 5, offset: offset)
        guard rows.count <= 5, rows.count <= total,
          rows.allSatisfy({ (map.generation.ordinal(of: $0) ?? .max) < map.index.located })
        else {
          fatalError("cluster \(id.number) has leaves \(rows) of \(total)")
        }
        var writer = JSONWriter()
        map.writeGeoJSON(listings: rows, of: total, to: &writer)
      }
    } catch {
      _ = error.description
    }
  }
}

/// The lines of a map request: tiles as Z/X/Y, cluster ids, and filters as `name=value`.
struct MapLines {
  var tiles: [Tile] = []
  var ids: [ClusterID] = []
  var parameters: [(name: String, value: String)] = []

  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")).prefix(40) {
      let text = String(decoding: line, as: UTF8.self)
      let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      if numbers.count == 3, let z = numbers[0], let x = numbers[1], let y = numbers[2] {
        if let tile = Tile(z: z, x: x, y: y) { tiles.append(tile) }
      } else if let number = UInt64(text) {
        ids.append(ClusterID(number: number))
      } else {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        parameters.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
      }
    }
  }
}
