extension JSONFeed {
  /// Takes the next step inside an object, which is off the stack during the step.
  mutating func step(_ frame: ObjectFrame) throws(FeedError) -> Piece? {
    var frame = frame
    if frame.role != .undecided { cursor.keepFromHere() }
    guard let byte = try cursor.peekAfterBlanks() else { return try breakOff(frame, .truncated) }
    switch (frame.expectation, byte) {
    case (.keyOrEnd, UInt8(ascii: "}")), (.commaOrEnd, UInt8(ascii: "}")):
      cursor.position += 1
      return close(frame)
    case (.keyOrEnd, UInt8(ascii: "\"")):
      return try readKey(frame)
    case (.colon, UInt8(ascii: ":")):
      frame.expectation = .value
      cursor.position += 1
    case (.commaOrEnd, UInt8(ascii: ",")):
      frame.expectation = .keyOrEnd
      cursor.position += 1
    case (.value, _):
      return try enterValue(frame, byte)
    default:
      return try breakOff(frame, .broken(at: cursor.position))
    }
    frames.append(.object(frame))
    return nil
  }

  /// Whether the walk is not inside an array, so that a line that starts with `{` can be the next
  /// document.
  private var isInDocument: Bool {
    !frames.contains { if case .elements = $0 { true } else { false } }
  }

  private mutating func readKey(_ frame: ObjectFrame) throws(FeedError) -> Piece? {
    var frame = frame
    let start = cursor.position
    let passing = try cursor.passValue(isDocument: isInDocument)
    guard passing == .complete else { return try breakOff(frame, passing) }
    frame.key = .other
    if cursor.position - start < 64 {
      let base = cursor.window.base
      let name = cursor.window.bytes.span.extracting(start + 1 - base..<cursor.position - 1 - base)
      frame.key = .init(name, isRecord: frame.isRecord)
    }
    if frame.key == .listingKey { frame.isListing = true }
    if frame.key == .field { frame.hasField = true }
    frame.expectation = .colon
    frames.append(.object(frame))
    return nil
  }

  private mutating func enterValue(_ frame: ObjectFrame, _ byte: UInt8) throws(FeedError) -> Piece?
  {
    var frame = frame
    frame.expectation = .commaOrEnd
    let isOpen = frame.role == .undecided && !frame.isListing && frame.otherResource == nil
    switch (frame.key, byte) {
    case (.value, UInt8(ascii: "[")) where isOpen:
      frame.role = .page
      enterElements(of: frame, shape: .plain)
    case (.features, UInt8(ascii: "[")) where isOpen:
      frame.role = .page
      enterElements(of: frame, shape: .feature)
    case (.results, UInt8(ascii: "[")) where frame.role == .spark:
      enterElements(of: frame, shape: .spark)
    case (.d, UInt8(ascii: "{")) where isOpen:
      frame.role = .page
      frames.append(.object(frame))
      frames.append(.object(ObjectFrame(role: .spark, start: cursor.position, line: cursor.line)))
      cursor.position += 1
    case (.results, UInt8(ascii: "[")) where isOpen, (.d, UInt8(ascii: "[")) where isOpen,
      (.wrapper, UInt8(ascii: "[")) where isOpen || frame.role == .spark,
      (.wrapperOfArrays, UInt8(ascii: "[")) where isOpen || frame.role == .spark:
      return try enterWrapped(frame)
    case (.wrapper, UInt8(ascii: "{")) where isOpen && !frame.hasField && frame.depth < 2,
      (.results, UInt8(ascii: "{")) where isOpen && !frame.hasField && frame.depth < 2:
      enterAnswer(frame)
    default:
      return try passMember(frame)
    }
    return nil
  }

  /// Passes a member that contains no listings.
  private mutating func passMember(_ frame: ObjectFrame) throws(FeedError) -> Piece? {
    var frame = frame
    let start = cursor.position
    let passing = try cursor.passValue(isDocument: isInDocument)
    guard passing == .complete else { return try breakOff(frame, passing) }
    note(from: start, in: &frame)
    frames.append(.object(frame))
    return nil
  }

  /// Enters an array that may contain listings: an empty one, or one that begins with an object.
  private mutating func enterWrapped(_ frame: ObjectFrame) throws(FeedError) -> Piece? {
    var frame = frame
    let first = try firstByteInside()
    if !frame.hasField, first == UInt8(ascii: "]") { frame.hasEmptyArray = true }
    guard !frame.hasField, first == UInt8(ascii: "{") else { return try passMember(frame) }
    if frame.role == .undecided { frame.role = .page }
    enterElements(of: frame, shape: .plain)
    return nil
  }

  /// The first nonblank byte inside the array that starts here; nil if it is far away.
  private mutating func firstByteInside() throws(FeedError) -> UInt8? {
    let start = cursor.position
    cursor.position += 1
    let first = try cursor.peekAfterBlanks()
    let isNear = cursor.position - start < 1024
    cursor.position = start
    return isNear ? first : nil
  }

  /// Enters an object that may contain listings or be one.
  private mutating func enterAnswer(_ frame: ObjectFrame) {
    var frame = frame
    frame.role = .page
    let depth = frame.depth + 1
    frames.append(.object(frame))
    cursor.keepFromHere()
    var inner = ObjectFrame(role: .undecided, start: cursor.position, line: cursor.line)
    inner.depth = depth
    frames.append(.object(inner))
    cursor.position += 1
  }

  private mutating func enterElements(of frame: ObjectFrame, shape: Piece.Shape) {
    var frame = frame
    frame.hasRecords = true
    frames.append(.object(frame))
    frames.append(.elements(ElementsFrame(shape: shape, mayHoldPages: false)))
    cursor.position += 1
  }

  /// Stores a server's message about missing records.
  private func note(from start: Int, in frame: inout ObjectFrame) {
    guard cursor.position - start <= 4096 else { return }
    let base = cursor.window.base
    let text = cursor.window.bytes.span.extracting(start - base..<cursor.position - base)
    switch frame.key {
    case .context where frame.role == .undecided: frame.note(context: text)
    case .error where saysSomething(text): frame.answer = shortened(text, to: 300)
    case .message where saysSomething(text) && (frame.role != .page && frame.answer == nil):
      frame.message = shortened(text, to: 300)
    case .success: frame.hasFailed = frame.hasFailed || text.count == 5
    default: break
    }
  }

  /// Whether a value is more than a placeholder for a missing one.
  private func saysSomething(_ text: Span<UInt8>) -> Bool {
    !["null", "false", "0", "\"\"", "[]", "{}"].contains(String(bytes: text))
  }

  /// Decides at an object's end what it is.
  private mutating func close(_ frame: ObjectFrame) -> Piece? {
    let end = cursor.position
    switch frame.role {
    case .page:
      hasPages = true
      // A server that fails in the middle of its records reports it after them.
      return frame.answer == nil && !frame.hasFailed ? nil : serverError(frame)
    case .undecided:
      if let resource = frame.otherResource {
        return .refusal(
          .page, .otherResource, start: frame.start, end: end, line: frame.line, value: resource,
          expected: "Expected a page of the resource Property.")
      }
      let hasFailed = frame.answer != nil || frame.message != nil || frame.hasFailed
      if !frame.isRecord, hasFailed {
        return serverError(frame)
      }
      if !frame.isRecord, frame.hasEmptyArray {
        hasPages = true
        return nil
      }
      if !frame.isRecord, hasPages || frame.depth > 0 {
        return .refusal(
          .page, .noResults, start: frame.start, end: end, line: frame.line,
          value: cursor.excerpt(from: frame.start),
          expected: "Expected a page of listings, as those before it.")
      }
      if end - frame.start > cursor.recordLimit {
        return tooLarge(start: frame.start, end: end, line: frame.line)
      }
      return Piece(content: .record(.plain), start: frame.start, end: end, line: frame.line)
    case .spark:
      hasPages = true
      if frame.hasFailed || frame.answer != nil { return serverError(frame) }
      if frame.hasRecords || frame.hasEmptyArray { return nil }
      return .refusal(
        .page, .noResults, start: frame.start, end: end, line: frame.line,
        expected: "Expected the listings in an array under D.Results.")
    }
  }

  private func serverError(_ frame: ObjectFrame) -> Piece {
    .refusal(
      .page, .serverError, start: frame.start, end: cursor.position, line: frame.line,
      value: frame.answer ?? frame.message,
      expected: "The server sent this instead of listings; ask it again.")
  }

  func tooLarge(start: Int, end: Int, line: Int) -> Piece {
    .refusal(
      .record, .tooLarge, start: start, end: end, line: line, value: "\(end - start) bytes",
      expected: "A record may have \(cursor.recordLimit) bytes.")
  }

  /// Abandons an object that is broken or truncated.
  private mutating func breakOff(_ frame: ObjectFrame, _ passing: JSONCursor.Passing)
    throws(FeedError) -> Piece
  {
    let isRecord = frame.role == .undecided
    let start = isRecord ? frame.start : cursor.position
    let line = isRecord ? frame.line : cursor.line
    while let outer = frames.popLast() {
      if case .elements(let elements) = outer {
        return try search(elements, brokenAt: start, line: line, passing)
      }
    }
    return try abandonDocument(
      startedAt: start, line: line, scope: isRecord ? .record : .page, passing)
  }
}
