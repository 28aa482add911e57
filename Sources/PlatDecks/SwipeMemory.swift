internal import Synchronization

/// What is known of people's swipes, one person by one thread at a time, within a bound of memory.
final class SwipeMemory: Sendable {
  /// One person; whoever uses it has it marked, so that there are never two of one person.
  private final class Person: Sendable {
    let swipes = Mutex(PersonSwipes())
  }

  private struct Entry {
    let person: Person
    var users = 0
    var lastUse: UInt64 = 0
    var bytes = 0
    var identity: UInt64?
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var bytes = 0
    var clock: UInt64 = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(bytes: Int) { limit = bytes }

  /// How many people are known, and the bytes of it.
  var size: (people: Int, bytes: Int) { state.withLock { ($0.entries.count, $0.bytes) } }

  /// Whether a person's swipes of an index are known.
  func isKnown(_ name: String, _ identity: UInt64) -> Bool {
    state.withLock { $0.entries[name]?.identity == identity }
  }

  /// Does something with a person's swipes; others of the same person wait.
  func with<Result: Sendable, Failure: Error>(
    _ name: String, _ body: (inout PersonSwipes) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let person = state.withLock { state -> Person in
      state.clock += 1
      var entry = state.entries[name] ?? Entry(person: Person())
      entry.users += 1
      entry.lastUse = state.clock
      state.entries[name] = entry
      return entry.person
    }
    var (bytes, identity) = (0, UInt64?.none)
    let result: Swift.Result<Result, Failure> = person.swipes.withLock { swipes in
      defer { (bytes, identity) = (swipes.bytes + name.utf8.count * 2, swipes.identity) }
      do throws(Failure) { return .success(try body(&swipes)) } catch { return .failure(error) }
    }
    state.withLock { state in
      guard var entry = state.entries[name] else { return }
      entry.users -= 1
      state.bytes += bytes - entry.bytes
      entry.bytes = bytes
      entry.identity = identity
      state.entries[name] = entry
      if state.bytes > limit { Self.forget(&state, keeping: limit / 4 * 3) }
    }
    return try result.get()
  }

  /// Forgets those who were not there for longest and are not there now.
  private static func forget(_ state: inout State, keeping bytes: Int) {
    let idle = state.entries.filter { $0.value.users == 0 }.map { ($0.value.lastUse, $0.key) }
      .sorted { $0.0 < $1.0 }
    for (_, name) in idle where state.bytes > bytes {
      state.bytes -= state.entries.removeValue(forKey: name)?.bytes ?? 0
    }
  }
}
