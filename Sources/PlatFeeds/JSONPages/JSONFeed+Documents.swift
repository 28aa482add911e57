extension JSONFeed {
  /// The maximum length of a one-line document that is read in one step; a longer one is walked.
  private static let lineLimit = 64 << 10

  /// Takes the first step of the next document.
  mutating func stepBetweenDocuments() throws(FeedError) -> Piece? {
    cursor.keepFromHere()
    while let byte = try cursor.peekAfterBlanks() {
      cursor.keepFromHere()
      switch byte {
      case UInt8(ascii: "{"):
        if let line = lineHere() { return line }
        enterDocument()
        return nil
      case UInt8(ascii: "["):
        frames.append(.elements(ElementsFrame(shape: .plain, mayHoldPages: true)))
        cursor.position += 1
        return nil
      case UInt8(ascii: ","), 0x1E, 0xEF, 0xBB, 0xBF:
        // A comma after each line; the record separator of RFC 7464; the byte order mark of an
        // appended file.
        cursor.position += 1
      default:
        return try passJunk()
      }
    }
    isFinished = true
    return nil
  }

  /// The line from here on, if it looks like a whole document.
  private mutating func lineHere() -> Piece? {
    let start = cursor.position
    var searched = start
    var end: Int?
    while end == nil, searched - start <= Self.lineLimit {
      end = cursor.window.firstNewline(from: searched)
      searched = cursor.window.limit
      if end == nil, !cursor.window.fillAhead() {
        guard cursor.window.isAtEnd else { return nil }
        end = searched
      }
    }
    guard let end, end - start <= min(Self.lineLimit, cursor.recordLimit) else { return nil }
    var last = end - 1
    while last > start, isBlank(cursor.window[last]) { last -= 1 }
    guard cursor.window[last] == UInt8(ascii: "}") else { return nil }
    guess = .line(start, feed: end)
    let line = cursor.line
    cursor.position = last + 1
    return Piece(content: .record(.plain), start: start, end: last + 1, line: line)
  }

  private mutating func passJunk() throws(FeedError) -> Piece {
    let start = cursor.position
    let line = cursor.line
    let value = cursor.excerpt(from: start)
    let isMarkup = try cursor.peek() == UInt8(ascii: "<")
    let isFound = try cursor.seekLine(mayBeIndented: true)
    isFinished = !isFound
    return .refusal(
      isFound ? (isMarkup ? .page : .record) : .rest, isMarkup ? .markup : .malformed, start: start,
      end: cursor.position, line: line, value: value,
      expected: "Expected a JSON object or array here.")
  }

  /// Rejects the document that started at an offset and looks for the next one on a later line.
  mutating func abandonDocument(
    startedAt start: Int, line: Int, scope: Refusal.Scope, _ passing: JSONCursor.Passing
  )
    throws(FeedError) -> Piece
  {
    let (reason, value, expected) = explain(passing)
    cursor.goBack(to: start + 1)
    frames.removeAll(keepingCapacity: true)
    let isFound = try cursor.seekLine(mayBeIndented: false)
    isFinished = !isFound
    return .refusal(
      isFound ? scope : .rest, reason, start: start, end: cursor.position, line: line, value: value,
      expected: expected)
  }
}
