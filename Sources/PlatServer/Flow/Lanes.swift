internal import Dispatch
internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import Synchronization

/// All lanes, and the timer that answers on time for requests whose threads are busy.
final class Lanes: Sendable {
  private let lanes: [LaneName: Lane]
  private let timer: LaneTimer

  init(_ options: ServiceOptions) {
    func lane(
      _ name: LaneName, width: Int, room: Int, nice: Int32, more seconds: Double = 0
    ) -> (LaneName, Lane) {
      (
        name,
        Lane(
          name,
          Lane.Options(
            width: width, room: room, nice: nice, waitSeconds: options.waitSeconds,
            deadlineSeconds: options.deadlineSeconds + seconds))
      )
    }
    let few = max(Self.leastRoom, options.waitingRequests)
    lanes = Dictionary(uniqueKeysWithValues: [
      lane(.writes, width: 1, room: few, nice: 0), lane(.quick, width: 1, room: few, nice: 5),
      lane(.commits, width: Self.commits, room: few, nice: 0, more: Self.commitSeconds),
      lane(.batches, width: 2, room: 16, nice: 5, more: Self.commitSeconds),
      lane(.scans, width: options.workers, room: options.waitingRequests, nice: 10),
      lane(.preparing, width: 1, room: options.waitingRequests, nice: 10),
      lane(
        .model, width: options.modelRequests, room: options.modelRequests * 2, nice: 5,
        more: Double(options.languageModel?.milliseconds ?? 0) / 1_000),
      lane(.changes, width: Self.waiters, room: 16, nice: 5, more: 31),
    ])
    timer = LaneTimer(Array(lanes.values))
  }

  /// The writes that may share a commit.
  private static let commits = 64
  /// The clients that may wait for a change at a time; each takes a thread that sleeps.
  private static let waiters = 64
  /// How much longer than other work a write may take: once begun, it is answered by its outcome.
  private static let commitSeconds = 60.0
  /// The queue size of lanes for small work.
  private static let leastRoom = 256

  deinit {
    timer.finish()
    for lane in lanes.values { lane.finish() }
  }

  /// The number of answers that all lanes may defer at a time.
  var room: Int { lanes.values.reduce(0) { $0 + $1.options.room + max(1, $1.options.width) } }

  /// The numbers of each lane, in the order of declaration.
  var numbers: [(name: LaneName, numbers: Lane.Numbers)] {
    LaneName.allCases.compactMap { name in lanes[name].map { (name, $0.numbers) } }
  }

  /// The numbers of one lane.
  func numbers(_ name: LaneName) -> Lane.Numbers { lanes[name]?.numbers ?? Lane.Numbers() }

  /// Queues an errand, or answers it with 503 at once.
  func take(_ errand: Errand, on name: LaneName) {
    lanes[name]?.take(errand)
    timer.wake()
  }

  /// Ends an errand whose client has disconnected.
  func cancel(_ errand: Errand, on name: LaneName) { lanes[name]?.cancel(errand) }
}

/// A thread that checks the lanes' clocks while anything waits or runs, and sleeps otherwise.
private final class LaneTimer: Sendable {
  private let lanes: [Lane]
  private let isAwake = Atomic(false)
  private let isStarted = Atomic(false)
  private let isOver = Atomic(false)
  private let wakening = DispatchSemaphore(value: 0)

  /// The interval between checks, and so the maximum delay of a 503.
  private static let interval = DispatchTimeInterval.milliseconds(20)

  init(_ lanes: [Lane]) { self.lanes = lanes }

  /// Starts the checks.
  func wake() {
    guard !isAwake.exchange(true, ordering: .acquiringAndReleasing) else { return }
    if !isStarted.exchange(true, ordering: .acquiringAndReleasing),
      !SystemThread.start(nice: 0, { self.run() })
    {
      // The thread did not start; the next call tries again.
      isStarted.store(false, ordering: .releasing)
      isAwake.store(false, ordering: .releasing)
    }
    wakening.signal()
  }

  func finish() {
    isOver.store(true, ordering: .releasing)
    wakening.signal()
  }

  private func run() {
    while !isOver.load(ordering: .acquiring) {
      let now = ServerClock.now()
      for lane in lanes { lane.endLate(now) }
      if lanes.allSatisfy({ $0.isIdle }) {
        isAwake.store(false, ordering: .sequentiallyConsistent)
        // Work that arrives in between is checked after the interval, as usual.
        if lanes.allSatisfy({ $0.isIdle }) { wakening.wait() }
        isAwake.store(true, ordering: .sequentiallyConsistent)
      } else {
        _ = wakening.wait(timeout: .now() + Self.interval)
      }
    }
  }
}
