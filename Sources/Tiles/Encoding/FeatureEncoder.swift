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
      layer.begin(
        (features.clusters.isEmpty ? [] : MapProperty.ofClusters)
          + (features.listings.isEmpty ? [] : MapProperty.ofListings))
      let clusters = features.clusters.span
      let prices = index.numbers(.listPrice)?.frame ?? ColumnFrame(base: 0, step: 1)
      for place in clusters.indices { Self.add(clusters[place], tile, prices, to: &layer) }
      for listing in features.listings { Self.add(listing, tile, columns, &text, to: &layer) }
      layer.end(name: VectorTile.layer, to: &self.tile)
    }
    if features.isTruncated {
      layer.begin([.numberMatched, .numberReturned])
      let middle = Int32(1) << Int32(VectorTile.extentBits - 1)
      layer.feature(id: 0, x: middle, y: middle, textBytes: 0) { writer in
        writer.property(.numberMatched, Int64(features.numberMatched))
        writer.property(.numberReturned, Int64(features.count))
      }
      layer.end(name: VectorTile.truncationLayer, to: &self.tile)
    }
    return self.tile.array
  }

  private static func add(
    _ cluster: borrowing MapCluster, _ tile: Tile, _ frame: ColumnFrame, to layer: inout VectorTileLayer
  ) {
    let (id, count) = (cluster.id.number, cluster.count)
    let place = tile.pixel(cluster.centre, shift: cluster.shift, bits: VectorTile.extentBits)
    let prices = cluster.summary.prices(in: frame)
    let (zoom, box, isOnePlace) = (cluster.expansionZoom, cluster.summary.box, cluster.isOnePlace)
    layer.feature(id: id, x: place.x, y: place.y, textBytes: 0) { writer in
      writer.property(true: .cluster)
      writer.property(.clusterID, Int64(truncatingIfNeeded: id))
      writer.property(.pointCount, Int64(count))
      if count < 1_000 {
        writer.property(.pointCountAbbreviated, Int64(count))
      } else {
        writer.property(.pointCountAbbreviated, AbbreviatedCount.text(count).span)
      }
      if let prices {
        writer.property(.minPrice, hundredths: prices.least)
        writer.property(.maxPrice, hundredths: prices.greatest)
        writer.property(.avgPrice, MapCluster.dollars(prices.mean))
      }
      writer.property(.expansionZoom, Int64(zoom))
      writer.property(.bounds, box)
      if isOnePlace { writer.property(true: .coincident) }
    }
  }

  private static func add(
    _ listing: MapListing, _ tile: Tile, _ columns: ListingColumns, _ text: inout ByteBuffer,
    to layer: inout VectorTileLayer
  ) {
    let row = listing.row
    text.removeAll()
    columns.slug(row, to: &text)
    let slug = text.span
    let keys = columns.keys
    let key = keys.bytes(at: row)
    let (statuses, kinds) = (columns.standardStatus, columns.propertySubType)
    let (status, kind) = (statuses.code(row), kinds.code(row))
    let statusText = statuses.text(status)
    let kindText = kinds.text(kind)
    let place = tile.pixel(listing.point, shift: listing.shift, bits: VectorTile.extentBits)
    layer.feature(
      id: ClusterNumbers.feature(record: columns.recordNumbers[row, default: 0]), x: place.x, y: place.y,
      textBytes: key.count + slug.count + statusText.count + kindText.count
    ) { writer in
      writer.property(.listingKey, key)
      if let value = columns.listPrice?.value(row) { writer.property(.listPrice, hundredths: value) }
      if let value = columns.beds?.value(row) { writer.property(.beds, value) }
      if let value = columns.baths?.value(row) { writer.property(.baths, quarters: value) }
      if let value = columns.sqft?.value(row) { writer.property(.sqft, hundredths: value) }
      writer.property(.standardStatus, .status, code: status, statusText)
      writer.property(.propertySubType, .kind, code: kind, kindText)
      writer.property(.slug, slug)
    }
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
