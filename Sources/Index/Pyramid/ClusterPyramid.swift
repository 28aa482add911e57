internal import Snapshot

/// The clusters of every zoom, each a range of rows with a centre.
///
/// At a zoom every row with a position is either in one of the zoom's clusters or stands alone
/// (``ListingIndex/aloneZoom``).
public struct ClusterPyramid: Sendable {
  /// The options that the pyramid was built with.
  public let options: ClusterOptions
  private let zooms: [Zoom]

  /// One zoom's clusters, in row order.
  struct Zoom: Sendable {
    let firstRows: MappedColumn<UInt32>
    let rowCounts: NarrowColumn
    let x: MappedColumn<UInt32>
    let y: MappedColumn<UInt32>
  }

  init(in snapshot: Snapshot, located: Int) throws(SnapshotError) {
    func refuse(_ section: String, _ reason: String) -> SnapshotError {
      SnapshotError(.inconsistentSections, path: snapshot.path, section: section, reason: reason)
    }
    let stored = try snapshot.column(IndexLayout.clusterOptions, of: Double.self)
    func whole(_ index: Int) -> Int { Int(exactly: stored[index, default: -1]) ?? -1 }
    let name = IndexLayout.clusterOptions
    do {
      options = try ClusterOptions(
        radius: stored[0, default: -1], extent: stored[1, default: -1], minZoom: whole(2), maxZoom: whole(3),
        minPoints: whole(4)
      ).validated()
    } catch { throw refuse(name, error.description) }
    var zooms: [Zoom] = []
    for zoom in options.minZoom...options.maxZoom {
      func part(_ part: String) throws(SnapshotError) -> MappedColumn<UInt32> {
        try snapshot.column(IndexLayout.pyramid(zoom, part), of: UInt32.self)
      }
      let one = Zoom(
        firstRows: try part("first"),
        rowCounts: try NarrowColumn(IndexLayout.pyramid(zoom, "rows"), in: snapshot), x: try part("x"), y: try part("y")
      )
      let count = one.firstRows.count
      guard one.rowCounts.count == count, one.x.count == count, one.y.count == count, count <= located else {
        throw refuse(IndexLayout.pyramid(zoom, "first"), "the parts of the zoom are not of one length")
      }
      zooms.append(one)
    }
    self.zooms = zooms
  }

  /// How many clusters there are at a zoom; none outside the pyramid's zooms.
  public func clusterCount(zoom: Int) -> Int { part(zoom)?.firstRows.count ?? 0 }

  /// The rows of a cluster of a zoom, in row order; empty for a number that the zoom does not have.
  public func rows(zoom: Int, cluster: Int) -> Range<Int> {
    guard let part = part(zoom), let first = part.firstRows[cluster], let count = part.rowCounts[cluster] else {
      return 0..<0
    }
    return Int(first)..<Int(first) + Int(count)
  }

  /// The centre of a cluster in the Mercator unit square: the mean of its listings' positions.
  public func centre(zoom: Int, cluster: Int) -> (x: Double, y: Double)? {
    guard let part = part(zoom), let x = part.x[cluster], let y = part.y[cluster] else { return nil }
    return (Double(x) * 0x1p-32, Double(y) * 0x1p-32)
  }

  private func part(_ zoom: Int) -> Zoom? {
    zoom >= options.minZoom && zoom <= options.maxZoom ? zooms[zoom - options.minZoom] : nil
  }
}
