internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings

/// A cluster of the snapshot in which listings came or went: its matches of today.
struct ChangedCluster {
  /// The snapshot's rows in it, matching or not, gone or not.
  let rows: Range<Int>
  /// The matching rows of the snapshot that are gone, ascending.
  private let gone: [Int]
  /// The matching listings that were added.
  let newcomers: [ChangesFinder.Newcomer]
  /// The deepest zoom at which every added listing in it still is; the greatest number there is
  /// where none was added.
  let deepestZoom: Int
  /// How many listings match.
  let count: Int

  private let mask: MatchMask
  private let changes: MapChanges

  /// Finds the matches; the mask learns of the cluster's blocks.
  init(
    _ cluster: Int, of clusters: ClusterZoom, zoom: Int, _ matches: QueryMatches,
    _ finder: ChangesFinder
  ) throws(WorkEnded) {
    rows = clusters.rows(cluster)
    mask = matches.mask
    changes = finder.changes
    try matches.prepare(rows)
    let mask = mask
    gone = changes.removed.rows(in: rows).lazy.map { Int($0) }.filter { mask.contains($0) }
    (newcomers, deepestZoom) = try finder.newcomers(in: cluster, zoom: zoom)
    count = mask.count(rows) - gone.count + newcomers.count
  }

  /// Whether none of its listings is there any more, matching or not.
  var isGone: Bool {
    deepestZoom == .max && changes.removed.rows(in: rows).count == rows.count
  }

  /// The matching rows of the snapshot that are still there, ascending.
  var standingRows: [Int] {
    let rows = mask.rows(rows)
    return gone.isEmpty ? rows : rows.filter { !changes.removed.contains($0) }
  }

  /// Its matches together, with prices as ``MapChanges/priceFrame`` stores them.
  ///
  /// - Complexity: O(listings that came or went), where no listing at an edge of the box or at an
  ///   end of the prices went; else O(log rows) for each that went.
  func summary() -> RowSummary {
    let prices = mask.index.numbers(.listPrice)
    var summary = mask.summary(rows)
    for row in gone {
      guard let position = mask.index.position(row),
        summary.remove(price: prices?.column.stored(row) ?? 0, at: position)
      else {
        summary = summaryOfGaps()
        break
      }
    }
    if let frame = prices?.frame {
      summary = summary.converted(from: frame, to: changes.priceFrame)
    }
    for newcomer in newcomers { summary.add(price: newcomer.price, at: newcomer.position) }
    return summary
  }

  /// The sums of the rows between those that are gone.
  private func summaryOfGaps() -> RowSummary {
    var summary = RowSummary()
    var start = rows.lowerBound
    for row in gone + [rows.upperBound] {
      if start < row { summary.add(mask.summary(start..<row)) }
      start = row + 1
    }
    return summary
  }

  /// How its matches part.
  func parting(_ pyramid: ClusterPyramid) -> ClusterPyramid.Parting {
    var first = firstStanding() ?? .max
    var last = first == .max ? -1 : lastStanding() ?? -1
    var deepest = Int.max
    for newcomer in newcomers {
      first = min(first, Int(newcomer.anchor.row))
      last = max(last, Int(newcomer.anchor.row))
      deepest = min(deepest, newcomer.anchor.deepestZoom)
    }
    let parting = pyramid.parting(first, last)
    if deepest >= pyramid.placeZoom { return parting }
    return ClusterPyramid.Parting(zoom: min(parting.zoom, deepest + 1), isOnePlace: false)
  }

  private func firstStanding() -> Int? {
    var rows = rows
    while let row = mask.first(rows) {
      if !changes.removed.contains(row) { return row }
      rows = row + 1..<rows.upperBound
    }
    return nil
  }

  private func lastStanding() -> Int? {
    var rows = rows
    while let row = mask.last(rows) {
      if !changes.removed.contains(row) { return row }
      rows = rows.lowerBound..<row
    }
    return nil
  }
}
