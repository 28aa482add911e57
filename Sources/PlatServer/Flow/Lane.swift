internal import Dispatch
internal import PlatCommon
internal import Synchronization

/// The kinds of work that run off the loops, each on its own threads so that none waits for
/// another.
enum LaneName: String, CaseIterable, Sendable {
  /// Small acknowledged writes that wait for the disk one by one: swipes.
  case writes
  /// Writes of single listings: many wait for the disk at once and share a commit.
  case commits
  /// Batches of listings.
  case batches
  /// Work of at most some milliseconds: single listings, a person's swipes, places, chat,
  /// valuations.
  case quick
  /// Work that grows with the index: searches, facets, polygons, tiles under new filters.
  case scans
  /// Requests that wait for tables made once per index state, such as the names of its places.
  case preparing
  /// Requests that wait for a language model.
  case model
  /// Requests that wait for a change of the listings.
  case changes
}

/// Threads for one kind of work, and a queue before them.
final class Lane: Sendable {
  /// The settings of a lane.
  struct Options {
    /// The number of threads.
    var width: Int
    /// The number of requests that may wait.
    var room: Int
    /// The niceness of its threads, so that they yield to the loops.
    var nice: Int32
    /// The maximum seconds to wait, and then to work.
    var waitSeconds: Double
    var deadlineSeconds: Double
  }

  /// A lane's current state, and its counts since the start.
  struct Numbers: Equatable, Sendable {
    var running = 0
    var waiting = 0
    /// Requests that found the queue full, or were replaced by another client's.
    var refused: UInt64 = 0
    /// Requests that waited or worked too long.
    var late: UInt64 = 0
    /// Requests whose client had disconnected.
    var cancelled: UInt64 = 0
  }

  private struct State {
    var queue: FairQueue<Errand>
    var running: [Errand] = []
    var threads = 0
    var isOver = false
    var numbers = Numbers()
  }

  let name: LaneName
  let options: Options
  private let state: Mutex<State>
  private let ready = DispatchSemaphore(value: 0)

  /// The time beyond its deadline before the timer answers: work checks its deadline only between
  /// windows.
  private static let graceSeconds = 0.25

  /// Makes a lane without threads; they start with the first work.
  init(_ name: LaneName, _ options: Options) {
    self.name = name
    self.options = options
    state = Mutex(State(queue: FairQueue(room: options.room)))
  }

  /// Its current state and counts.
  var numbers: Numbers {
    state.withLock { state in
      var numbers = state.numbers
      (numbers.running, numbers.waiting) = (state.running.count, state.queue.count)
      return numbers
    }
  }

  /// Whether nothing waits or runs.
  var isIdle: Bool { state.withLock { $0.running.isEmpty && $0.queue.count == 0 } }

  /// Queues an errand, or answers it with 503 at once.
  func take(_ errand: Errand) {
    let (pushed, starts) = state.withLock { state -> (FairQueue<Errand>.Pushed, Bool) in
      let pushed = state.queue.push(errand, of: errand.client)
      switch pushed {
      case .refused, .replacing: state.numbers.refused += 1
      case .queued: break
      }
      let starts =
        state.threads < min(max(1, options.width), state.running.count + state.queue.count)
      if starts { state.threads += 1 }
      return (pushed, starts)
    }
    if starts, !SystemThread.start(nice: options.nice, { self.work() }) {
      state.withLock { $0.threads -= 1 }
    }
    switch pushed {
    case .queued: ready.signal()
    case .replacing(let other):
      ready.signal()
      other.end(.problem(.busy))
    case .refused: errand.end(.problem(.busy))
    }
  }

  /// Ends an errand whose client has disconnected.
  func cancel(_ errand: Errand) {
    guard errand.end(.gone) else { return }
    state.withLock { state in
      _ = state.queue.remove(errand, of: errand.client)
      state.numbers.cancelled += 1
    }
  }

  /// Sends 503 for requests that wait or work too long.
  func endLate(_ now: Double) {
    let (waiting, running) = state.withLock { state -> ([Errand], [Errand]) in
      let waiting = state.queue.removeAll { now - $0.arrived > options.waitSeconds * 1e6 }
      let most = (options.deadlineSeconds + Self.graceSeconds) * 1e6
      return (
        waiting, state.running.filter { errand in errand.running.map { now - $0 > most } ?? false }
      )
    }
    let ended = (waiting.map { $0.end(.problem(.busy)) } + running.map { $0.end(.problem(.late)) })
      .filter { $0 }.count
    if ended > 0 { state.withLock { $0.numbers.late += UInt64(ended) } }
  }

  /// Ends the threads once their work is done.
  func finish() {
    let threads = state.withLock { state in
      state.isOver = true
      return state.threads
    }
    for _ in 0..<threads { ready.signal() }
  }

  private func work() {
    while true {
      ready.wait()
      let (next, isOver) = state.withLock { state -> (Errand?, Bool) in
        if state.isOver { return (nil, true) }
        guard let entry = state.queue.pop()?.entry else { return (nil, false) }
        state.running.append(entry)
        return (entry, false)
      }
      if isOver { return }
      if let next { run(next) }
    }
  }

  private func run(_ errand: Errand) {
    let began = SystemThread.used
    var isLate = false
    if ServerClock.now() - errand.arrived > options.waitSeconds * 1e6 {
      isLate = errand.end(.problem(.busy))
    } else if case .problem(.late)? = errand.perform(deadlineSeconds: options.deadlineSeconds) {
      isLate = true
    }
    let used = SystemThread.used - began
    state.withLock { state in
      state.running.removeAll { $0 === errand }
      // Work that only waits, for a disk or another server, is charged a minimum.
      state.queue.finish(errand.client, microseconds: max(used, 10))
      if isLate { state.numbers.late += 1 }
    }
  }
}
