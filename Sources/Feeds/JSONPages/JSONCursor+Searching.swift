extension JSONCursor {
  /// Goes to the next line that starts with a brace or bracket; false where there is none.
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

  /// What a search inside a page came to.
  enum Restart {
    /// What begins as the page's other records do.
    case element
    /// A line that starts with a brace or bracket: the next document.
    case document
  }

  /// Goes to the next place where a record of a page can begin, or a document; nil where there is none.
  ///
  /// - Parameter beginning: How the page's records begin; nothing where that is not known.
  mutating func seekRestart(_ beginning: [UInt8]) throws(FeedError) -> Restart? {
    while true {
      keepFromHere()
      if let restart = findRestart(beginning, from: position, to: window.limit) {
        position = restart.offset
        return restart.kind
      }
      // What is left may be the start of either.
      position = max(position, window.limit - max(beginning.count, 2) + 1)
      keepFromHere()
      if try !window.fill() { return nil }
    }
  }

  /// The first place between two offsets, in memory, where a record or a document can begin.
  func findRestart(
    _ beginning: [UInt8], from start: Int, to end: Int
  ) -> (offset: Int, kind: Restart)? {
    let element = find(beginning, from: start, to: end)
    let bytes = window.bytes.span
    // An element that stands at the start of its line counts as an element.
    let last = min(element ?? end, window.limit) - window.base
    var index = start - window.base
    while index < last, let feed = firstByte(0x0A, in: bytes.extracting(index..<last)) {
      index += feed + 1
      if index < last, bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") {
        return (index + window.base, .document)
      }
    }
    return element.map { ($0, .element) }
  }

  /// The offset of the brace where these bytes stand first between two offsets, in memory.
  func find(_ beginning: [UInt8], from start: Int, to end: Int) -> Int? {
    guard let first = beginning.first, let brace = beginning.firstIndex(of: UInt8(ascii: "{")) else { return nil }
    let bytes = window.bytes.span
    let last = min(end, window.limit) - window.base - beginning.count
    var index = start - window.base
    while index <= last {
      guard let skip = firstByte(first, in: bytes.extracting(index..<last + 1)) else { return nil }
      index += skip
      var length = 1
      while length < beginning.count, bytes[index + length] == beginning[length] { length += 1 }
      if length == beginning.count { return index + brace + window.base }
      index += 1
    }
    return nil
  }

  /// The line feed and blanks between the mark and an offset, or nothing where the line starts before the mark.
  func indent(before offset: Int) -> [UInt8] {
    var index = offset - 1
    while index >= window.mark, window[index] == 0x20 || window[index] == 0x09 { index -= 1 }
    guard index >= window.mark, window[index] == 0x0A, offset - index < 64 else { return [] }
    return Array(window.bytes[index - window.base..<offset - window.base])
  }

  /// An indent, and the bytes of the object at an offset up to the end of its first key; nothing where it has no key.
  func beginning(ofObjectAt offset: Int, after indent: [UInt8]) -> [UInt8] {
    guard offset >= window.mark else { return [] }
    let end = min(offset + 256, window.limit)
    var quotes = 0
    for index in offset..<end {
      if window[index] == UInt8(ascii: "\"") { quotes += 1 }
      if quotes == 2 { return indent + window.bytes[offset - window.base..<index + 1 - window.base] }
    }
    return []
  }

  /// Some text from an offset on, to show; nil where it is gone.
  mutating func excerpt(from offset: Int) -> String? {
    guard offset >= window.mark else { return nil }
    while window.limit - offset < 48, window.fillAhead() {}
    guard offset < window.limit else { return nil }
    let end = min(offset + 48, window.limit)
    return shortened(window.bytes.span.extracting(offset - window.base..<end - window.base), to: 40)
  }
}
