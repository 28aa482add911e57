public import PlatGeometry
public import PlatIndex
public import PlatJSON
internal import PlatListings
public import PlatSearch
internal import PlatSnapshot

extension ListingMap {
  /// Writes a tile as a GeoJSON FeatureCollection: the content of
  /// ``vectorTile(_:matching:limit:)``, with each feature once.
  ///
  /// - Throws: `SearchError` for an invalid condition.
  public func writeGeoJSON(
    _ tile: Tile, matching query: MapQuery = MapQuery(), limit: Int = defaultFeatureLimit,
    to writer: inout JSONWriter
  ) throws(SearchError) {
    var features = try features(in: tile, matching: query, limit: .max)
    // A very large tile, such as the only one of zoom 0, shows features near the antimeridian
    // twice.
    if let own = parts(of: tile).first?.box {
      features.clusters.removeAll { $0.shift != 0 && own.contains($0.centre) }
      features.listings.removeAll { $0.shift != 0 && own.contains($0.point) }
    }
    features.keep(limit)
    writeGeoJSON(features, to: &writer)
  }

  /// Writes features as a GeoJSON FeatureCollection (RFC 7946).
  ///
  /// If a limit has left some out, the members `numberMatched` and `numberReturned` (OGC API -
  /// Features) give the numbers.
  public func writeGeoJSON(_ features: MapFeatures, to writer: inout JSONWriter) {
    Self.collection(
      matched: features.numberMatched, returned: features.count, to: &writer
    ) { writer in
      for cluster in features.clusters { write(cluster, to: &writer) }
      var slug = ByteBuffer(capacity: 256)
      for listing in features.listings { write(listing.ordinal, &slug, to: &writer) }
    }
  }

  /// Writes listings of the map, such as a cluster's leaves, as a GeoJSON FeatureCollection.
  ///
  /// - Parameters:
  ///   - rows: Rows of this map's generation; those of another generation and those without a
  ///     position are skipped.
  ///   - total: The number of listings without a limit.
  ///   - writer: The writer.
  public func writeGeoJSON(
    listings rows: [ListingRow], of total: Int, to writer: inout JSONWriter
  ) {
    Self.collection(matched: total, returned: rows.count, to: &writer) { writer in
      var slug = ByteBuffer(capacity: 256)
      for row in rows {
        guard let ordinal = generation.ordinal(of: row) else { continue }
        write(ordinal, &slug, to: &writer)
      }
    }
  }

  private func write(_ cluster: MapCluster, to writer: inout JSONWriter) {
    func degrees(_ value: Double) -> Int64 { Int64((value * 1e7).rounded()) }
    Self.feature(
      id: cluster.id.number, longitude: degrees(cluster.centre.longitudeDegrees),
      latitude: degrees(cluster.centre.latitudeDegrees), to: &writer
    ) { writer in
      writer.key(named: MapProperty.cluster.name)
      writer.bool(true)
      writer.key(named: MapProperty.clusterID.name)
      writer.integer(cluster.id.number)
      writer.key(named: MapProperty.pointCount.name)
      writer.integer(Int64(cluster.count))
      writer.key(named: MapProperty.pointCountAbbreviated.name)
      if cluster.count < 1_000 {
        writer.integer(Int64(cluster.count))
      } else {
        writer.string(AbbreviatedCount.text(cluster.count).span)
      }
      if let frame = cluster.priceFrame ?? index.numbers(.listPrice)?.frame,
        let prices = cluster.summary.prices(in: frame)
      {
        writer.key(named: MapProperty.minPrice.name)
        writer.fixed(prices.least, decimals: 2)
        writer.key(named: MapProperty.maxPrice.name)
        writer.fixed(prices.greatest, decimals: 2)
        writer.key(named: MapProperty.avgPrice.name)
        writer.integer(cluster.summary.meanDollars(in: frame) ?? 0)
      }
      if !cluster.isOnePlace {
        writer.key(named: MapProperty.expansionZoom.name)
        writer.integer(Int64(cluster.expansionZoom))
      }
      writer.key(named: MapProperty.bounds.name)
      cluster.summary.box.write(to: &writer)
      if cluster.isOnePlace {
        writer.key(named: MapProperty.coincident.name)
        writer.bool(true)
      }
    }
  }

  private func write(_ ordinal: Int, _ slug: inout ByteBuffer, to writer: inout JSONWriter) {
    let source = source(of: ordinal)
    let (columns, row) = (source.columns, ordinal - source.ordinals.lowerBound)
    guard let position = source.index.position(row) else { return }
    let id = ClusterID.feature(listing: columns.numbers.number(ofRow: row))
    slug.removeAll()
    columns.slug(row, to: &slug)
    Self.feature(
      id: id, longitude: Int64(position.longitude), latitude: Int64(position.latitude), to: &writer
    ) { writer in
      writer.key(named: MapProperty.listingKey.name)
      let keys = columns.keys
      writer.string(keys.bytes(at: row))
      Self.number(.listPrice, columns.listPrice?.value(row), of: 100, to: &writer)
      Self.number(.beds, columns.beds?.value(row), of: 1, to: &writer)
      Self.number(.baths, columns.baths?.value(row), of: 4, to: &writer)
      Self.number(.sqft, columns.sqft?.value(row), of: 100, to: &writer)
      Self.text(.standardStatus, columns.standardStatus, row, to: &writer)
      Self.text(.propertySubType, columns.propertySubType, row, to: &writer)
      writer.key(named: MapProperty.slug.name)
      writer.string(slug.span)
      let status = columns.standardStatus.code(row)
      guard status > 0, status == columns.closedStatus else { return }
      let sale = Sale(row, columns)
      Self.number(.closePrice, sale.price, of: 100, to: &writer)
      if sale.dateCount > 0 {
        writer.key(named: MapProperty.closeDate.name)
        writer.string(sale.date.span.extracting(0..<sale.dateCount))
      }
    }
  }

  // MARK: GeoJSON

  private static func collection(
    matched: Int, returned: Int, to writer: inout JSONWriter,
    _ features: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("type", "FeatureCollection")
      writer.array("features", features)
      if returned < matched {
        writer.member(named: MapProperty.numberMatched.name, matched)
        writer.member(named: MapProperty.numberReturned.name, returned)
      }
    }
  }

  /// Writes a feature at a place in steps of 1e-7 degree.
  @inline(__always)
  private static func feature(
    id: UInt64, longitude: Int64, latitude: Int64, to writer: inout JSONWriter,
    _ properties: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("type", "Feature")
      writer.member("id", id)
      writer.object("geometry") { writer in
        writer.member("type", "Point")
        writer.array("coordinates") { writer in
          writer.fixed(longitude, decimals: 7)
          writer.fixed(latitude, decimals: 7)
        }
      }
      writer.object("properties", properties)
    }
  }

  /// Writes a number stored in units, quarters or hundredths, if it is not missing.
  private static func number(
    _ property: MapProperty, _ parts: Int64?, of scale: Int64, to writer: inout JSONWriter
  ) {
    guard let parts else { return }
    writer.key(named: property.name)
    writer.fixed(parts &* (100 / scale), decimals: 2)
  }

  /// Writes a text, if it is not missing.
  private static func text(
    _ property: MapProperty, _ column: TextColumn, _ row: Int, to writer: inout JSONWriter
  ) {
    let code = column.code(row)
    guard code != 0 else { return }
    writer.key(named: property.name)
    writer.string(column.text(code))
  }
}
