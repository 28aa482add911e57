internal import Plat
internal import PlatCommon
internal import Synchronization

/// The listings that a server serves: those of a directory that is followed and written to, or
/// fixed ones.
enum ServedListings: Sendable {
  /// Those of an index directory, with its builds and writes.
  case following(LiveDatabase)
  /// Those of an index that stays as it is, such as one in memory.
  case fixed(ListingsDatabase)

  /// The listings as they are now.
  var current: ListingsDatabase {
    switch self {
    case .following(let live): live.current
    case .fixed(let listings): listings
    }
  }

  /// The directory that can be written to; nil for fixed listings.
  var live: LiveDatabase? {
    if case .following(let live) = self { live } else { nil }
  }
}

/// The generation that new requests use.
///
/// Each request takes the listings as they are when it comes: a write that was acknowledged is in
/// the next request of every connection.
final class ServedGeneration: Sendable {
  private struct State {
    var current: ServedState
    /// The state of a snapshot that is about to be served, with the tables that requests need.
    var next: ServedState?
    var count = 1
  }

  let listings: ServedListings
  private let state: Mutex<State>
  private let answerBytes: Int

  /// An index of at most this many listings is expected to answer anything quickly.
  static let fewListings = 100_000

  init(_ listings: ServedListings, answerBytes: Int) {
    self.listings = listings
    self.answerBytes = answerBytes
    let first = listings.current
    let generation = ServedState(first, number: 1, cacheBytes: answerBytes)
    state = Mutex(State(current: generation))
    // The first map requests would do this: at once if it takes a few milliseconds, else off the
    // loops.
    if first.count <= Self.fewListings
      || !SystemThread.start(nice: 10, { generation.prepare(.map) })
    {
      generation.prepare(.map)
    }
  }

  /// The generation that new requests use.
  var generation: ServedState {
    guard case .following(let live) = listings else { return state.withLock { $0.current } }
    return state.withLock { state in
      // Read under the lock, so that no request goes back to older listings.
      let now = live.current
      if state.current.listings !== now {
        let next = state.next?.listings === now ? state.next : nil
        state.current = next ?? made(now, &state)
        state.next = nil
      }
      return state.current
    }
  }

  /// Makes the tables for listings that are about to be served which requests have used before.
  func prepare(_ listings: ListingsDatabase) {
    let (before, next) = state.withLock { state in (state.current, made(listings, &state)) }
    for need in Preparation.allCases where need == .map || before.hasPrepared(need) {
      next.prepare(need)
    }
    state.withLock { $0.next = next }
  }

  private func made(_ listings: ListingsDatabase, _ state: inout State) -> ServedState {
    state.count += 1
    return ServedState(listings, number: state.count, cacheBytes: answerBytes)
  }
}
