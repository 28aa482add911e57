internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import Synchronization

/// The clients that follow the changes of the listings as server-sent events.
///
/// One thread looks for changes while there are clients, reads each change once, and hands its
/// bytes to the clients' connections. None of them can hold it up: what a client has not read yet
/// stays with its connection, within bounds.
final class ChangeStreams: Sendable {
  /// A client on its way.
  private struct Follower {
    let stream: HTTPStream
    let client: HTTPAddress
    /// The number of the last change that it knows.
    var known: UInt64
    /// When it was last sent something, in microseconds.
    var told: Double
  }

  private struct State {
    var arrived: [Follower] = []
    var counts: [HTTPAddress: Int] = [:]
    var isRunning = false
    var isOver = false
  }

  private let listings: ServedListings
  private let uncounted: [HTTPAddressBlock]
  private let state = Mutex(State())

  /// The streams that one client address may have at a time.
  static let mostOfClient = 32
  /// The interval between looks for changes, in microseconds: changes of that time are sent at
  /// once.
  private static let interval: UInt32 = 20_000
  /// The time after which a silent stream is sent a comment, in microseconds: proxies cut streams
  /// that are silent for longer, and a client that is gone is noticed.
  private static let silence = 15e6
  /// The most changes that are read at a time.
  private static let mostChanges = 500

  init(_ listings: ServedListings, uncounted: [HTTPAddressBlock]) {
    (self.listings, self.uncounted) = (listings, uncounted)
  }

  /// Answers a client with the response, and then with all changes after one.
  ///
  /// - Returns: Whether there was a place for it; if not, the request is not answered yet.
  func begin(
    _ later: HTTPLater, _ response: consuming HTTPResponse, of client: HTTPAddress,
    after known: UInt64
  ) -> Bool {
    guard enter(client) else { return false }
    guard let stream = later.stream(response) else {
      leave(client)
      return false
    }
    add(stream, of: client, after: known)
    return true
  }

  /// Takes a place for a client; false if it has as many as it may.
  private func enter(_ client: HTTPAddress) -> Bool {
    state.withLock { state in
      let isFull =
        state.counts[client, default: 0] >= Self.mostOfClient
        && !uncounted.contains { $0.contains(client) }
      if isFull || state.isOver { return false }
      state.counts[client, default: 0] += 1
      return true
    }
  }

  /// Gives the place of a client back.
  private func leave(_ client: HTTPAddress) {
    state.withLock { state in Self.leave(client, &state) }
  }

  private static func leave(_ client: HTTPAddress, _ state: inout State) {
    let left = state.counts[client, default: 0] - 1
    state.counts[client] = left > 0 ? left : nil
  }

  /// Sends a client, which has a place, all changes after one.
  private func add(_ stream: HTTPStream, of client: HTTPAddress, after known: UInt64) {
    let follower = Follower(
      stream: stream, client: client, known: known, told: ServerClock.now())
    let (isOver, starts) = state.withLock { state in
      if state.isOver { return (true, false) }
      state.arrived.append(follower)
      defer { state.isRunning = true }
      return (false, !state.isRunning)
    }
    if isOver { return stream.end() }
    if starts, !SystemThread.start(nice: 5, { self.run() }) {
      let arrived = state.withLock { state in
        defer { (state.arrived, state.isRunning) = ([], false) }
        return state.arrived
      }
      for each in arrived {
        each.stream.end()
        leave(each.client)
      }
    }
  }

  /// Ends all streams, and takes no further ones.
  func finish() { state.withLock { $0.isOver = true } }

  private func run() {
    var followers: [Follower] = []
    while true {
      let (goesOn, isOver) = state.withLock { state in
        followers += state.arrived
        state.arrived = []
        state.isRunning = !followers.isEmpty && !state.isOver
        return (state.isRunning, state.isOver)
      }
      if isOver {
        for each in followers { each.stream.end() }
      }
      guard goesOn else { return }
      tell(&followers)
      usleep(Self.interval)
    }
  }

  /// Sends each client what it does not know yet, and drops those that are gone.
  private func tell(_ followers: inout [Follower]) {
    let gone = followers.filter(\.stream.isGone)
    if !gone.isEmpty {
      followers.removeAll(where: \.stream.isGone)
      state.withLock { state in for each in gone { Self.leave(each.client, &state) } }
    }
    let (now, current) = (ServerClock.now(), listings.current)
    var read: [UInt64: ChangeEvents] = [:]
    for place in followers.indices {
      let known = followers[place].known
      var bytes: [UInt8] = []
      if known != current.changeNumber {
        let events = read[known] ?? ChangeEvents(of: current, after: known, Self.mostChanges)
        read[known] = events
        followers[place].known = events.next
        bytes = events.bytes
      }
      if bytes.isEmpty, now - followers[place].told > Self.silence { bytes = ChangeEvents.comment }
      if bytes.isEmpty { continue }
      followers[place].stream.send(bytes)
      followers[place].told = now
    }
  }
}
