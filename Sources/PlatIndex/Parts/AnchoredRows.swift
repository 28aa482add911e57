package import PlatGeometry

/// The listings of one added part in the clusters of the snapshot that they were added to.
///
/// - Complexity: To make, O(rows × zooms), about 30 microseconds a row whose anchor is not known; 8
///   bytes of memory for each row and zoom.
package struct AnchoredRows: Sendable {
  /// A row of the part in a cluster of the snapshot.
  package struct Member: Equatable, Sendable {
    /// The cluster's number in its zoom.
    package let cluster: UInt32
    /// The row of the part.
    package let row: UInt32
  }

  private let base: ListingIndex
  private let anchors: [Anchor]
  /// For each zoom its members, in the order of clusters and then of rows.
  private let zooms: [[Member]]

  /// Finds the anchors of a part's listings.
  ///
  /// - Parameter known: The anchor of a key at a position, where another part of the same snapshot
  ///   has it already.
  package init(
    _ part: ListingIndex, on base: ListingIndex,
    known: (String, Coordinate) -> Anchor? = { _, _ in nil }
  ) {
    self.base = base
    anchors = (0..<part.located).map { row in
      guard let position = part.position(row) else { return .none }
      let key = part.keys.string(at: row)
      return known(key, position) ?? base.anchor(key: key, at: position)
    }
    let anchors = anchors
    zooms = base.pyramid.zoomRange.map { zoom in
      guard let clusters = base.pyramid.zoom(zoom) else { return [] }
      var members: [Member] = []
      for (row, anchor) in anchors.enumerated() where anchor.deepestZoom >= zoom {
        guard let cluster = clusters.cluster(holding: Int(anchor.row)) else { continue }
        members.append(
          Member(
            cluster: UInt32(truncatingIfNeeded: cluster), row: UInt32(truncatingIfNeeded: row)))
      }
      members.sort { $0.cluster != $1.cluster ? $0.cluster < $1.cluster : $0.row < $1.row }
      return members
    }
  }

  /// The anchor of a row of the part.
  package func anchor(ofRow row: Int) -> Anchor {
    anchors.indices.contains(row) ? anchors[row] : .none
  }

  /// The cluster of a zoom that a row of the part is in; nil where it stands alone.
  ///
  /// - Complexity: O(log clusters).
  package func cluster(ofRow row: Int, zoom: Int) -> Int? {
    let anchor = anchor(ofRow: row)
    guard anchor.deepestZoom >= zoom else { return nil }
    return base.pyramid.cluster(zoom: zoom, holding: Int(anchor.row))
  }

  /// The members of all clusters of a zoom.
  package func members(zoom: Int) -> [Member] {
    let place = zoom - base.pyramid.zoomRange.lowerBound
    return zooms.indices.contains(place) ? zooms[place] : []
  }

  /// The members of one cluster of a zoom.
  ///
  /// - Complexity: O(log rows).
  package func members(of cluster: Int, zoom: Int) -> ArraySlice<Member> {
    let members = members(zoom: zoom)
    var (low, high) = (0, members.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(members[middle].cluster) < cluster { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < members.count, Int(members[end].cluster) == cluster { end += 1 }
    return members[low..<end]
  }
}
