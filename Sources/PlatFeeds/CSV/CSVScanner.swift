/// Scans one row of CSV through pieces of text until it ends, and records the positions of its
/// cells.
struct CSVScanner {
  /// The position of a cell's text.
  struct Cell {
    /// Offset of the first byte, after the quote if there is one.
    let start: Int
    /// Offset after the last byte, before the quote if there is one.
    let end: Int
    let isQuoted: Bool
    /// Whether quotes inside are doubled.
    let hasDoubledQuotes: Bool
  }

  enum End {
    case row
    case needsMore
    /// The byte at ``CSVScanner/position`` follows a closing quote.
    case broken
  }

  enum State {
    case cellStart, plain, quoted, quoteInQuoted
  }

  var separator = UInt8(ascii: ",")
  /// Offset of the next byte.
  private(set) var position = 0
  private(set) var cells: [Cell] = []
  private(set) var state = State.cellStart
  /// Offset of the current cell's first byte.
  private(set) var cellStart = 0
  private var hasDoubledQuotes = false

  /// Starts a row at an offset.
  mutating func begin(at offset: Int) {
    position = offset
    cells.removeAll(keepingCapacity: true)
    state = .cellStart
  }

  /// Continues through the text from ``position``.
  ///
  /// - Parameters:
  ///   - bytes: Text from before ``position`` to the end of the piece.
  ///   - base: Offset of the first of these bytes.
  /// - Complexity: O(n).
  mutating func pass(_ bytes: Span<UInt8>, base: Int) -> End {
    var index = position - base
    defer { position = base + index }
    while index < bytes.count {
      switch state {
      case .cellStart:
        state = bytes[index] == UInt8(ascii: "\"") ? .quoted : .plain
        if state == .quoted { index += 1 }
        cellStart = base + index
        hasDoubledQuotes = false
      case .plain:
        while index < bytes.count, !endsCell(bytes[index]) { index += 1 }
        guard index < bytes.count else { return .needsMore }
        endCell(at: base + index, isQuoted: false)
        index += 1
        if bytes[index - 1] != separator { return .row }
      case .quoted:
        guard let quote = firstByte(UInt8(ascii: "\""), in: bytes.extracting(index..<bytes.count))
        else {
          index = bytes.count
          return .needsMore
        }
        index += quote + 1
        state = .quoteInQuoted
      case .quoteInQuoted:
        if bytes[index] == UInt8(ascii: "\"") {
          hasDoubledQuotes = true
          state = .quoted
          index += 1
        } else if endsCell(bytes[index]) {
          endCell(at: base + index - 1, isQuoted: true)
          index += 1
          if bytes[index - 1] != separator { return .row }
        } else {
          return .broken
        }
      }
    }
    return .needsMore
  }

  /// Ends the row at the end of the text; false if there is no row, or a quote is open.
  mutating func endOfText() -> Bool {
    switch state {
    case .cellStart:
      if cells.isEmpty { return false }
      cellStart = position
      endCell(at: position, isQuoted: false)
    case .plain: endCell(at: position, isQuoted: false)
    case .quoteInQuoted: endCell(at: position - 1, isQuoted: true)
    case .quoted: return false
    }
    return true
  }

  private mutating func endCell(at offset: Int, isQuoted: Bool) {
    cells.append(
      Cell(start: cellStart, end: offset, isQuoted: isQuoted, hasDoubledQuotes: hasDoubledQuotes))
    state = .cellStart
  }

  @inline(always)
  private func endsCell(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }
}
