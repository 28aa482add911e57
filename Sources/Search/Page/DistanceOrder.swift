internal import Geometry
internal import Index

/// Puts rows into the order of their distance from a centre.
///
/// Distances come from `Center`, right to a micrometre. Rows whose distances are nearer to one another than that are told
/// apart by `Geodesic`, the exact measure; rows on one place, by their keys.
struct DistanceOrder {
  let index: ListingIndex
  let center: Center
  let descending: Bool

  /// Two distances further apart than this are in the right order.
  static let doubt = 2 * Center.error

  init(_ index: ListingIndex, _ center: Center, descending: Bool) {
    self.index = index
    self.center = center
    self.descending = descending
  }

  /// A row and its distance.
  struct Candidate {
    var distance: Double
    var rank: UInt32
    var row: UInt32
  }

  /// Sorts candidates; where two are too near to tell, by their exact distances, which replace the others.
  func sort(_ candidates: inout [Candidate]) {
    candidates.sort { precedes($0, $1) }
    var start = 0
    while start < candidates.count {
      var end = start + 1
      while end < candidates.count,
        abs(candidates[end].distance - candidates[end - 1].distance) <= Self.doubt
      {
        end += 1
      }
      if end - start > 1 && !onOnePlace(candidates[start..<end]) {
        for place in start..<end { candidates[place].distance = exactDistance(Int(candidates[place].row)) }
        candidates[start..<end].sort { precedes($0, $1) }
      }
      start = end
    }
  }

  /// The exact distance of a row with a position.
  func exactDistance(_ row: Int) -> Double {
    guard let position = index.position(row) else { return .infinity }
    return Geodesic.distance(from: center.position, to: position)
  }

  /// Whether a candidate may stand in a page that begins at an exact distance and a rank.
  func isAfter(_ candidate: Candidate, _ start: (distance: Double, rank: UInt32)) -> Bool {
    var distance = candidate.distance
    if abs(distance - start.distance) <= Self.doubt { distance = exactDistance(Int(candidate.row)) }
    if distance != start.distance { return (distance > start.distance) != descending }
    return candidate.rank >= start.rank
  }

  private func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    if a.distance != b.distance { return (a.distance < b.distance) != descending }
    return a.rank < b.rank
  }

  private func onOnePlace(_ candidates: ArraySlice<Candidate>) -> Bool {
    guard let first = candidates.first.flatMap({ index.position(Int($0.row)) }) else { return true }
    return candidates.allSatisfy { index.position(Int($0.row)) == first }
  }
}
