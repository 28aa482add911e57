internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatSnapshot

/// Sorts rows by their distance from a centre.
///
/// Distances come from `Center`, accurate to a micrometre. Rows whose distances differ by less than
/// that are compared by `Geodesic`, the exact measure; rows at one place, by their keys.
struct DistanceOrder {
  let index: ListingIndex
  let position: Coordinate
  let descending: Bool

  /// Distances that differ by more than this are in the right order.
  static let doubt = 2 * Center.error

  init(_ index: ListingIndex, _ position: Coordinate, descending: Bool) {
    self.index = index
    self.position = position
    self.descending = descending
  }

  /// The nearest rows in order, and all that may be as near as the last of them; nil if the index
  /// cannot find them.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - words: A word for each block that selects rows; nil for all rows.
  func nearest(_ count: Int, among words: [UInt64]?) throws(WorkEnded) -> [NearRow]? {
    guard !descending, var rows = index.nearestRows(count, to: position, among: words) else {
      return nil
    }
    try settle(&rows)
    return rows
  }

  /// Sorts candidates; those too close to compare get their exact distances.
  func sort(_ candidates: inout [NearRow]) throws(WorkEnded) {
    try candidates.sortWithinLimit { precedes($0, $1) }
    try settle(&candidates)
  }

  /// Puts candidates that are sorted by their distances into the exact order.
  private func settle(_ candidates: inout [NearRow]) throws(WorkEnded) {
    var start = 0
    var looked = 0
    let window = WorkLimit.window(Self.window)
    let limit = candidates.count > window ? WorkLimit.current : nil
    while start < candidates.count {
      if start - looked > window {
        looked = start
        try limit?.check()
      }
      var end = start + 1
      while end < candidates.count,
        abs(candidates[end].distance - candidates[end - 1].distance) <= Self.doubt
      {
        end += 1
      }
      if end - start > 1 { try settle(start..<end, of: &candidates) }
      start = end
    }
  }

  /// Sorts candidates of nearly the same distance: by their exact distances if they are at several
  /// places, and by key.
  private func settle(_ group: Range<Int>, of candidates: inout [NearRow]) throws(WorkEnded) {
    let isOnePlace = areOnOnePlace(group, of: candidates)
    let ranks = index.keyRanks
    try WorkLimit.windows(group, of: Self.window) { window in
      for place in window {
        let row = Int(candidates[place].row)
        candidates[place].rank = ranks[row, default: 0]
        if !isOnePlace { candidates[place].distance = exactDistance(row) }
      }
    }
    if group.count > Self.fewCandidates {
      var rows = Array(candidates[group])
      try rows.sortWithinLimit { precedes($0, $1) }
      candidates.replaceSubrange(group, with: rows)
      return
    }
    for place in group.dropFirst() {
      let candidate = candidates[place]
      var hole = place
      while hole > group.lowerBound, precedes(candidate, candidates[hole - 1]) {
        candidates[hole] = candidates[hole - 1]
        hole -= 1
      }
      candidates[hole] = candidate
    }
  }

  /// The number of candidates between two checks of the limit.
  private static let window = 1024
  /// The greatest number of candidates for an insertion sort.
  private static let fewCandidates = 24

  /// The exact distance of a row with a position.
  func exactDistance(_ row: Int) -> Double {
    guard let position = index.position(row) else { return .infinity }
    return Geodesic.distance(from: self.position, to: position)
  }

  /// Whether a candidate may be in a page that begins at an exact distance and a rank.
  func isAfter(_ candidate: NearRow, _ start: (distance: Double, rank: UInt32)) -> Bool {
    var distance = candidate.distance
    if abs(distance - start.distance) <= Self.doubt { distance = exactDistance(Int(candidate.row)) }
    if distance != start.distance { return (distance > start.distance) != descending }
    return candidate.rank >= start.rank
  }

  private func precedes(_ a: NearRow, _ b: NearRow) -> Bool {
    if a.distance != b.distance { return (a.distance < b.distance) != descending }
    return a.rank < b.rank
  }

  private func areOnOnePlace(_ group: Range<Int>, of candidates: [NearRow]) -> Bool {
    let (longitudes, latitudes) = (index.longitudes, index.latitudes)
    let first = Int(candidates[group.lowerBound].row)
    for place in group.dropFirst() {
      let row = Int(candidates[place].row)
      if longitudes[row] != longitudes[first] || latitudes[row] != latitudes[first] { return false }
    }
    return true
  }
}
