/// Splits CSV text (RFC 4180) into rows and cells as it arrives, with one row in memory at a time.
///
/// It accepts more than the RFC: any of CR LF, LF and CR ends a row, blank lines are skipped, and a
/// quote inside an unquoted cell is an ordinary character.
struct CSVRows {
  enum Outcome {
    case row
    case end
    /// The text at ``CSVRows/rowStart`` is not a row; reading continues at the next line.
    case broken(RefusalReason, expected: String)
  }

  var window: InputWindow
  /// Offset of the last row's first byte.
  private(set) var rowStart = 0
  /// The line number of its start, from 1.
  private(set) var line = 1
  private var scanner = CSVScanner()
  let recordLimit: Int

  /// The last row's cells, which stay in memory until the next row is read.
  var cells: [CSVScanner.Cell] { scanner.cells }

  /// Offset after the last row.
  private(set) var position = 0

  /// Whether the last row ends at the end of the input, without a line break.
  var endsInput: Bool {
    guard window.isAtEnd, position == window.limit, position > rowStart else { return false }
    let last = window[position - 1]
    return last != 0x0A && last != 0x0D
  }

  /// Reads rows from an offset.
  init(window: InputWindow, from offset: Int, separator: UInt8, recordLimit: Int) {
    self.window = window
    self.recordLimit = recordLimit
    position = offset
    scanner.separator = separator
  }

  /// Reads the next row.
  mutating func next() throws(FeedError) -> Outcome {
    while true {
      rowStart = position
      line = window.line(at: position)
      window.mark = position
      let outcome = try readRow()
      if case .row = outcome, cells.count == 1, cells[0].start == cells[0].end, !cells[0].isQuoted {
        continue
      }
      return outcome
    }
  }

  private mutating func readRow() throws(FeedError) -> Outcome {
    scanner.begin(at: position)
    while true {
      if position - rowStart > recordLimit {
        return try refuse(
          .tooLarge, "A row may have \(recordLimit) bytes; look for a quote that is not closed.")
      }
      if position == window.limit, try !window.fill() { break }
      switch pass() {
      case .row: return .row
      case .needsMore: break
      case .broken:
        return try refuse(
          .malformed, "Byte \(position) follows a closing quote: write quotes inside a cell twice.")
      }
    }
    if scanner.endOfText() { return .row }
    guard case .quoted = scanner.state else { return .end }
    return try refuse(.truncated, "The quote at byte \(scanner.cellStart - 1) is never closed.")
  }

  private mutating func pass() -> CSVScanner.End {
    let end = min(window.limit, rowStart + recordLimit + 1)
    let bytes = window.bytes
    let outcome = scanner.pass(bytes.span.extracting(0..<end - window.base), base: window.base)
    position = scanner.position
    return outcome
  }

  /// Skips to the line after the row's start, because the row's quotes are unreliable.
  private mutating func refuse(_ reason: RefusalReason, _ expected: String) throws(FeedError)
    -> Outcome
  {
    position = rowStart
    while true {
      if let feed = window.firstNewline(from: position) {
        position = feed + 1
        break
      }
      position = window.limit
      if position - rowStart > recordLimit { window.mark = position }
      if try !window.fill() { break }
    }
    return .broken(reason, expected: expected)
  }
}

extension CSVRows {
  /// The bytes of a cell of the last row; quotes inside may be doubled.
  @_lifetime(borrow self)
  func bytes(of cell: CSVScanner.Cell) -> Span<UInt8> {
    window.bytes.span.extracting(cell.start - window.base..<cell.end - window.base)
  }

  /// Puts the text of a cell of the last row into `text`, with doubled quotes made single.
  func unescape(_ cell: CSVScanner.Cell, into text: inout [UInt8]) {
    let bytes = bytes(of: cell)
    text.removeAll(keepingCapacity: true)
    var index = 0
    while index < bytes.count {
      text.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
  }

  /// Whether a cell of the last row contains only blanks.
  func isBlank(_ cell: CSVScanner.Cell) -> Bool {
    for offset in cell.start..<cell.end where !PlatFeeds.isBlank(window[offset]) { return false }
    return true
  }
}
