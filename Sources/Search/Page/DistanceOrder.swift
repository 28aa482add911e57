internal import Geometry
internal import Index
internal import Snapshot

/// Puts rows into the order of their distance from a centre.
///
/// Distances come from `Center`, right to a micrometre. Rows whose distances are nearer to one another than that are told
/// apart by `Geodesic`, the exact measure; rows on one place, by their keys.
struct DistanceOrder {
  let index: ListingIndex
  let position: Coordinate
  let descending: Bool

  /// Two distances further apart than this are in the right order.
  static let doubt = 2 * Center.error

  init(_ index: ListingIndex, _ position: Coordinate, descending: Bool) {
    self.index = index
    self.position = position
    self.descending = descending
  }

  /// The nearest rows in order and all that may be as near as the last of them, where the index can tell.
  ///
  /// - Parameters:
  ///   - count: How many rows are wanted.
  ///   - words: A word for each block that says which rows are wanted; nil for all.
  func nearest(_ count: Int, among words: [UInt64]?) -> [NearRow]? {
    guard !descending, var rows = index.nearestRows(count, to: position, among: words) else { return nil }
    settle(&rows)
    return rows
  }

  /// Sorts candidates; where two are too near to tell, by their exact distances, which replace the others.
  func sort(_ candidates: inout [NearRow]) {
    candidates.sort { precedes($0, $1) }
    settle(&candidates)
  }

  /// Puts candidates that stand in the order of their distances into the exact order.
  private func settle(_ candidates: inout [NearRow]) {
    let ranks = index.keyRanks
    var start = 0
    while start < candidates.count {
      var end = start + 1
      while end < candidates.count,
        abs(candidates[end].distance - candidates[end - 1].distance) <= Self.doubt
      {
        end += 1
      }
      if end - start > 1 {
        let isOnePlace = onOnePlace(candidates[start..<end])
        for place in start..<end {
          let row = Int(candidates[place].row)
          candidates[place].rank = ranks[row, default: 0]
          if !isOnePlace { candidates[place].distance = exactDistance(row) }
        }
        candidates[start..<end].sort { precedes($0, $1) }
      }
      start = end
    }
  }

  /// The exact distance of a row with a position.
  func exactDistance(_ row: Int) -> Double {
    guard let position = index.position(row) else { return .infinity }
    return Geodesic.distance(from: self.position, to: position)
  }

  /// Whether a candidate may stand in a page that begins at an exact distance and a rank.
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

  private func onOnePlace(_ candidates: ArraySlice<NearRow>) -> Bool {
    guard let first = candidates.first.flatMap({ index.position(Int($0.row)) }) else { return true }
    return candidates.allSatisfy { index.position(Int($0.row)) == first }
  }
}
