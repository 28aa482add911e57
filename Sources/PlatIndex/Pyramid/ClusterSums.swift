internal import PlatCommon
internal import PlatKernels

/// The unfiltered summary and split of each cluster, for the zooms with large clusters.
///
/// The rows of such a cluster, and the nodes over them, lie in about forty cache lines; its sum
/// lies in one. The sums are made for all clusters at once, on a map's first use, and do not depend
/// on earlier queries.
///
/// - Complexity: O(rows) to make; at most 1.4 bytes of memory a row.
@safe
final class ClusterSums: @unchecked Sendable {
  // Unchecked: written only in the initializer.
  private let memory: UnsafeMutablePointer<plat_cluster_sum>
  /// For each zoom, from the pyramid's first, the index of its first cluster; nil if its clusters
  /// are small.
  private let starts: [Int?]
  private let firstZoom: Int

  /// A zoom's clusters are large if they average at least this many rows.
  private static let rowsOfLarge = 64

  init(_ index: ListingIndex) {
    let pyramid = index.pyramid
    let zooms = pyramid.zoomRange.compactMap { pyramid.zoom($0) }
    firstZoom = pyramid.zoomRange.lowerBound
    var (starts, count) = ([Int?](), 0)
    for zoom in zooms {
      let isLarge = zoom.count * Self.rowsOfLarge <= index.located
      starts.append(isLarge ? count : nil)
      count += isLarge ? zoom.count : 0
    }
    self.starts = starts
    unsafe memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<plat_cluster_sum>.stride,
      alignment: MemoryLayout<plat_cluster_sum>.stride
    ).bindMemory(to: plat_cluster_sum.self, capacity: max(count, 1))
    unsafe memory.initialize(repeating: plat_cluster_sum(), count: max(count, 1))
    guard count > 0 else { return }
    let mask = MatchMask(of: index)
    index.withSelection { list in
      mask.listUnknown(0..<index.located, in: list)
      mask.learn(list)
    }
    mask.learnNodes(under: 0..<index.located)
    for (zoom, start) in zip(zooms, starts) {
      if let start { fill(start, zoom, mask) }
    }
  }

  deinit { unsafe memory.deallocate() }

  /// The sums of a zoom's clusters; nil if they are small.
  func sums(of zoom: ClusterZoom) -> UnsafePointer<plat_cluster_sum>? {
    let place = zoom.zoom - firstZoom
    guard starts.indices.contains(place), let start = starts[place] else { return nil }
    return unsafe UnsafePointer(memory + start)
  }

  private func fill(_ start: Int, _ zoom: ClusterZoom, _ mask: MatchMask) {
    let query = plat_cluster_query(
      least: 1, matches_all: 1, is_bounded: 0, west: 0, north: 0, east: .max, south: .max)
    let clusters = (0..<UInt32(truncatingIfNeeded: zoom.count)).map { $0 }
    var found = [plat_found](repeating: plat_found(), count: zoom.count)
    var done = 0
    let count = unsafe mask.find(clusters, zoom.count, of: zoom.view, query, &found, &done)
    unsafe withUnsafePointer(to: zoom.view) { view in
      unsafe withUnsafePointer(to: mask.columns) { columns in
        unsafe plat_clusters_keep(view, columns, found, count, memory + start)
      }
    }
  }
}

extension ListingIndex {
  /// Makes the sums of large clusters unless they exist; otherwise a map's first query makes them,
  /// in O(listings).
  public func prepareClusterSums() { _ = clusterSums }

  /// Whether the sums of large clusters exist.
  public var hasClusterSums: Bool { knownSums.value != nil }

  /// The sums of large clusters, made on first use.
  var clusterSums: ClusterSums { knownSums.get { ClusterSums(self) } }
}
