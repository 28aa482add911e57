/// Walks JSON text as it comes in, without parsing it: finds where strings, objects and arrays end.
///
/// What it passes over is not checked beyond what is needed to find the end; the parser does that
/// for each record.
///
/// What it comes to is a function of the text alone, however the bytes arrive. So that it is,
/// nothing asks where the window begins or ends:
/// - Bytes before ``position`` are looked at from ``firstKept`` on, which follows from offsets
///   only; the window holds those, and more by chance.
/// - Bytes after ``position`` are looked at as far as a fixed number of them reach, after
///   ``hold(to:)`` has brought them in or the input has ended.
/// - A value is over the limit when ``recordLimit`` bytes of it have been passed, not when they lie
///   in memory.
struct JSONCursor {
  /// How passing over a value ended.
  enum Passing: Equatable {
    /// ``JSONCursor/position`` is after the value.
    case complete
    /// The feed ends inside the value.
    case truncated
    /// ``JSONCursor/recordLimit`` bytes were passed and the value goes on; ``JSONCursor/passOn()``
    /// follows it.
    case overLimit
    /// The byte at an offset cannot be.
    case broken(at: Int)
  }

  /// Reach of what is looked back at besides a record: keys, what servers say, blanks before a
  /// line.
  private static let leastKept = 4096

  var window: InputWindow
  /// Offset of the next byte.
  var position = 0
  /// The most bytes that a record may have.
  let recordLimit: Int
  /// Where bytes were last kept from, by ``keepFromHere()``.
  private var kept = 0
  /// How many bytes the walk went back, in all.
  private var wentBack = 0
  /// Where the value starts that was passed last.
  private var valueStart = 0
  private var nesting = Nesting()

  init(window: InputWindow, recordLimit: Int) {
    self.window = window
    self.recordLimit = recordLimit
  }

  /// Offset of the first byte that may be looked at: what was kept, but never more before
  /// ``position`` than a record may have.
  var firstKept: Int { max(kept, position - max(recordLimit, Self.leastKept)) }

  /// The number of the line of the next byte; it must be at or after the byte that was asked for
  /// before.
  var line: Int {
    mutating get { window.line(at: position) }
  }

  /// Keeps the bytes from ``position`` on until the next call.
  mutating func keepFromHere() {
    kept = position
    window.mark = position
  }

  /// Goes back to an offset, or to the first byte after it that is kept, and keeps the bytes from
  /// there on.
  ///
  /// A feed that would be read over and over, because it breaks late again and again, is only read
  /// on.
  /// - Parameter offset: At most one byte after ``position``; at the end of the feed that is the
  ///   end.
  mutating func goBack(to offset: Int) {
    let place = min(max(offset, firstKept), window.limit)
    if place > position || mayGoBack(to: place) { position = place }
    keepFromHere()
  }

  /// Whether the walk can still afford to go back to an offset: in all 64 bytes for each that it
  /// has passed, and a record.
  mutating func mayGoBack(to offset: Int) -> Bool {
    let length = max(position - offset, 0)
    guard length <= 64 * position + recordLimit - wentBack else { return false }
    wentBack += length
    return true
  }

  /// Reads on; called where ``position`` has come to the end of the window.
  mutating func fill() throws(FeedError) -> Bool {
    window.mark = firstKept
    return try window.fill()
  }

  /// Reads on until the bytes before an offset lie in memory, or there are no more.
  mutating func hold(to offset: Int) {
    while window.limit < offset, window.fillAhead() {}
  }

  /// The next byte, or nil at the end of the feed.
  mutating func peek() throws(FeedError) -> UInt8? {
    if position == window.limit, try !fill() { return nil }
    return window[position]
  }

  /// Passes over blanks and tells the byte after them, or nil at the end of the feed.
  mutating func peekAfterBlanks() throws(FeedError) -> UInt8? {
    while let byte = try peek() {
      if !isBlank(byte) { return byte }
      position += 1
    }
    return nil
  }

  /// Passes over the value that starts here.
  ///
  /// - Parameters:
  ///   - isDocument: Whether a line that starts with `{` where no value can stand ends it as
  ///     broken, because it is
  ///     the next document.
  ///   - stopsAtLimit: Whether to come back as ``Passing/overLimit`` where the value may be no
  ///     record any more.
  mutating func passValue(isDocument: Bool, stopsAtLimit: Bool = false) throws(FeedError) -> Passing
  {
    switch try peek() {
    case nil:
      return .truncated
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
      nesting = Nesting()
      valueStart = position
      return try passNested(isDocument: isDocument, stopsAtLimit: stopsAtLimit)
    default:
      return try passScalar()
    }
  }

  /// Goes on after ``Passing/overLimit``, letting bytes go.
  mutating func passOn() throws(FeedError) -> Passing {
    try passNested(isDocument: false, stopsAtLimit: false)
  }

  private mutating func passNested(isDocument: Bool, stopsAtLimit: Bool) throws(FeedError)
    -> Passing
  {
    var nesting = self.nesting
    defer { self.nesting = nesting }
    let stop = stopsAtLimit ? valueStart + recordLimit : Int.max
    while true {
      if isDocument, position > valueStart, window[position - 1] == 0x0A,
        try peek() == UInt8(ascii: "{"),
        nesting.isInString || !canStartValue(at: position)
      {
        return .broken(at: position)
      }
      // A document is followed line by line, to see where a line starts.
      var end = min(window.limit, stop)
      if isDocument, let feed = window.firstNewline(from: position) { end = feed + 1 }
      let outcome = nesting.pass(
        window.bytes.span.extracting(position - window.base..<end - window.base))
      position += nesting.passed
      switch outcome {
      case .complete: return .complete
      case .broken: return .broken(at: position)
      case .needsMore where position == stop:
        return try peek() == nil ? .truncated : .overLimit
      case .needsMore where position == window.limit:
        if try !fill() { return .truncated }
      case .needsMore: break
      }
    }
  }

  /// Passes over a number, `true`, `false` or `null`, or over whatever stands in place of one.
  private mutating func passScalar() throws(FeedError) -> Passing {
    let start = position
    while let byte = try peek() {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D:
        return position > start ? .complete : .broken(at: start)
      case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"):
        return .broken(at: position)
      default: position += 1
      }
    }
    return .truncated
  }

  /// Whether a value can stand at an offset, judged by the last byte before it that is no blank.
  private func canStartValue(at offset: Int) -> Bool {
    var index = offset - 1
    while index >= firstKept, isBlank(window[index]) { index -= 1 }
    guard index >= firstKept else { return true }
    let byte = window[index]
    return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: ":")
  }
}

/// Whether a byte is one of JSON's four blanks.
@inline(always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
