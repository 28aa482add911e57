/// Walks JSON text as it arrives, without parsing it: finds the ends of strings, objects and
/// arrays.
///
/// It checks only as much as it needs to find the end; the parser checks each record completely.
///
/// The result is a function of the text alone, regardless of how the bytes arrive. To ensure this,
/// nothing depends on the window's bounds:
/// - Bytes before ``position`` are read only from ``firstKept`` on, which depends only on offsets;
///   the window contains these, and more by chance.
/// - Bytes after ``position`` are read only up to a fixed number, after ``hold(to:)`` has loaded
///   them or the input has ended.
/// - A value exceeds the limit when ``recordLimit`` bytes of it have been passed, not when they are
///   in memory.
struct JSONCursor {
  /// The outcome of passing a value.
  enum Passing: Equatable {
    /// ``JSONCursor/position`` is after the value.
    case complete
    /// The feed ends inside the value.
    case truncated
    /// ``JSONCursor/recordLimit`` bytes were passed and the value continues;
    /// ``JSONCursor/passOn()`` continues with it.
    case overLimit
    /// The byte at an offset is invalid.
    case broken(at: Int)
  }

  /// The look-back distance in addition to a record: keys, servers' messages, blanks before a line.
  private static let leastKept = 4096

  var window: InputWindow
  /// Offset of the next byte.
  var position = 0
  /// The maximum size of a record in bytes.
  let recordLimit: Int
  /// The position of the last ``keepFromHere()``.
  private var kept = 0
  /// The total number of bytes that the walk went back.
  private var wentBack = 0
  /// The start of the last passed value.
  private var valueStart = 0
  private var nesting = Nesting()

  init(window: InputWindow, recordLimit: Int) {
    self.window = window
    self.recordLimit = recordLimit
  }

  /// Offset of the first readable byte: the first kept byte, but at most one record's size before
  /// ``position``.
  var firstKept: Int { max(kept, position - max(recordLimit, Self.leastKept)) }

  /// The line number of the next byte, which must be at or after the last queried byte.
  var line: Int {
    mutating get { window.line(at: position) }
  }

  /// Keeps the bytes from ``position`` on until the next call.
  mutating func keepFromHere() {
    kept = position
    window.mark = position
  }

  /// Goes back to an offset, or to the first kept byte after it, and keeps the bytes from there on.
  ///
  /// A feed that breaks late again and again would be read over and over; such a feed is only read
  /// forward.
  /// - Parameter offset: At most one byte after ``position``, or the end of the feed.
  mutating func goBack(to offset: Int) {
    let place = min(max(offset, firstKept), window.limit)
    if place > position || mayGoBack(to: place) { position = place }
    keepFromHere()
  }

  /// Whether the walk may still go back to an offset: its budget is 64 bytes for each passed byte,
  /// plus one record.
  mutating func mayGoBack(to offset: Int) -> Bool {
    let length = max(position - offset, 0)
    guard length <= 64 * position + recordLimit - wentBack else { return false }
    wentBack += length
    return true
  }

  /// Reads more; call it when ``position`` is at the end of the window.
  mutating func fill() throws(FeedError) -> Bool {
    window.mark = firstKept
    return try window.fill()
  }

  /// Reads until the bytes before an offset are in memory, or the feed has ended.
  mutating func hold(to offset: Int) {
    while window.limit < offset, window.fillAhead() {}
  }

  /// The next byte, or nil at the end of the feed.
  mutating func peek() throws(FeedError) -> UInt8? {
    if position == window.limit, try !fill() { return nil }
    return window[position]
  }

  /// Skips blanks and returns the next byte, or nil at the end of the feed.
  mutating func peekAfterBlanks() throws(FeedError) -> UInt8? {
    while let byte = try peek() {
      if !isBlank(byte) { return byte }
      position += 1
    }
    return nil
  }

  /// Passes the value that starts here.
  ///
  /// - Parameters:
  ///   - isDocument: Whether a line that starts with `{` where no value is possible ends the value
  ///     as broken, because it is the next document.
  ///   - stopsAtLimit: Whether to return ``Passing/overLimit`` when the value exceeds a record's
  ///     size.
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

  /// Continues after ``Passing/overLimit``, without keeping bytes.
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
      // A document is walked line by line, to see the starts of lines.
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

  /// Passes a number, `true`, `false` or `null`, or any other text in its place.
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

  /// Whether a value is possible at an offset, judged by the last byte before it that is not a
  /// blank.
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
