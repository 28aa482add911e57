extension JSONCursor {
  /// Moves to the next line that starts with a brace or bracket; false if there is none.
  mutating func seekLine(mayBeIndented: Bool) throws(FeedError) -> Bool {
    while true {
      keepFromHere()
      guard let feed = window.firstNewline(from: position) else {
        position = window.limit
        if try !fill() { return false }
        continue
      }
      position = feed + 1
      let byte = try mayBeIndented ? peekAfterBlanks() : peek()
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { return true }
    }
  }

  /// The result of a search inside a page.
  enum Restart {
    /// Text that begins like the page's other records.
    case element
    /// A line that starts with a brace or bracket: the next document.
    case document
  }

  /// Moves to the next restart, or to the end of the feed if there is none.
  ///
  /// A restart is a place where a record of a page or a document can begin. It depends only on the
  /// text from ``position`` on. A place is
  /// - an element if the bytes of `beginning` surround it, with its brace at this place;
  /// - a document if it is a brace or bracket after a line feed, and is not an element.
  ///
  /// The first restart counts. A place is tested only when as many bytes after it are in memory as
  /// `beginning` has, or the feed has ended.
  ///
  /// - Parameter beginning: The beginning of the page's records; empty if it is unknown.
  mutating func seekRestart(_ beginning: [UInt8]) throws(FeedError) -> Restart? {
    keepFromHere()
    while true {
      let end = window.isAtEnd ? window.limit : window.limit - beginning.count
      if let restart = findRestart(beginning, from: position, before: end) {
        position = restart.offset
        return restart.kind
      }
      // The places from `end` on are still untested, and the bytes before them belong to them.
      position = max(position, window.isAtEnd ? end : end - max(beginning.count, 1))
      keepFromHere()
      if window.isAtEnd { return nil }
      _ = try window.fill()
    }
  }

  /// The first restart between two offsets (``seekRestart(_:)``), after ``hold(to:)`` has read as
  /// many bytes after the second one as `beginning` has.
  func findRestart(
    _ beginning: [UInt8], from start: Int, before end: Int
  ) -> (offset: Int, kind: Restart)? {
    let element = find(beginning, from: start, before: end)
    let bytes = window.bytes.span
    let last = (element ?? min(end, window.limit)) - window.base
    var index = start - window.base
    while index < last, let feed = firstByte(0x0A, in: bytes.extracting(index..<last)) {
      index += feed + 1
      if index < last, bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") {
        return (index + window.base, .document)
      }
    }
    return element.map { ($0, .element) }
  }

  /// The first brace before an offset with the bytes of `beginning` around it, all of them at or
  /// after another offset.
  private func find(_ beginning: [UInt8], from start: Int, before end: Int) -> Int? {
    guard let first = beginning.first, let brace = beginning.firstIndex(of: UInt8(ascii: "{"))
    else { return nil }
    let bytes = window.bytes.span
    // A match begins before this place: its brace is before the end, and its last byte is in
    // memory.
    let last = min(end - brace, window.limit - beginning.count + 1) - window.base
    var index = start - window.base
    while index < last, let skip = firstByte(first, in: bytes.extracting(index..<last)) {
      index += skip
      var length = 1
      while length < beginning.count, bytes[index + length] == beginning[length] { length += 1 }
      if length == beginning.count { return index + brace + window.base }
      index += 1
    }
    return nil
  }

  /// The line feed and blanks before an offset; empty if there is other text or many
  /// blanks.
  func indent(before offset: Int) -> [UInt8] {
    var index = offset - 1
    let first = max(firstKept, offset - 63)
    while index >= first, window[index] == 0x20 || window[index] == 0x09 { index -= 1 }
    guard index >= first, window[index] == 0x0A else { return [] }
    return Array(window.bytes[index - window.base..<offset - window.base])
  }

  /// An indent, and the bytes of the object at an offset up to the end of its first key; empty if
  /// they are not among the passed bytes.
  func beginning(ofObjectAt offset: Int, after indent: [UInt8]) -> [UInt8] {
    guard offset >= firstKept else { return [] }
    let end = min(offset + 256, position)
    var quotes = 0
    for index in offset..<end {
      if window[index] == UInt8(ascii: "\"") { quotes += 1 }
      if quotes == 2 {
        return indent + window.bytes[offset - window.base..<index + 1 - window.base]
      }
    }
    return []
  }

  /// A short excerpt from an offset, for messages; nil if the bytes are gone.
  mutating func excerpt(from offset: Int) -> String? {
    guard offset >= firstKept else { return nil }
    hold(to: offset + 48)
    guard offset < window.limit else { return nil }
    let end = min(offset + 48, window.limit)
    return shortened(window.bytes.span.extracting(offset - window.base..<end - window.base), to: 40)
  }
}
