internal import PlatCommon
internal import PlatIndex
internal import PlatSearch
internal import Synchronization

/// The matches of the queries asked last, so that a filter is looked at once and not for each tile.
///
/// The query that was not asked for longest makes room for a new one where the masks together would
/// take more memory than is allowed; queries under way keep theirs.
///
/// - Complexity: O(1) for a query that is known, and to make room.
final class MatchCache: Sendable {
  /// More queries are not kept, however small they are.
  private static let mostQueries = 512

  private let kept: Mutex<BoundedCache<MapQuery, QueryMatches>>
  private let index: ListingIndex

  init(_ index: ListingIndex, bytes: Int) {
    self.index = index
    // Two queries are kept, however little memory there is.
    let room = min(max(2, bytes / MatchMask.bytes(of: index)), Self.mostQueries)
    kept = Mutex(BoundedCache(count: room))
  }

  /// How many queries are kept, and the bytes that their masks take at most.
  var size: (queries: Int, bytes: Int) {
    let count = kept.withLock { $0.count }
    return (count, count * MatchMask.bytes(of: index))
  }

  /// What is kept of a query, without a use of it; nil where nothing is.
  func known(_ query: MapQuery) -> QueryMatches? {
    kept.withLock { $0.peek(query) }
  }

  /// The matches of a query.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked.
  func matches(_ query: MapQuery) throws(SearchError) -> QueryMatches {
    if let known = kept.withLock({ $0.value(query) }) { return known }
    let matches = try QueryMatches(query, index)
    return kept.withLock { kept in
      if let other = kept.peek(query) { return other }
      kept.insert(matches, for: query)
      return matches
    }
  }
}
