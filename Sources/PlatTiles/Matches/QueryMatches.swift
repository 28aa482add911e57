internal import PlatCommon
internal import PlatIndex
internal import PlatSearch

/// The matches of one map query, learned as tiles come to them.
///
/// - Complexity: A block is asked about once; from then on its answer is a word in memory.
final class QueryMatches: Sendable {
  let matcher: RowMatcher
  let mask: MatchMask
  /// Whether the query asks for a place as well.
  let hasRegion: Bool

  init(_ query: MapQuery, _ index: ListingIndex) throws(SearchError) {
    matcher = try RowMatcher(query.filter, in: query.region, index)
    mask = MatchMask(of: index)
    hasRegion = !query.region.isEverywhere
  }

  /// Whether every listing with a position matches.
  var areAll: Bool { matcher.matchesAll }

  /// Finds out about the blocks of some rows.
  func prepare(_ rows: Range<Int>) throws(WorkEnded) {
    try prepare { mask.listUnknown(rows, in: $0) }
  }

  /// Finds out about the blocks that `list` adds to an empty list.
  ///
  /// - Throws: `WorkEnded` where the current `WorkLimit` has ended; the mask has learned nothing
  ///   then.
  func prepare(_ list: (BlockSelection) -> Void) throws(WorkEnded) {
    try mask.index.withSelection { (unknown) throws(WorkEnded) in
      list(unknown)
      guard unknown.count > 0 else { return }
      try matcher.keep(unknown)
      mask.learn(unknown)
    }
  }
}
