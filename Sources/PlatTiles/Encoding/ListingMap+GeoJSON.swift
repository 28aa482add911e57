public import PlatGeometry
public import PlatIndex
public import PlatJSON
internal import PlatListings
public import PlatSearch
internal import PlatSnapshot

extension ListingMap {
  /// Writes a tile as a GeoJSON FeatureCollection: what ``vectorTile(_:matching:limit:)`` has, each
  /// feature once.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked.
  public func writeGeoJSON(
    _ tile: Tile, matching query: MapQuery = MapQuery(), limit: Int = defaultFeatureLimit,
    to writer: inout JSONWriter
  ) throws(SearchError) {
    var features = try features(in: tile, matching: query, limit: .max)
    // A tile so large that it shows some of what lies near the antimeridian twice, such as the only
    // one of zoom 0.
    if let own = parts(of: tile).first?.box {
      features.clusters.removeAll { $0.shift != 0 && own.contains($0.centre) }
      features.listings.removeAll { $0.shift != 0 && own.contains($0.point) }
    }
    features.keep(limit)
    writeGeoJSON(features, to: &writer)
  }

  /// Writes features as a GeoJSON FeatureCollection (RFC 7946).
  ///
  /// Where a limit has left some out, the members `numberMatched` and `numberReturned` (OGC API -
  /// Features) say so.
  public func writeGeoJSON(_ features: MapFeatures, to writer: inout JSONWriter) {
    writer.collection(matched: features.numberMatched, returned: features.count) { writer in
      for cluster in features.clusters { write(cluster, to: &writer) }
      var slug = ByteBuffer(capacity: 256)
      for listing in features.listings { write(listing.ordinal, columns, &slug, to: &writer) }
    }
  }

  /// Writes listings of the map, such as a cluster's leaves, as a GeoJSON FeatureCollection.
  ///
  /// - Parameters:
  ///   - rows: Rows of this map's generation; those of another and those without a position are
  ///     left out.
  ///   - total: How many there are without a limit.
  ///   - writer: The writer.
  public func writeGeoJSON(
    listings rows: [ListingRow], of total: Int, to writer: inout JSONWriter
  ) {
    writer.collection(matched: total, returned: rows.count) { writer in
      var slug = ByteBuffer(capacity: 256)
      for row in rows {
        guard let ordinal = generation.ordinal(of: row) else { continue }
        write(ordinal, columns, &slug, to: &writer)
      }
    }
  }

  private func write(_ cluster: MapCluster, to writer: inout JSONWriter) {
    func degrees(_ value: Double) -> Int64 { Int64((value * 1e7).rounded()) }
    writer.beginFeature(
      id: cluster.id.number, longitude: degrees(cluster.centre.longitudeDegrees),
      latitude: degrees(cluster.centre.latitudeDegrees))
    writer.key(.cluster)
    writer.bool(true)
    writer.key(.clusterID)
    writer.integer(cluster.id.number)
    writer.key(.pointCount)
    writer.integer(Int64(cluster.count))
    writer.key(.pointCountAbbreviated)
    if cluster.count < 1_000 {
      writer.integer(Int64(cluster.count))
    } else {
      writer.string(AbbreviatedCount.text(cluster.count).span)
    }
    if let frame = index.numbers(.listPrice)?.frame, let prices = cluster.summary.prices(in: frame)
    {
      writer.key(.minPrice)
      writer.fixed(prices.least, decimals: 2)
      writer.key(.maxPrice)
      writer.fixed(prices.greatest, decimals: 2)
      writer.key(.avgPrice)
      writer.integer(MapCluster.dollars(prices.mean))
    }
    writer.key(.expansionZoom)
    writer.integer(Int64(cluster.expansionZoom))
    writer.key(.bounds)
    writer.box(cluster.summary.box)
    if cluster.isOnePlace {
      writer.key(.coincident)
      writer.bool(true)
    }
    writer.endFeature()
  }

  private func write(
    _ row: Int, _ columns: ListingColumns, _ slug: inout ByteBuffer, to writer: inout JSONWriter
  ) {
    guard let position = index.position(row) else { return }
    let id = ClusterNumbers.feature(record: columns.recordNumbers[row, default: 0])
    slug.removeAll()
    columns.slug(row, to: &slug)
    writer.beginFeature(
      id: id, longitude: Int64(position.longitude), latitude: Int64(position.latitude))
    writer.key(.listingKey)
    let keys = columns.keys
    writer.string(keys.bytes(at: row))
    writer.number(.listPrice, columns.listPrice?.value(row), of: 100)
    writer.number(.beds, columns.beds?.value(row), of: 1)
    writer.number(.baths, columns.baths?.value(row), of: 4)
    writer.number(.sqft, columns.sqft?.value(row), of: 100)
    writer.text(.standardStatus, columns.standardStatus, row)
    writer.text(.propertySubType, columns.propertySubType, row)
    writer.key(.slug)
    writer.string(slug.span)
    writer.endFeature()
  }
}

extension JSONWriter {
  fileprivate mutating func key(_ property: MapProperty) { key(property.name.utf8Span.span) }

  fileprivate mutating func collection(
    matched: Int, returned: Int, _ features: (inout JSONWriter) -> Void
  ) {
    beginObject()
    key("type")
    string("FeatureCollection")
    key("features")
    beginArray()
    features(&self)
    endArray()
    if returned < matched {
      key(.numberMatched)
      integer(Int64(matched))
      key(.numberReturned)
      integer(Int64(returned))
    }
    endObject()
  }

  /// Begins a feature at a place in steps of 1e-7 degree, up to its properties.
  fileprivate mutating func beginFeature(id: UInt64, longitude: Int64, latitude: Int64) {
    beginObject()
    key("type")
    string("Feature")
    key("id")
    integer(id)
    key("geometry")
    beginObject()
    key("type")
    string("Point")
    key("coordinates")
    beginArray()
    fixed(longitude, decimals: 7)
    fixed(latitude, decimals: 7)
    endArray()
    endObject()
    key("properties")
    beginObject()
  }

  fileprivate mutating func endFeature() {
    endObject()
    endObject()
  }

  /// Writes a number that is kept as parts of 1, a quarter or a hundredth, where it is there.
  fileprivate mutating func number(_ property: MapProperty, _ parts: Int64?, of scale: Int64) {
    guard let parts else { return }
    key(property)
    fixed(parts &* (100 / scale), decimals: 2)
  }

  /// Writes a text, where it is there.
  fileprivate mutating func text(_ property: MapProperty, _ column: TextColumn, _ row: Int) {
    let code = column.code(row)
    guard code != 0 else { return }
    key(property)
    string(column.text(code))
  }
}
