public import PlatGeometry
internal import PlatKernels
internal import PlatSnapshot

extension ClusterPyramid {
  /// The lowest parting zoom of some rows.
  func leastParting(_ rows: Range<Int>) -> UInt8 {
    let blockRows = IndexLayout.blockRows
    let firstWhole = (rows.lowerBound + blockRows - 1) / blockRows
    let endWhole = rows.upperBound / blockRows
    guard firstWhole < endWhole else { return Self.least(partingZooms, rows) }
    return min(
      Self.least(partingZooms, rows.lowerBound..<firstWhole * blockRows),
      Self.least(partingLows, firstWhole..<endWhole),
      Self.least(partingZooms, endWhole * blockRows..<rows.upperBound))
  }

  private static func least(_ column: MappedColumn<UInt8>, _ range: Range<Int>) -> UInt8 {
    let range = range.clamped(to: 0..<column.count)
    return unsafe plat_least(column.unsafeBaseAddress + range.lowerBound, range.count)
  }
}

extension BlockSelection {
  /// Selects the clusters of a zoom whose centres lie in a box: blocks of 64 clusters instead of
  /// rows.
  ///
  /// The selection must belong to the zoom's index.
  ///
  /// - Complexity: O(blocks of clusters touched); for blocks inside the box, no centre is read.
  public func select(clustersOf level: ClusterZoom, in box: MercatorBox) {
    func signed(_ value: UInt32) -> Int32 { Int32(bitPattern: value) ^ .min }
    let sides = plat_box(
      west: signed(box.west), south: signed(box.north), east: signed(box.east),
      north: signed(box.south))
    var read = 0
    unsafe withUnsafePointer(to: level.tree) { tree in
      count = unsafe plat_box_search(
        tree, sides, level.x.unsafeBaseAddress, level.y.unsafeBaseAddress, blocks, words, &read)
    }
    cutOff(at: level.count)
    account(blocks: read, bytes: read * IndexLayout.blockRows * 8)
  }

  /// Selects the rows in a box that stand alone at a zoom.
  ///
  /// - Complexity: O(touched blocks that hold such a row).
  public func select(rowsAloneAt zoom: Int, in box: Box, of index: ListingIndex) {
    let pyramid = index.pyramid
    let limit = UInt8(clamping: zoom + 1)
    let sides = plat_box(west: box.west, south: box.south, east: box.east, north: box.north)
    unsafe withUnsafePointer(to: index.tree) { tree in
      count = unsafe plat_alone_search(
        tree, pyramid.aloneLows.unsafeBaseAddress, limit, sides, index.longitudes.unsafeBaseAddress,
        index.latitudes.unsafeBaseAddress, pyramid.partingZooms.unsafeBaseAddress, index.located,
        blocks, words)
    }
    account(blocks: count, bytes: count * IndexLayout.blockRows * 9)
  }
}
