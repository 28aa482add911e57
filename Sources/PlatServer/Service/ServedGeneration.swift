internal import Plat
internal import Synchronization

/// The generation that new requests get, and its change for a newer one.
final class ServedGeneration: Sendable {
  private let current: Mutex<ServedState>
  private let answerBytes: Int

  /// An index of at most so many listings is expected to answer anything quickly.
  static let fewListings = 100_000

  init(_ listings: ListingsDatabase, answerBytes: Int) {
    self.answerBytes = answerBytes
    let generation = ServedState(listings, number: 1, cacheBytes: answerBytes)
    current = Mutex(generation)
    // The first requests of a map would do this: at once where it takes a few milliseconds, else
    // beside the loops.
    if listings.count <= Self.fewListings
      || !SystemThread.start(nice: 10, { generation.prepare(.map) })
    {
      generation.prepare(.map)
    }
  }

  /// The generation that new requests get.
  var generation: ServedState { current.withLock { $0 } }

  /// Serves another state of the index from now on; what requests used of the one before is made
  /// first.
  func take(_ listings: ListingsDatabase) {
    let before = generation
    let next = ServedState(listings, number: before.number + 1, cacheBytes: answerBytes)
    for need in Preparation.allCases where need == .map || before.hasPrepared(need) {
      next.prepare(need)
    }
    current.withLock { $0 = next }
  }
}
