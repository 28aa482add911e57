internal import PlatGeometry
internal import PlatListings
public import PlatSnapshot

extension IndexBuilder {
  /// Writes all listings as the sections of a snapshot.
  ///
  /// - Parameters:
  ///   - writer: A new snapshot.
  ///   - options: Options that passed ``ClusterOptions/validated()``.
  ///   - progress: Called with the name of each step as it begins.
  /// - Throws: The writer's errors.
  /// - Complexity: O(n) passes and radix sorts; the cluster pass takes the largest part.
  public borrowing func write(
    to writer: inout SnapshotWriter, options: ClusterOptions, progress: (String) -> Void = { _ in }
  ) throws(SnapshotError) {
    progress("clusters")
    let located = locatedRecords()
    let hierarchy = ClusterHierarchy(x: located.x, y: located.y, options: options)
    progress("order")
    let order = RowOrder(hierarchy, points: located.points)
    let rows = recordsInRowOrder(located: located.records, order)

    try writer.add(
      IndexLayout.header, [IndexLayout.version, UInt64(count), UInt64(located.records.count)])
    try writer.add(
      IndexLayout.recordNumbers, storeNumbers.isEmpty ? rows : Self.gather(storeNumbers, rows))
    try writePyramid(to: &writer, hierarchy, order, points: located.points)

    progress("columns")
    let longitudes = coordinates(.longitude, rows.prefix(located.records.count))
    let latitudes = coordinates(.latitude, rows.prefix(located.records.count))
    let padding = [Int32](repeating: 0, count: count - located.records.count)
    try writer.add(IndexLayout.longitudes, longitudes + padding)
    try writer.add(IndexLayout.latitudes, latitudes + padding)
    try writer.add(
      IndexLayout.treeNodes, PackedTree.nodes(longitudes: longitudes, latitudes: latitudes))
    for (column, field) in Self.numberFields.enumerated()
    where !Self.coordinateFields.contains(field) {
      try writer.addNumbers(field.key, Self.gather(numbers[column], rows), missing: Listing.missing)
    }
    try writer.addNumbers(IndexLayout.listedDate, listedDates(rows), missing: Listing.missing)
    let slugs = uniqueSlugs()
    for (column, field) in Self.codeFields.enumerated()
    where !Self.rareFields.contains(field) || dictionaries[column].texts.count > 0
      || keptFields.contains(field)
    {
      let (codes, dictionary) =
        field == .slug ? slugs : (codes[column], dictionaries[column])
      try writer.addTexts(field.key, Self.gather(codes, rows), texts: dictionary.texts)
    }
    let keyOrder = try writeKeys(to: &writer, rows)

    progress("orders")
    for sort in SortOrder.stored {
      try writer.add(IndexLayout.order(sort.name), sortedRows(sort, rows, keyOrder: keyOrder))
    }
  }

  /// Fields whose column is omitted if no listing has a value, unless it is kept.
  static let rareFields: Set<Field> = [.streetDirSuffix]

  /// Positions have columns of their own format.
  static let coordinateFields: Set<Field> = [.longitude, .latitude]

  /// The records with a position, in input order, with their float32 Mercator coordinates and their
  /// exact points.
  private func locatedRecords() -> (
    records: [UInt32], x: [Float], y: [Float], points: [MercatorPoint]
  ) {
    let longitudes = values(.longitude)
    let latitudes = values(.latitude)
    var records: [UInt32] = []
    var x: [Float] = []
    var y: [Float] = []
    var points: [MercatorPoint] = []
    records.reserveCapacity(count)
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    points.reserveCapacity(count)
    for record in longitudes.indices {
      guard let longitude = Int32(exactly: longitudes[record]),
        let latitude = Int32(exactly: latitudes[record])
      else {
        continue
      }
      let position = Coordinate(longitude: longitude, latitude: latitude)
      records.append(UInt32(record))
      x.append(Float(Mercator.x(longitudeDegrees: position.longitudeDegrees)))
      let exactY = Mercator.y(latitudeDegrees: position.latitudeDegrees)
      y.append(Float(exactY))
      points.append(MercatorPoint(longitude: longitude, mercatorY: exactY))
    }
    return (records, x, y, points)
  }

  /// The record of each row: first the records with a position, in the row order, then the others
  /// in input order.
  private func recordsInRowOrder(located: [UInt32], _ order: RowOrder) -> [UInt32] {
    var rows: [UInt32] = []
    rows.reserveCapacity(count)
    for point in order.points { rows.append(located[Int(point)]) }
    var next = 0
    for record in 0..<UInt32(keys.texts.count) {
      if next < located.count && located[next] == record {
        next += 1
      } else if hidden.isEmpty || !hidden.contains(record) {
        rows.append(record)
      }
    }
    return rows
  }

  private func coordinates(_ field: Field, _ records: ArraySlice<UInt32>) -> [Int32] {
    let values = values(field)
    return records.map { Int32(truncatingIfNeeded: values[Int($0)]) }
  }

  static func gather<T>(_ values: [T], _ rows: [UInt32]) -> [T] {
    var gathered: [T] = []
    gathered.reserveCapacity(rows.count)
    for record in rows { gathered.append(values[Int(record)]) }
    return gathered
  }

  /// Writes the keys, their order and their ranks; returns the rows in key order.
  private func writeKeys(to writer: inout SnapshotWriter, _ rows: [UInt32]) throws(SnapshotError)
    -> [UInt32]
  {
    var table = StringTableBuilder()
    table.reserve(strings: count, bytes: keys.texts.bytes.count)
    for record in rows { table.append(keys.texts.bytes(at: Int(record))) }
    let order = KeySort.order(table)
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, row) in order.enumerated() { ranks[Int(row)] = UInt32(rank) }
    try writer.addKeys(table)
    let moved = ListingNumbers.moved(table)
    if !moved.isEmpty {
      try writer.add(IndexLayout.movedNumbers, moved.flatMap { [UInt64($0.row), $0.number] })
    }
    try writer.add(IndexLayout.keyOrder, order)
    try writer.add(IndexLayout.keyRanks, ranks)
    return order
  }

  private func sortedRows(_ sort: SortOrder, _ rows: [UInt32], keyOrder: [UInt32]) -> [UInt32] {
    func numbers(_ field: Field) -> [UInt64] {
      let values = values(field)
      return rows.map { Self.sortable(values[Int($0)]) }
    }
    switch sort {
    case .price:
      return RowSort.ascending(
        RowSort.ascending(keyOrder, by: numbers(.sqft)), by: numbers(.listPrice))
    case .sqft:
      return RowSort.ascending(keyOrder, by: numbers(.sqft))
    case .date:
      return RowSort.ascending(keyOrder, by: listedDates(rows).map(Self.sortable))
    case .closePrice: return RowSort.ascending(keyOrder, by: numbers(.closePrice))
    case .closeDate: return RowSort.ascending(keyOrder, by: numbers(.closeDate))
    case .pricePerSqft:
      let price = values(.listPrice)
      let sqft = values(.sqft)
      return RowSort.ascending(
        keyOrder, by: rows.map { PricePerSqft.sortable(price: price[Int($0)], sqft: sqft[Int($0)]) }
      )
    }
  }

  private func listedDates(_ rows: [UInt32]) -> [Int64] {
    let contract = values(.listingContractDate)
    let market = values(.onMarketDate)
    return rows.map { ListedDate.of(onMarket: market[Int($0)], contract: contract[Int($0)]) }
  }

  /// A value as an unsigned number that sorts the same way; 0 for a missing one.
  private static func sortable(_ value: Int64) -> UInt64 {
    value == Listing.missing ? 0 : UInt64(bitPattern: value) ^ 1 << 63
  }
}
