internal import PlatGeometry
internal import PlatIndex
internal import PlatJSON
internal import PlatListings
internal import PlatSnapshot
internal import Synchronization

/// Writes map features as vector tiles; its memory is reused for the next tile.
struct FeatureEncoder: ~Copyable {
  private var layer = VectorTileLayer()
  private var batch = ListingRows()
  private var text = ByteBuffer(capacity: 1 << 8)

  /// A tile of features; no bytes if there are none.
  mutating func tile(_ features: MapFeatures, in tile: Tile, of map: ListingMap) -> [UInt8] {
    guard features.numberMatched > 0 else { return [] }
    var bytes: [UInt8] = []
    if features.count > 0 {
      layer.begin(
        features.clusters.isEmpty ? .listingKey : .cluster,
        through: features.listings.isEmpty ? .coincident : .slug)
      let clusters = features.clusters.span
      let prices = map.index.numbers(.listPrice)?.frame ?? ColumnFrame(base: 0, step: 1)
      for place in clusters.indices { Self.add(clusters[place], tile, prices, to: &layer) }
      let listings = features.listings.span
      var first = 0
      while first < listings.count {
        let source = map.source(of: listings[first].ordinal)
        let range = first..<Self.end(ofRun: first, in: listings, source)
        let frames = ListingFrames(source.columns)
        batch.read(listings, range, source.columns, from: source.ordinals.lowerBound)
        for place in range {
          Self.add(
            listings[place], tile, batch, place - first, source.columns, frames, &text, to: &layer)
        }
        first = range.upperBound
      }
      bytes = layer.end(name: VectorTile.layer)
    }
    if features.isTruncated {
      layer.begin(.numberMatched, through: .numberReturned)
      let middle = Int32(1) << Int32(VectorTile.extentBits - 1)
      layer.feature(id: 0, x: middle, y: middle, textBytes: 0) { writer in
        writer.property(.numberMatched, Int64(features.numberMatched))
        writer.property(.numberReturned, Int64(features.count))
      }
      bytes += layer.end(name: VectorTile.truncationLayer)
    }
    return bytes
  }

  /// The end of the longest batch from a listing on that one part has.
  @inline(__always)
  private static func end(
    ofRun first: Int, in listings: Span<MapListing>, _ source: ListingMap.Source
  ) -> Int {
    let most = min(first + ListingRows.most, listings.count)
    if source.isWhole { return most }
    var end = first
    while end < most, source.ordinals.contains(listings[end].ordinal) { end += 1 }
    return end
  }

  private static func add(
    _ cluster: borrowing MapCluster, _ tile: Tile, _ frame: ColumnFrame,
    to layer: inout VectorTileLayer
  ) {
    let (id, count) = (cluster.id.number, cluster.count)
    let place = tile.pixel(cluster.centre, shift: cluster.shift, bits: VectorTile.extentBits)
    let frame = cluster.priceFrame ?? frame
    let prices = cluster.summary.prices(in: frame)
    let mean = cluster.summary.meanDollars(in: frame) ?? 0
    let (zoom, box, isOnePlace) = (cluster.expansionZoom, cluster.summary.box, cluster.isOnePlace)
    layer.feature(id: id, x: place.x, y: place.y, textBytes: 0) { writer in
      writer.property(true: .cluster)
      writer.property(.clusterID, Int64(truncatingIfNeeded: id))
      writer.property(.pointCount, Int64(count))
      if count < 1_000 {
        writer.property(.pointCountAbbreviated, Int64(count))
      } else {
        writer.property(.pointCountAbbreviated, abbreviated: count)
      }
      if let prices {
        writer.property(.minPrice, hundredths: prices.least)
        writer.property(.maxPrice, hundredths: prices.greatest)
        writer.property(.avgPrice, mean)
      }
      if !isOnePlace { writer.property(.expansionZoom, Int64(zoom)) }
      writer.property(.bounds, box)
      if isOnePlace { writer.property(true: .coincident) }
    }
  }

  private static func add(
    _ listing: MapListing, _ tile: Tile, _ batch: borrowing ListingRows, _ number: Int,
    _ columns: ListingColumns,
    _ frames: ListingFrames, _ text: inout ByteBuffer, to layer: inout VectorTileLayer
  ) {
    text.removeAll()
    batch.slug(number, columns, to: &text)
    let keyCount = Int(batch.keyLengths[number])
    let (status, kind) = (batch.statuses[number], batch.kinds[number])
    let isSold = status > 0 && status == columns.closedStatus
    if isSold { layer.extend(through: .closeDate) }
    let (price, beds) = (
      frames.listPrice.value(batch.prices[number]), frames.beds.value(batch.beds[number])
    )
    let (baths, sqft) = (
      frames.baths.value(batch.baths[number]), frames.sqft.value(batch.sqft[number])
    )
    let place = tile.pixel(listing.point, shift: listing.shift, bits: VectorTile.extentBits)
    layer.feature(
      id: ClusterID.feature(listing: batch.number(number, columns)), x: place.x, y: place.y,
      textBytes: keyCount + text.count + columns.longestText + (isSold ? Sale.room : 0)
    ) { writer in
      if keyCount <= 16 {
        writer.property(.listingKey, batch.keys[number], count: keyCount)
      } else {
        let keys = columns.keys
        writer.property(.listingKey, keys.bytes(at: Int(batch.rows[number])))
      }
      if let price { writer.property(.listPrice, hundredths: price) }
      if let beds { writer.property(.beds, beds) }
      if let baths { writer.property(.baths, quarters: baths) }
      if let sqft { writer.property(.sqft, hundredths: sqft) }
      if status > 0,
        writer.wantsText(
          .standardStatus, .status, code: columns.standardStatus.shared(status))
      {
        let statuses = columns.standardStatus
        writer.text(statuses.text(status))
      }
      if kind > 0,
        writer.wantsText(
          .propertySubType, .kind, code: columns.propertySubType.shared(kind))
      {
        let kinds = columns.propertySubType
        writer.text(kinds.text(kind))
      }
      writer.property(.slug, text)
      if isSold {
        let sale = Sale(Int(batch.rows[number]), columns)
        if let price = sale.price { writer.property(.closePrice, hundredths: price) }
        if sale.dateCount > 0 {
          writer.property(.closeDate, sale.date.span.extracting(0..<sale.dateCount))
        }
      }
    }
  }
}

/// The sale of a listing: its price and date.
struct Sale {
  /// The greatest number of bytes in the date's value.
  static let room = 32

  /// In cents; nil if it is missing.
  let price: Int64?
  /// The date in ISO 8601.
  private(set) var date = [20 of UInt8](repeating: 0)
  /// The number of bytes in the date; 0 if it is missing.
  private(set) var dateCount = 0

  /// Reads the sale of a row.
  init(_ row: Int, _ columns: ListingColumns) {
    price = columns.closePrice?.value(row)
    if let moment = columns.closeDate?.value(row) {
      dateCount = Field.writeDate(moment, into: &date)
    }
  }
}

/// The packing of the numbers of a listing's properties.
private struct ListingFrames {
  let listPrice, beds, baths, sqft: ColumnFrame

  init(_ columns: ListingColumns) {
    // Missing columns are read as zeros, which mean a missing value.
    func frame(_ column: NumberColumn?) -> ColumnFrame {
      column?.frame ?? ColumnFrame(base: 0, step: 1)
    }
    listPrice = frame(columns.listPrice)
    beds = frame(columns.beds)
    baths = frame(columns.baths)
    sqft = frame(columns.sqft)
  }
}

extension Box {
  /// Writes the box as the array west, south, east, north in degrees.
  func write(to writer: inout JSONWriter) {
    writer.array { writer in
      for side in [west, south, east, north] { writer.fixed(Int64(side), decimals: 7) }
    }
  }
}

/// Spare encoders for the next tiles.
final class EncoderPool: Sendable {
  /// An encoder that belongs to one tile at a time.
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
