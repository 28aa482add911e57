internal import Geometry
internal import Index
internal import JSON
internal import Listings
internal import Snapshot
internal import Synchronization

/// Writes map features as vector tiles; its memory is used again for the next tile.
struct FeatureEncoder: ~Copyable {
  private var layer = VectorTileLayer()
  private var tile = ByteBuffer(capacity: 1 << 16)
  private var text = ByteBuffer(capacity: 1 << 8)

  /// A tile of features; no bytes where there are none.
  mutating func tile(
    _ features: MapFeatures, in tile: Tile, of index: ListingIndex, _ columns: ListingColumns
  ) -> [UInt8] {
    self.tile.removeAll()
    guard features.numberMatched > 0 else { return [] }
    if features.count > 0 {
      layer.begin()
      for cluster in features.clusters { add(cluster, tile, index) }
      for listing in features.listings { add(listing, tile, columns) }
      layer.end(name: VectorTile.layer, to: &self.tile)
    }
    if features.isTruncated {
      layer.begin()
      layer.beginFeature()
      layer.property(.numberMatched, Int64(features.numberMatched))
      layer.property(.numberReturned, Int64(features.count))
      let middle = Int32(1) << Int32(VectorTile.extentBits - 1)
      layer.endFeature(id: 0, x: middle, y: middle)
      layer.end(name: VectorTile.truncationLayer, to: &self.tile)
    }
    return self.tile.array
  }

  private mutating func add(_ cluster: MapCluster, _ tile: Tile, _ index: ListingIndex) {
    layer.beginFeature()
    layer.property(true: .cluster)
    layer.property(.clusterID, unique: cluster.id.number)
    layer.property(.pointCount, Int64(cluster.count))
    if cluster.count < 1_000 {
      layer.property(.pointCountAbbreviated, Int64(cluster.count))
    } else {
      text.removeAll()
      text.append(AbbreviatedCount.text(cluster.count).span)
      layer.property(.pointCountAbbreviated, text)
    }
    if let prices = cluster.summary.prices(in: index) {
      layer.property(.minPrice, prices.least, of: 100)
      layer.property(.maxPrice, prices.greatest, of: 100)
      layer.property(.avgPrice, MapCluster.dollars(prices.mean))
    }
    layer.property(.expansionZoom, Int64(cluster.expansionZoom))
    layer.property(.bounds, cluster.summary.box)
    if cluster.isOnePlace { layer.property(true: .coincident) }
    let place = tile.pixel(cluster.centre, shift: cluster.shift, bits: VectorTile.extentBits)
    layer.endFeature(id: cluster.id.number, x: place.x, y: place.y)
  }

  private mutating func add(_ listing: MapListing, _ tile: Tile, _ columns: ListingColumns) {
    let row = listing.row
    layer.beginFeature()
    let keys = columns.keys
    layer.property(.listingKey, keys.bytes(at: row))
    if let value = columns.listPrice?.value(row) { layer.property(.listPrice, value, of: 100) }
    if let value = columns.beds?.value(row) { layer.property(.beds, value) }
    if let value = columns.baths?.value(row) { layer.property(.baths, value, of: 4) }
    if let value = columns.sqft?.value(row) { layer.property(.sqft, value, of: 100) }
    add(.standardStatus, columns.standardStatus, row)
    add(.propertySubType, columns.propertySubType, row)
    text.removeAll()
    columns.slug(row, to: &text)
    layer.property(.slug, text)
    let place = tile.pixel(listing.point, shift: listing.shift, bits: VectorTile.extentBits)
    layer.endFeature(
      id: ClusterNumbers.feature(record: columns.recordNumbers[row, default: 0]), x: place.x, y: place.y)
  }

  @inline(__always)
  private mutating func add(_ key: MapProperty, _ column: CodeColumn?, _ row: Int) {
    guard let column else { return }
    let code = column.column.stored(row)
    if code != 0 { layer.property(key, code: code, column) }
  }
}

extension MapCluster {
  /// Cents as whole dollars, halves up.
  static func dollars(_ cents: Int64) -> Int64 {
    let (dollars, rest) = cents.quotientAndRemainder(dividingBy: 100)
    return rest >= 50 ? dollars + 1 : rest < -50 ? dollars - 1 : dollars
  }
}

extension JSONWriter {
  /// Writes a box as the array west, south, east, north in degrees.
  mutating func box(_ box: Box) {
    beginArray()
    for side in [box.west, box.south, box.east, box.north] { fixed(Int64(side), decimals: 7) }
    endArray()
  }
}

/// Encoders of finished tiles, for the next ones.
final class EncoderPool: Sendable {
  /// An encoder that one tile at a time has.
  private final class Lent: @unchecked Sendable {
    // Unchecked: the pool gives it to one thread at a time.
    var encoder = FeatureEncoder()
  }

  private let spare = Mutex<[Lent]>([])

  /// Lends an encoder.
  func withEncoder<Result>(_ body: (inout FeatureEncoder) -> Result) -> Result {
    let lent = spare.withLock { $0.popLast() } ?? Lent()
    defer { spare.withLock { $0.append(lent) } }
    return body(&lent.encoder)
  }
}
