internal import PlatCommon
internal import Synchronization

/// People's swipes in memory, each used by one thread at a time, within a memory limit.
final class SwipeMemory: Sendable {
  private final class Person: Sendable {
    let swipes = Mutex(PersonSwipes())
  }

  /// A person whom some threads use or wait for.
  private struct Present {
    let person: Person
    var users: Int
    var bytes: Int
    var identity: UInt64?
  }

  /// A person whom no thread uses.
  private struct Absent {
    let person: Person
    let bytes: Int
    let identity: UInt64?
  }

  private struct State {
    /// The people in use.
    ///
    /// They are never evicted, so there are never two of one person.
    var present: [String: Present] = [:]
    var presentBytes = 0
    /// The others, in the order of their last use.
    var absent: BoundedCache<String, Absent>
  }

  private let state: Mutex<State>

  init(bytes: Int) { state = Mutex(State(absent: BoundedCache(count: .max, cost: bytes))) }

  /// The number of people in memory, and their bytes.
  var size: (people: Int, bytes: Int) {
    state.withLock { ($0.present.count + $0.absent.count, $0.presentBytes + $0.absent.cost) }
  }

  /// Whether a person's swipes of an index are in memory.
  func isKnown(_ name: String, _ identity: UInt64) -> Bool {
    state.withLock { state in
      (state.present[name]?.identity ?? state.absent.peek(name)?.identity) == identity
    }
  }

  /// Runs the body with a person's swipes; other threads wait for the same person.
  func with<Result: Sendable, Failure: Error>(
    _ name: String, _ body: (inout PersonSwipes) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let person = enter(name)
    var (bytes, identity) = (0, UInt64?.none)
    let result: Swift.Result<Result, Failure> = person.swipes.withLock { swipes in
      defer { (bytes, identity) = (swipes.bytes + name.utf8.count * 2, swipes.identity) }
      do throws(Failure) { return .success(try body(&swipes)) } catch { return .failure(error) }
    }
    leave(name, bytes, identity)
    return try result.get()
  }

  /// Marks a person as in use.
  private func enter(_ name: String) -> Person {
    state.withLock { state in
      if let person = state.present[name]?.person {
        state.present[name]?.users += 1
        return person
      }
      let known = state.absent.remove(name)
      let present = Present(
        person: known?.person ?? Person(), users: 1, bytes: known?.bytes ?? 0,
        identity: known?.identity)
      state.present[name] = present
      state.presentBytes += present.bytes
      return present.person
    }
  }

  /// Records a person's size and the end of one use; after the last use the person may be evicted.
  private func leave(_ name: String, _ bytes: Int, _ identity: UInt64?) {
    state.withLock { state in
      guard var present = state.present[name] else { return }
      present.users -= 1
      state.presentBytes += bytes - present.bytes
      (present.bytes, present.identity) = (bytes, identity)
      state.present[name] = present
      guard present.users == 0 else { return }
      state.present[name] = nil
      state.presentBytes -= bytes
      let absent = Absent(person: present.person, bytes: bytes, identity: identity)
      state.absent.insert(absent, for: name, cost: bytes)
    }
  }
}
