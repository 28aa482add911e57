internal import Dispatch
internal import Synchronization

/// Threads for what takes long, and a queue before them that is never longer than it may be.
final class Workers: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var running = 0
  }

  private let width: Int
  private let room: Int
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "plat.server.workers", attributes: .concurrent)

  /// Makes workers.
  ///
  /// - Parameters:
  ///   - width: How many work at a time.
  ///   - room: How much may wait.
  init(width: Int, room: Int) {
    self.width = max(1, width)
    self.room = max(1, room)
  }

  /// How much waits or is being done.
  var count: Int { state.withLock { $0.waiting.count + $0.running } }

  /// Whether more may wait.
  var hasRoom: Bool { state.withLock { $0.waiting.count < room } }

  /// Does something soon; false where too much waits already.
  func take(_ work: @escaping @Sendable () -> Void) -> Bool {
    let (isTaken, startsOne) = state.withLock { state in
      guard state.waiting.count < room else { return (false, false) }
      state.waiting.append(work)
      guard state.running < width else { return (true, false) }
      state.running += 1
      return (true, true)
    }
    if startsOne { queue.async { self.drain() } }
    return isTaken
  }

  private func drain() {
    while true {
      let next = state.withLock { state -> (@Sendable () -> Void)? in
        if state.waiting.isEmpty {
          state.running -= 1
          return nil
        }
        return state.waiting.removeFirst()
      }
      guard let next else { return }
      next()
    }
  }
}
