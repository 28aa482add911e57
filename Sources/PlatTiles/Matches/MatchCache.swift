internal import PlatCommon
internal import PlatIndex
internal import PlatSearch
internal import Synchronization

/// Caches the matches of the most recent queries, so that a filter is evaluated once and not for
/// each tile.
///
/// The least recently used query is evicted if the masks together would exceed the memory limit;
/// running queries keep theirs.
///
/// - Complexity: O(1) for a cached query and for an eviction.
final class MatchCache: Sendable {
  /// The greatest number of cached queries, regardless of their size.
  private static let mostQueries = 512

  private let kept: Mutex<BoundedCache<MapQuery, QueryMatches>>
  private let index: ListingIndex

  init(_ index: ListingIndex, bytes: Int) {
    self.index = index
    // Two queries are always cached.
    let room = min(max(2, bytes / MatchMask.bytes(of: index)), Self.mostQueries)
    kept = Mutex(BoundedCache(count: room))
  }

  /// The number of cached queries, and the greatest number of bytes in their masks.
  var size: (queries: Int, bytes: Int) {
    let count = kept.withLock { $0.count }
    return (count, count * MatchMask.bytes(of: index))
  }

  /// The cached matches of a query, without counting as a use; nil if it is not cached.
  func known(_ query: MapQuery) -> QueryMatches? {
    kept.withLock { $0.peek(query) }
  }

  /// The matches of a query.
  ///
  /// - Throws: `SearchError` for an invalid condition.
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
