internal import PlatHTTP

/// A bounded queue that shares a lane's time fairly among clients.
///
/// The client that has used the least time is next; each client's entries are served in order of
/// arrival. A new client starts level with the client served last, so it neither waits for all
/// others nor accumulates credit. One client may fill the whole queue while nobody else waits. When
/// the queue is full, a new client's entry replaces the newest entry of the client with the most
/// entries, so no client can keep others out.
struct FairQueue<Entry: AnyObject> {
  private struct Line {
    var entries: [Entry] = []
    /// Microseconds of work, counted from the level at which the client arrived.
    var used: Double
    /// When it arrived or was last served; ties go to the earliest.
    var turn: UInt64
    var running = 0
  }

  /// The result of a push.
  enum Pushed {
    case queued
    /// The entry is queued, and replaces this entry of another client.
    case replacing(Entry)
    case refused
  }

  /// The number of waiting entries.
  private(set) var count = 0
  private let room: Int
  private var lines: [HTTPAddress: Line] = [:]
  private var level = 0.0
  private var turns: UInt64 = 0

  /// Makes an empty queue with room for this number of entries.
  init(room: Int) { self.room = max(1, room) }

  /// Adds an entry of a client.
  ///
  /// - Complexity: O(1), or O(clients) if the queue is full.
  mutating func push(_ entry: Entry, of client: HTTPAddress) -> Pushed {
    var replaced: Entry?
    if count >= room {
      guard let longest = lines.max(by: { $0.value.entries.count < $1.value.entries.count }),
        longest.value.entries.count > (lines[client]?.entries.count ?? 0) + 1
      else { return .refused }
      replaced = lines[longest.key]?.entries.popLast()
      count -= 1
    }
    if lines[client] == nil {
      turns += 1
      lines[client] = Line(used: level, turn: turns)
    }
    lines[client]?.entries.append(entry)
    count += 1
    return replaced.map { .replacing($0) } ?? .queued
  }

  /// Takes the next entry; its client counts as running until ``finish(_:microseconds:)``.
  ///
  /// - Complexity: O(clients + entries of the client).
  mutating func pop() -> (entry: Entry, client: HTTPAddress)? {
    let waiting = lines.filter { !$0.value.entries.isEmpty }
    guard
      let next = waiting.min(by: { ($0.value.used, $0.value.turn) < ($1.value.used, $1.value.turn) }
      ),
      let entry = lines[next.key]?.entries.removeFirst()
    else { return nil }
    count -= 1
    turns += 1
    level = max(level, next.value.used)
    lines[next.key]?.turn = turns
    lines[next.key]?.running += 1
    return (entry, next.key)
  }

  /// Charges a client for an entry that was taken.
  mutating func finish(_ client: HTTPAddress, microseconds: Double) {
    guard var line = lines[client] else { return }
    line.used += microseconds
    line.running -= 1
    lines[client] = line
    forget(client)
  }

  /// Removes an entry; false if it is not waiting.
  mutating func remove(_ entry: Entry, of client: HTTPAddress) -> Bool {
    guard let place = lines[client]?.entries.firstIndex(where: { $0 === entry }) else {
      return false
    }
    lines[client]?.entries.remove(at: place)
    count -= 1
    forget(client)
    return true
  }

  /// Removes and returns all entries that the closure selects.
  mutating func removeAll(where isOut: (Entry) -> Bool) -> [Entry] {
    var removed: [Entry] = []
    for client in Array(lines.keys) {
      guard let entries = lines[client]?.entries, entries.contains(where: isOut) else { continue }
      removed += entries.filter(isOut)
      lines[client]?.entries.removeAll(where: isOut)
      forget(client)
    }
    count -= removed.count
    return removed
  }

  private mutating func forget(_ client: HTTPAddress) {
    if let line = lines[client], line.entries.isEmpty, line.running == 0 { lines[client] = nil }
  }
}
