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
  private struct State {
    /// Where each query stands in `entries`.
    var places: [MapQuery: Int] = [:]
    var entries: [(query: MapQuery, matches: QueryMatches)] = []
    var recency = RecencyOrder()
  }

  /// More queries are not kept, however small they are.
  private static let mostQueries = 512

  private let state = Mutex(State())
  private let index: ListingIndex
  /// How many queries are kept: two at the least.
  private let room: Int

  init(_ index: ListingIndex, bytes: Int) {
    self.index = index
    room = min(max(2, bytes / MatchMask.bytes(of: index)), Self.mostQueries)
  }

  /// How many queries are kept, and the bytes that their masks take at most.
  var size: (queries: Int, bytes: Int) {
    let count = state.withLock { $0.entries.count }
    return (count, count * MatchMask.bytes(of: index))
  }

  /// What is kept of a query, without a use of it; nil where nothing is.
  func known(_ query: MapQuery) -> QueryMatches? {
    state.withLock { state in state.places[query].map { state.entries[$0].matches } }
  }

  /// The matches of a query.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked.
  func matches(_ query: MapQuery) throws(SearchError) -> QueryMatches {
    let known = state.withLock { state -> QueryMatches? in
      guard let place = state.places[query] else { return nil }
      state.recency.use(place)
      return state.entries[place].matches
    }
    if let known { return known }
    let matches = try QueryMatches(query, index)
    return state.withLock { state in
      if let other = state.places[query] { return state.entries[other].matches }
      if state.entries.count >= room, let oldest = state.recency.oldest {
        state.places.removeValue(forKey: state.entries[oldest].query)
        state.entries[oldest] = (query, matches)
        state.places[query] = oldest
        state.recency.use(oldest)
      } else {
        state.places[query] = state.entries.count
        state.entries.append((query, matches))
        state.recency.add()
      }
      return matches
    }
  }
}
