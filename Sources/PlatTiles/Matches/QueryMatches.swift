internal import PlatCommon
internal import PlatIndex
internal import PlatSearch

/// The matches of one map query, evaluated as tiles need them.
///
/// - Complexity: Each block is evaluated once; after that its answer is a word in memory.
final class QueryMatches: Sendable {
  let matcher: RowMatcher
  let mask: MatchMask
  /// Whether the query has a region.
  let hasRegion: Bool

  init(_ query: MapQuery, _ index: ListingIndex) throws(SearchError) {
    matcher = try RowMatcher(query.filter, in: query.region, index)
    mask = MatchMask(of: index)
    hasRegion = !query.region.isEverywhere
  }

  /// Whether every listing with a position matches.
  var areAll: Bool { matcher.matchesAll }

  /// Evaluates the blocks of rows.
  func prepare(_ rows: Range<Int>) throws(WorkEnded) {
    try prepare { mask.listUnknown(rows, in: $0) }
  }

  /// Evaluates the blocks that `list` adds to an empty list.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended; the mask is unchanged then.
  func prepare(_ list: (BlockSelection) -> Void) throws(WorkEnded) {
    try mask.index.withSelection { (unknown) throws(WorkEnded) in
      list(unknown)
      guard unknown.count > 0 else { return }
      try matcher.keep(unknown)
      mask.learn(unknown)
    }
  }
}
