internal import Plat
internal import PlatCommon
internal import Synchronization

/// The generation that new requests use, and the switch to a newer one.
final class ServedGeneration: Sendable {
  private let current: Mutex<ServedState>
  private let answerBytes: Int

  /// An index of at most this many listings is expected to answer anything quickly.
  static let fewListings = 100_000

  init(_ listings: ListingsDatabase, answerBytes: Int) {
    self.answerBytes = answerBytes
    let generation = ServedState(listings, number: 1, cacheBytes: answerBytes)
    current = Mutex(generation)
    // The first map requests would do this: at once if it takes a few milliseconds, else off the
    // loops.
    if listings.count <= Self.fewListings
      || !SystemThread.start(nice: 10, { generation.prepare(.map) })
    {
      generation.prepare(.map)
    }
  }

  /// The generation that new requests use.
  var generation: ServedState { current.withLock { $0 } }

  /// Switches to another index state, after it has made the shared tables that requests used
  /// before.
  func take(_ listings: ListingsDatabase) {
    let before = generation
    let next = ServedState(listings, number: before.number + 1, cacheBytes: answerBytes)
    for need in Preparation.allCases where need == .map || before.hasPrepared(need) {
      next.prepare(need)
    }
    current.withLock { $0 = next }
  }
}
