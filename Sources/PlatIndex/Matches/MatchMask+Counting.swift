internal import PlatKernels
internal import PlatSnapshot

extension MatchMask {
  /// How many clusters of a zoom have at least so many matches, and how many matches those have
  /// together.
  ///
  /// The mask knows all blocks.
  ///
  /// - Complexity: O(blocks + clusters): some nanoseconds a cluster.
  public func countClusters(of zoom: ClusterZoom, atLeast least: Int) -> (
    clusters: Int, matches: Int
  ) {
    var before = [UInt32](repeating: 0, count: blocks + 2)
    unsafe plat_rank_build(words, blocks, &before)
    // A row behind the last one may lie in the block behind the last one.
    before[blocks + 1] = before[blocks]
    let firsts = unsafe zoom.firstRows.unsafeBaseAddress
    let (rows, least) = (UInt32(truncatingIfNeeded: index.located), UInt32(clamping: least))
    var matches: UInt64 = 0
    let clusters: Int
    switch zoom.rowCounts.owner {
    case .u8(let counts):
      unsafe clusters = plat_ranges_count_u8(
        words, before, firsts, counts.unsafeBaseAddress, zoom.count, rows, least, &matches)
    case .u16(let counts):
      unsafe clusters = plat_ranges_count_u16(
        words, before, firsts, counts.unsafeBaseAddress, zoom.count, rows, least, &matches)
    case .u32(let counts):
      unsafe clusters = plat_ranges_count_u32(
        words, before, firsts, counts.unsafeBaseAddress, zoom.count, rows, least, &matches)
    }
    return (clusters, Int(truncatingIfNeeded: matches))
  }
}
