internal import PlatListings

/// An array of records that contains the current position.
struct ElementsFrame {
  let shape: Piece.Shape
  /// Whether an element without a listing's key may be a page.
  let mayHoldPages: Bool
  var isAfterElement = false
  /// The beginning of the elements: the line feed and indent before them, if any, the brace and the
  /// first key.
  var beginning: [UInt8] = []

  init(shape: Piece.Shape, mayHoldPages: Bool) {
    self.shape = shape
    self.mayHoldPages = mayHoldPages
  }
}

extension JSONFeed {
  /// After more searches than this the rest is abandoned: each search may read up to a record's
  /// size.
  private static let searchLimit = 1000

  /// Takes the next step inside an array of records, which is off the stack during the step.
  mutating func step(_ frame: ElementsFrame) throws(FeedError) -> Piece? {
    var frame = frame
    cursor.keepFromHere()
    let byte = try cursor.peekAfterBlanks()
    switch byte {
    case nil:
      return try search(frame, brokenAt: cursor.position, line: cursor.line, .truncated)
    case UInt8(ascii: "]"):
      cursor.position += 1
      return nil
    case UInt8(ascii: ","):
      cursor.position += 1
      frame.isAfterElement = false
      frames.append(.elements(frame))
      return nil
    case _ where frame.isAfterElement:
      return try search(
        frame, brokenAt: cursor.position, line: cursor.line, .broken(at: cursor.position))
    case UInt8(ascii: "{"):
      return try takeElement(frame)
    default:
      return try refuseElement(frame)
    }
  }

  private mutating func takeElement(_ frame: ElementsFrame) throws(FeedError) -> Piece? {
    var frame = frame
    let start = cursor.position
    let line = cursor.line
    let indent = cursor.indent(before: start)
    cursor.keepFromHere()
    var passing = try cursor.passValue(isDocument: false, stopsAtLimit: true)
    if frame.beginning.isEmpty {
      frame.beginning = cursor.beginning(ofObjectAt: start, after: indent)
    }
    if passing == .overLimit {
      // A quote or bracket may be missing, so the next records were swallowed; they are still in
      // memory.
      let end = start + cursor.recordLimit
      cursor.hold(to: end + frame.beginning.count)
      let next = cursor.findRestart(frame.beginning, from: start + 1, before: end)
      if let next, cursor.mayGoBack(to: next.offset) {
        cursor.position = next.offset
        restart(next.kind, in: frame)
        return tooLarge(start: start, end: next.offset, line: line)
      }
      passing = try cursor.passOn()
    }
    guard passing == .complete else {
      return try search(frame, brokenAt: start, line: line, passing)
    }
    frame.isAfterElement = true
    frames.append(.elements(frame))
    if cursor.position - start > cursor.recordLimit {
      return tooLarge(start: start, end: cursor.position, line: line)
    }
    if frame.mayHoldPages { guess = .element(start) }
    return Piece(content: .record(frame.shape), start: start, end: cursor.position, line: line)
  }

  private mutating func refuseElement(_ frame: ElementsFrame) throws(FeedError) -> Piece? {
    var frame = frame
    cursor.keepFromHere()
    let start = cursor.position
    let line = cursor.line
    let value = cursor.excerpt(from: start)
    let passing = try cursor.passValue(isDocument: false)
    guard passing == .complete else {
      return try search(frame, brokenAt: start, line: line, passing)
    }
    frame.isAfterElement = true
    frames.append(.elements(frame))
    return .refusal(
      .record, .listing(.notAnObject), start: start, end: cursor.position, line: line, value: value,
      expected: "Expected a JSON object.")
  }

  /// Rejects the element that started at an offset and looks for the next one.
  mutating func search(
    _ frame: ElementsFrame, brokenAt start: Int, line: Int, _ passing: JSONCursor.Passing
  )
    throws(FeedError) -> Piece
  {
    let (reason, value, expected) = explain(passing)
    searches += 1
    cursor.goBack(to: start + 1)
    let kind = searches <= Self.searchLimit ? try cursor.seekRestart(frame.beginning) : nil
    if let kind { restart(kind, in: frame) }
    isFinished = kind == nil
    // Another document begins before the array has ended, so the rest of the array is lost.
    let scope: Refusal.Scope = isFinished ? .rest : kind == .document ? .page : .record
    return .refusal(
      scope, reason, start: start, end: cursor.position, line: line, value: value,
      expected: expected)
  }

  /// Continues with a record of a page or with another document.
  private mutating func restart(_ kind: JSONCursor.Restart, in frame: ElementsFrame) {
    guard case .element = kind else { return frames.removeAll(keepingCapacity: true) }
    var frame = frame
    frame.isAfterElement = false
    frames.append(.elements(frame))
  }

  /// Describes why a value could not be passed.
  mutating func explain(
    _ passing: JSONCursor.Passing
  ) -> (reason: RefusalReason, value: String?, expected: String) {
    switch passing {
    case .broken(let offset):
      let value = cursor.excerpt(from: offset)
      return (.malformed, value, "Byte \(offset) cannot stand here in JSON.")
    case .truncated, .complete, .overLimit:
      return (
        .truncated, nil,
        "The input ends before this is closed: fetch it again, or mend a missing quote or bracket."
      )
    }
  }
}
