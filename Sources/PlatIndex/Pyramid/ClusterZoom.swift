public import PlatGeometry
internal import PlatKernels
internal import PlatSnapshot

/// One zoom's clusters, in row order: their rows, their centres, and a packed tree over the
/// centres.
@safe
public final class ClusterZoom: Sendable {
  /// The zoom.
  let zoom: Int
  let firstRows: MappedColumn<UInt32>
  let rowCounts: NarrowColumn
  /// Centres in units of 2^-32 of the Mercator square, minus 2^31.
  let x: MappedColumn<Int32>
  let y: MappedColumn<Int32>
  /// The tree in the kernels' form; `treeNodes` keeps it alive.
  nonisolated(unsafe) let tree: plat_tree
  /// The clusters in the kernels' form; the columns above keep them alive.
  nonisolated(unsafe) let view: plat_zoom
  private let treeNodes: MappedColumn<Int32>
  /// The maximum distance of a listing from its cluster's centre along an axis, in units of 2^-32
  /// of the Mercator square.
  public let reach: UInt32
  /// The number of clusters.
  public let count: Int
  private let located: Int

  init(_ zoom: Int, in snapshot: Snapshot, located: Int, reach: UInt32) throws(SnapshotError) {
    self.zoom = zoom
    firstRows = try snapshot.column(IndexLayout.pyramid(zoom, "first"), of: UInt32.self)
    rowCounts = try NarrowColumn(IndexLayout.pyramid(zoom, "rows"), in: snapshot)
    x = try snapshot.column(IndexLayout.pyramid(zoom, "x"), of: Int32.self)
    y = try snapshot.column(IndexLayout.pyramid(zoom, "y"), of: Int32.self)
    count = firstRows.count
    self.located = located
    guard rowCounts.count == count, x.count == count, y.count == count, count <= located else {
      throw SnapshotError(
        .inconsistentSections, path: snapshot.path, section: IndexLayout.pyramid(zoom, "first"),
        reason: "the parts of the zoom are not of one length")
    }
    let section = IndexLayout.pyramid(zoom, "tree")
    treeNodes = try snapshot.column(section, of: Int32.self)
    unsafe tree = try PackedTree.view(
      of: treeNodes, blocks: (count + IndexLayout.blockRows - 1) / IndexLayout.blockRows,
      section: section,
      path: snapshot.path)
    unsafe view = plat_zoom(
      first_rows: firstRows.unsafeBaseAddress, row_counts: rowCounts.base,
      row_count_bytes: rowCounts.width,
      x: x.unsafeBaseAddress, y: y.unsafeBaseAddress, count: count, sums: nil)
    self.reach = reach
  }

  /// The cluster that holds a row, or nil if the row stands alone.
  ///
  /// - Complexity: O(log clusters).
  public func cluster(holding row: Int) -> Int? {
    guard row >= 0, row < located else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if Int(firstRows[middle, default: 0]) <= row { low = middle + 1 } else { high = middle }
    }
    return low > 0 && rows(low - 1).contains(row) ? low - 1 : nil
  }

  /// The rows of a cluster, in row order; empty if the number is out of range.
  ///
  /// Rows that a damaged file names but that do not exist are left out.
  public func rows(_ cluster: Int) -> Range<Int> {
    guard let first = firstRows[cluster], let count = rowCounts[cluster] else { return 0..<0 }
    return min(Int(first), located)..<min(Int(first) + Int(count), located)
  }

  /// The centre of a cluster: the mean of its listings' positions; nil if the number is out of
  /// range.
  public func centre(_ cluster: Int) -> MercatorPoint? {
    guard let x = x[cluster], let y = y[cluster] else { return nil }
    return MercatorPoint(x: UInt32(bitPattern: x ^ .min), y: UInt32(bitPattern: y ^ .min))
  }
}
