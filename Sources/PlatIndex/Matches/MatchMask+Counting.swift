internal import PlatKernels
internal import PlatSnapshot

extension MatchMask {
  /// The number of a zoom's clusters with at least `least` matches, and the total of those matches.
  ///
  /// The mask must know all blocks.
  ///
  /// - Complexity: O(blocks + clusters): a few nanoseconds a cluster.
  public func countClusters(of zoom: ClusterZoom, atLeast least: Int) -> (
    clusters: Int, matches: Int
  ) {
    var before = [UInt32](repeating: 0, count: blocks + 2)
    unsafe plat_rank_build(words, blocks, &before)
    // A row after the last one may lie in the block after the last one.
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
