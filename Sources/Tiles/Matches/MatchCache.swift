internal import Index
internal import Search
internal import Synchronization

/// The matches of the queries asked last, so that a filter is looked at once and not for each tile.
///
/// The query that was not asked for longest makes room for a new one where the masks together would take more memory than
/// is allowed; queries under way keep theirs.
///
/// - Complexity: O(1) for a query that is known, a look at each query kept to make room.
final class MatchCache: Sendable {
  private struct Entry {
    let matches: QueryMatches
    var lastUse: UInt64
  }

  private struct State {
    var entries: [MapQuery: Entry] = [:]
    var clock: UInt64 = 0
  }

  /// More queries are not kept, however small they are: each new one looks for the oldest.
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

  /// The matches of a query.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked.
  func matches(_ query: MapQuery) throws(SearchError) -> QueryMatches {
    let known = state.withLock { state -> QueryMatches? in
      state.clock += 1
      guard let place = state.entries.index(forKey: query) else { return nil }
      state.entries.values[place].lastUse = state.clock
      return state.entries.values[place].matches
    }
    if let known { return known }
    let matches = try QueryMatches(query, index)
    return state.withLock { state in
      if let other = state.entries[query] { return other.matches }
      if state.entries.count >= room, let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
        state.entries.removeValue(forKey: oldest.key)
      }
      state.entries[query] = Entry(matches: matches, lastUse: state.clock)
      return matches
    }
  }
}
