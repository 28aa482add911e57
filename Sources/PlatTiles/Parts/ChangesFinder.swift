internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSearch

/// What a query matches among the listings that were added since a map's snapshot.
struct ChangesFinder {
  let changes: MapChanges
  private let matches: [QueryMatches]

  /// One added listing.
  struct Newcomer {
    /// Its number among all rows of the generation.
    let ordinal: Int
    /// Its position, and its point on the map.
    let position: Coordinate
    let point: MercatorPoint
    /// Its list price as ``MapChanges/priceFrame`` stores it; 0 where it has none.
    let price: UInt64
    /// Where it stands in the snapshot's clusters.
    let anchor: Anchor
  }

  init(_ changes: MapChanges, _ query: MapQuery) throws(SearchError) {
    self.changes = changes
    matches = try changes.parts.map { (part) throws(SearchError) in
      try part.state.cache.matches(query)
    }
  }

  /// Calls a closure with each matching listing of some parts of the map, and with the cluster of
  /// the zoom that it is in; nil where it stands alone.
  func forEach(
    in box: MercatorBox, zoom: Int, _ body: (Newcomer, Int?) -> Void
  ) throws(WorkEnded) {
    for (part, matches) in zip(changes.parts, matches) {
      let index = part.part.index
      try index.withSelection { (rows) throws(WorkEnded) in
        rows.select(rowsIn: box.bounds, of: index)
        try matches.prepare { matches.mask.listUnknown(rows, in: $0) }
        rows.keep(matches.mask)
        rows.drop(part.part.removed)
        rows.forEachRow { row in
          guard let newcomer = newcomer(row, part), box.contains(newcomer.point) else { return }
          body(newcomer, part.anchored.cluster(ofRow: row, zoom: zoom))
        }
      }
    }
  }

  /// The matching listings in a cluster of a zoom, and the deepest zoom at which all listings in it
  /// still are, whether they match or not.
  func newcomers(
    in cluster: Int, zoom: Int
  ) throws(WorkEnded) -> (matching: [Newcomer], deepestZoom: Int) {
    var (matching, deepest) = ([Newcomer](), Int.max)
    for (part, matches) in zip(changes.parts, matches) {
      for member in part.anchored.members(of: cluster, zoom: zoom) {
        let row = Int(member.row)
        if part.part.removed.contains(row) { continue }
        deepest = min(deepest, part.anchored.anchor(ofRow: row).deepestZoom)
        try matches.prepare(row..<row + 1)
        if matches.mask.contains(row), let newcomer = newcomer(row, part) {
          matching.append(newcomer)
        }
      }
    }
    return (matching, deepest)
  }

  private func newcomer(_ row: Int, _ part: MapChanges.Part) -> Newcomer? {
    guard let position = part.part.index.position(row) else { return nil }
    let price = part.part.index.numbers(.listPrice)?.value(row)
    return Newcomer(
      ordinal: part.part.start + row, position: position, point: MercatorPoint(position),
      price: price.map(changes.priceFrame.store) ?? 0, anchor: part.anchored.anchor(ofRow: row))
  }
}
