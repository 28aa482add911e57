internal import PlatCommon
internal import PlatIndex

/// The ids of one index's clusters, made for each zoom on first use.
///
/// An id is found in a table of the zoom in it, which is made on first use.
///
/// - Complexity: O(listings) for a zoom, about a nanosecond for each listing and thirty for each
///   cluster; 8 bytes of memory for each cluster of the zoom, and 8 more for its table.
final class ClusterNumbers: Sendable {
  private let index: ListingIndex
  private let zooms: [Zoom]

  /// The data of a zoom.
  private final class Zoom: Sendable {
    let ids = Once<[UInt64]>()
    let table = Once<Table>()
  }

  init(_ index: ListingIndex) {
    self.index = index
    zooms = index.pyramid.zoomRange.map { _ in Zoom() }
  }

  /// The ids of a zoom's clusters, in the clusters' order.
  func ids(zoom: Int) -> [UInt64] {
    guard let clusters = index.pyramid.zoom(zoom) else { return [] }
    return zooms[zoom - index.pyramid.zoomRange.lowerBound].ids.get {
      let numbers = index.listingNumbers
      return index.seeds(of: clusters).map { seed in
        ClusterID(listing: numbers.number(ofRow: Int(seed.row)), deepestZoom: seed.deepestZoom)
          .number
      }
    }
  }

  /// Makes the ids of every zoom.
  func prepare() { for zoom in index.pyramid.zoomRange { _ = ids(zoom: zoom) } }

  /// Whether the ids of every zoom are made.
  var isPrepared: Bool { zooms.allSatisfy { $0.ids.value != nil } }

  /// The rows of the cluster with an id.
  ///
  /// - Complexity: O(1), once the table of its zoom is made.
  func rows(of id: ClusterID) throws(ClusterError) -> Range<Int> {
    guard let zoom = id.deepestZoom else { throw .unknown(id) }
    guard index.pyramid.zoomRange.contains(zoom) else { throw .gone(id) }
    let ids = ids(zoom: zoom)
    let table = zooms[zoom - index.pyramid.zoomRange.lowerBound].table.get {
      Table(ids, deepestZoom: zoom)
    }
    guard let cluster = table.cluster(of: id.number, among: ids) else { throw .gone(id) }
    let rows = index.pyramid.rows(zoom: zoom, cluster: cluster)
    guard !rows.isEmpty else { throw .gone(id) }
    return rows
  }

  /// The zoom that an id names, and the number of the cluster at that zoom.
  ///
  /// Where listings were added to a cluster, its id may name a lesser zoom than the deepest one of
  /// the snapshot's rows (``ClusterID/limited(to:)``).
  func cluster(of id: ClusterID) throws(ClusterError) -> (zoom: Int, number: Int) {
    guard let zoom = id.deepestZoom else { throw .unknown(id) }
    guard let clusters = index.pyramid.zoom(zoom) else { throw .gone(id) }
    for deeper in zoom...index.pyramid.placeZoom {
      guard let rows = try? rows(of: id.deepened(to: deeper)),
        let number = clusters.cluster(holding: rows.lowerBound), clusters.rows(number) == rows
      else { continue }
      return (zoom, number)
    }
    throw .gone(id)
  }

  /// Finds a cluster by its id among those whose deepest zoom is this one: a hash table with open
  /// addressing, at most half full.
  private struct Table {
    /// Cluster indices plus 1; 0 for an empty slot.
    private var slots: [UInt32]

    init(_ ids: [UInt64], deepestZoom: Int) {
      let own = ids.indices.filter { ClusterID(number: ids[$0]).deepestZoom == deepestZoom }
      var size = 2
      while size < own.count * 2 { size *= 2 }
      slots = Array(repeating: 0, count: size)
      for cluster in own {
        var slot = first(ids[cluster])
        while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = UInt32(truncatingIfNeeded: cluster) + 1
      }
    }

    func cluster(of id: UInt64, among ids: [UInt64]) -> Int? {
      var slot = first(id)
      while slots[slot] != 0 {
        let cluster = Int(slots[slot]) - 1
        if ids[cluster] == id { return cluster }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }

    /// The low bits of a listing's number are already a hash.
    private func first(_ id: UInt64) -> Int {
      Int(truncatingIfNeeded: id >> ClusterID.zoomBits) & (slots.count - 1)
    }
  }
}
