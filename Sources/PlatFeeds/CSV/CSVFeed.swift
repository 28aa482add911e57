internal import PlatGeometry
internal import PlatJSON
internal import PlatListings

/// The records of a CSV file: its header, then one record for each row.
struct CSVFeed {
  private(set) var rows: CSVRows
  let header: CSVHeader
  private let defaults: [(column: Int?, key: [UInt8], value: [UInt8])]
  private let latitude: Int?
  private let longitude: Int?
  private var unescaped: [UInt8] = []
  /// The start of the row in which the input seems to end: no good row has followed it so far.
  private var cut: (start: Int, line: Int)?
  /// Repeated header lines among the rows.
  private(set) var repeatedHeaders = 0
  /// The number of columns up to the last one with a name.
  private let namedCount: Int
  /// The names of the columns as they are compared.
  private let foldedNames: [[UInt8]]

  /// Reads the header line at the start of a window.
  ///
  /// - Throws: ``FeedError``; an unusable header is returned as a piece instead of a feed.
  static func open(_ window: InputWindow, options: FeedOptions) throws(FeedError) -> (
    feed: CSVFeed?, problem: Piece?
  ) {
    var window = window
    let headLength = 64 << 10
    while window.limit < headLength, window.fillAhead() {}
    let start = ContentKind.markLength(window.bytes.span.extracting(0..<window.limit))
    let head = window.bytes
    let separator = CSVHeader.separator(
      of: head.span.extracting(start..<min(window.limit, headLength)))
    var rows = CSVRows(
      window: window, from: start, separator: separator, recordLimit: options.recordLimit)
    switch try rows.next() {
    case .end:
      return (
        nil,
        .refusal(
          .file, .empty, start: 0, end: 0, line: 1, expected: "Expected listings as JSON or CSV.")
      )
    case .broken(let reason, let expected):
      return (
        nil,
        .refusal(
          .file, reason, start: 0, end: rows.position, line: 1,
          expected: "In the header: " + expected)
      )
    case .row: break
    }
    var names: [String] = []
    for cell in rows.cells {
      var name: [UInt8] = []
      rows.unescape(cell, into: &name)
      names.append(String(bytes: trimmed(name.span)))
    }
    do throws(CSVHeader.Problem) {
      return (
        CSVFeed(
          rows: rows, header: try CSVHeader(names: names, options: options), options: options), nil
      )
    } catch {
      let piece = Piece.refusal(
        .file, error.reason, start: 0, end: rows.position, line: 1, value: error.value,
        expected: error.expected)
      return (nil, piece)
    }
  }

  private init(rows: CSVRows, header: CSVHeader, options: FeedOptions) {
    self.rows = rows
    self.header = header
    foldedNames = header.columns.map { Array(folded: $0.name) }
    namedCount = (header.columns.lastIndex { !$0.name.isEmpty } ?? -1) + 1
    defaults = options.defaults.sorted { $0.key.ordinal < $1.key.ordinal }.map { field, value in
      (header.column(of: field), Array(field.key.utf8), Array(value.utf8))
    }
    let (y, x) = (header.column(of: .latitude), header.column(of: .longitude))
    let isProjected = options.referenceSystem != nil && x != nil && y != nil
    latitude = isProjected ? y : nil
    longitude = isProjected ? x : nil
  }

  /// The next record or refusal, or nil at the end.
  mutating func next() throws(FeedError) -> Piece? {
    var outcome = try rows.next()
    while case .row = outcome, isHeaderAgain {
      repeatedHeaders += 1
      cut = nil
      outcome = try rows.next()
    }
    switch outcome {
    case .end:
      guard let cut else { return nil }
      self.cut = nil
      return .refusal(
        .rest, .truncated, start: cut.start, end: rows.position, line: cut.line,
        expected: "The input ends inside this row: fetch it again, or mend a missing quote.")
    case .broken(let reason, let expected):
      if let answer = serverAnswer() { return answer }
      if reason == .truncated { cut = (rows.rowStart, rows.line) }
      return .refusal(
        .record, reason, start: rows.rowStart, end: rows.position, line: rows.line,
        expected: expected)
    case .row where rows.cells.count != header.columns.count && !isWholeWithoutEmptyCells:
      return refuseRaggedRow()
    case .row:
      cut = nil
      return Piece(
        content: .record(.plain), start: rows.rowStart, end: rows.position, line: rows.line)
    }
  }

  /// Whether the last row repeats the header line, as in concatenated files; case, signs and empty
  /// cells at its end do not matter.
  private var isHeaderAgain: Bool {
    let cells = rows.cells
    guard cells.count >= namedCount, namedCount > 0,
      cells[0].end - cells[0].start <= header.columns[0].name.utf8.count + 8
    else { return false }
    for place in cells.indices {
      let text = trimmed(rows.bytes(of: cells[place]))
      if place >= header.columns.count {
        guard text.count == 0 else { return false }
        continue
      }
      let name = FoldedName(text)
      guard
        name.isCut
          ? String(bytes: text) == header.columns[place].name
          : name.equals(foldedNames[place])
      else { return false }
    }
    return true
  }

  /// Whether the last row has a cell for each named column, and only empty cells beyond them, as
  /// spreadsheets write them.
  private var isWholeWithoutEmptyCells: Bool {
    let cells = rows.cells
    if cells.count < header.columns.count { return cells.count >= namedCount && !rows.endsInput }
    return cells[header.columns.count...].allSatisfy(rows.isBlank)
  }

  /// Rejects a row whose number of cells differs from the header's.
  private mutating func refuseRaggedRow() -> Piece {
    if let answer = serverAnswer() { return answer }
    if rows.cells.count < header.columns.count, rows.endsInput { cut = (rows.rowStart, rows.line) }
    return .refusal(
      .record, .raggedRow, start: rows.rowStart, end: rows.position, line: rows.line,
      value: "\(rows.cells.count) cells",
      expected:
        """
        The header has \(header.columns.count) columns; put quotes around a cell that holds the \
        separator.
        """
    )
  }

  /// A server's message in place of rows, if an unreadable row begins like markup or JSON.
  private func serverAnswer() -> Piece? {
    let window = rows.window
    guard rows.rowStart >= window.base, rows.rowStart < min(rows.position, window.limit) else {
      return nil
    }
    let reason: RefusalReason
    switch window[rows.rowStart] {
    case UInt8(ascii: "<"): reason = .markup
    case UInt8(ascii: "{"), UInt8(ascii: "["): reason = .serverError
    default: return nil
    }
    let text = window.bytes.span.extracting(
      rows.rowStart - window.base..<min(rows.position, window.limit) - window.base)
    return .refusal(
      .page, reason, start: rows.rowStart, end: rows.position, line: rows.line,
      value: shortened(trimmed(text), to: 300),
      expected: "The server sent this instead of rows; ask it again.")
  }

  /// Adds the last row's values to a normalizer that has begun a record; returns an unusable
  /// position.
  mutating func add(to normalizer: inout ListingNormalizer, _ projector: inout Projector?)
    -> RecordComposer.Drop?
  {
    let count = min(header.columns.count, rows.cells.count)
    for place in 0..<count where place != latitude && place != longitude {
      let column = header.columns[place]
      if column.isLeftOut { continue }
      let cell = rows.cells[place]
      if cell.start == cell.end { continue }
      if !column.unit.isEmpty, endsInDigit(cell) {
        rows.unescape(cell, into: &unescaped)
        unescaped += column.unit
        normalizer.add(name: column.key.span, text: unescaped.span)
      } else if cell.hasDoubledQuotes {
        rows.unescape(cell, into: &unescaped)
        normalizer.add(name: column.key.span, text: Self.withoutFormula(unescaped.span))
      } else {
        normalizer.add(name: column.key.span, text: Self.withoutFormula(rows.bytes(of: cell)))
      }
    }
    for value in defaults where isBlank(value.column) {
      normalizer.add(name: value.key.span, text: value.value.span)
    }
    guard let latitude, let longitude, latitude < count, longitude < count else { return nil }
    let x = trimmed(rows.bytes(of: rows.cells[longitude]))
    let y = trimmed(rows.bytes(of: rows.cells[latitude]))
    if x.count == 0, y.count == 0 { return nil }
    guard let easting = x.decimalDouble, let northing = y.decimalDouble,
      let place = projector?.place(x: easting, y: northing)
    else { return projector?.drop(x: shortened(x), y: shortened(y)) }
    normalizer.add(name: "latitude".utf8Span.span, text: "\(place.latitudeDegrees)".utf8Span.span)
    normalizer.add(name: "longitude".utf8Span.span, text: "\(place.longitudeDegrees)".utf8Span.span)
    return nil
  }

  /// The text of a cell that a spreadsheet keeps as text by a formula: `02139` of `="02139"`.
  @_lifetime(copy text)
  private static func withoutFormula(_ text: Span<UInt8>) -> Span<UInt8> {
    guard text.count >= 3, text[0] == UInt8(ascii: "="), text[1] == UInt8(ascii: "\""),
      text[text.count - 1] == UInt8(ascii: "\"")
    else { return text }
    return text.extracting(2..<text.count - 1)
  }

  /// Whether a row has no value in a column, or no such column.
  private func isBlank(_ column: Int?) -> Bool {
    guard let column, column < rows.cells.count else { return true }
    return rows.isBlank(rows.cells[column])
  }

  private func endsInDigit(_ cell: CSVScanner.Cell) -> Bool {
    let text = trimmed(rows.bytes(of: cell))
    return text.count > 0 && (0x30...0x39).contains(text[text.count - 1])
  }
}
