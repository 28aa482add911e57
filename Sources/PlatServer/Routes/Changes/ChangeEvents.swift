internal import Plat
internal import PlatJSON

/// Changes as server-sent events (HTML Living Standard, section 9.2).
///
/// - `change`: a change, as a line of `/api/changes`.
/// - `start`: the number after which the changes come.
/// - `reset`: the changes do not go back so far; all listings must be read again.
///
/// An event's id is the number to go on after. Changes of one commit have one number: its last
/// event has the id, so that a client that was cut in between gets them all again.
struct ChangeEvents: Sendable {
  private(set) var bytes: [UInt8] = []
  /// The number of the last change that a client knows after these events.
  private(set) var next: UInt64

  /// What keeps a silent connection open.
  static let comment = Array(":\n\n".utf8)
  /// How soon a client that was cut comes back, in milliseconds.
  static let retry = Array("retry: 2000\n\n".utf8)

  /// Tells a client where it begins.
  init(startingAt number: UInt64) {
    next = number
    append("start", next: number)
  }

  /// Tells a client to read all listings again.
  init(resettingTo number: UInt64) {
    next = number
    append("reset", next: number)
  }

  /// The changes after a number; none where the records cannot be read now.
  init(of listings: ListingsDatabase, after number: UInt64, _ limit: Int) {
    guard number <= listings.changeNumber else {
      self.init(resettingTo: listings.changeNumber)
      return
    }
    if let page = try? listings.changes(since: number, limit: limit) {
      self.init(page)
    } else {
      self.init(silentAt: number)
    }
  }

  private init(silentAt number: UInt64) { next = number }

  init(_ page: ChangePage) {
    next = page.next
    if page.startsAnew { append("reset", next: page.next) }
    for (place, change) in page.changes.enumerated() {
      let isLast = place + 1 == page.changes.count
      let ends = isLast || page.changes[place + 1].change != change.change
      if ends { append(id: isLast ? page.next : change.change) }
      append("event: change\ndata: ")
      var writer = JSONWriter()
      change.write(to: &writer)
      bytes += writer.bytes
      append("\n\n")
    }
  }

  private mutating func append(_ event: String, next: UInt64) {
    append(id: next)
    append("event: \(event)\ndata: {\"next\":\(next)}\n\n")
  }

  private mutating func append(id: UInt64) { append("id: \(id)\n") }

  private mutating func append(_ text: String) { bytes += text.utf8 }
}
