/// The contents of a file that is read as a whole or row by row: a table, or JSON.
///
/// For data other than listings. Gzip and Zstandard are unpacked; encodings are refused with
/// advice, as for listings.
public enum DataFile: ~Copyable {
  /// CSV with a header.
  case table(TableReader)
  /// The bytes of a JSON text, not yet parsed.
  case json([UInt8])
  /// An unreadable input.
  case refused(Refusal)

  /// Opens an input and detects its format.
  ///
  /// - Parameters:
  ///   - input: A file, or bytes.
  ///   - limit: The maximum size of a JSON text in bytes.
  /// - Throws: ``FeedError`` if the input is unreadable.
  public static func open(_ input: FeedInput, limit: Int = 256 << 20) throws(FeedError) -> DataFile
  {
    do throws(FeedError) {
      return try openWhole(input, limit: limit)
    } catch {
      guard let damage = error.damage else { throw error }
      return .refused(
        Refusal(
          .file, damage.reason, input: damage.input, offset: damage.offset,
          expected: damage.text))
    }
  }

  private static func openWhole(_ input: FeedInput, limit: Int) throws(FeedError) -> DataFile {
    let options = FeedOptions()
    var window = try InputWindow(
      input: input.name, source: try input.open(), chunkSize: options.chunkSize)
    let headLength = 64 << 10
    while window.limit < headLength, window.fillAhead() {}
    let bytes = window.bytes
    let head = bytes.span.extracting(0..<min(window.limit, headLength))
    switch ContentKind(head: head, isAll: window.limit < headLength) {
    case .refused(let reason, let expected):
      return .refused(Refusal(.file, reason, input: input.name, offset: 0, expected: expected))
    case .csv:
      let start = ContentKind.markLength(head)
      let rows = CSVRows(
        window: window, from: start,
        separator: CSVHeader.separator(of: head.extracting(start..<head.count)),
        recordLimit: options.recordLimit)
      return try TableReader.open(rows, input: input.name)
    case .json:
      let start = ContentKind.markLength(head)
      while try window.fill() {
        guard window.limit <= limit else {
          return .refused(
            Refusal(
              .file, .tooLarge, input: input.name, offset: window.limit,
              expected: "A JSON text may have \(limit) bytes; split it."))
        }
      }
      return .json(Array(window.bytes[start..<window.limit]))
    }
  }
}

/// Reads a CSV file with a header row by row, as texts.
public struct TableReader: ~Copyable {
  /// One row, or a report in its place.
  public enum Row {
    /// The cells in the header's order, and the start of the row.
    case cells([String], record: Int, line: Int, offset: Int)
    /// An unreadable row.
    case refused(Refusal)
  }

  /// The names of the columns.
  public let header: [String]
  /// The input's name.
  public let input: String
  private var rows: CSVRows
  private var record = 0

  static func open(_ rows: CSVRows, input: String) throws(FeedError) -> DataFile {
    var rows = rows
    switch try rows.next() {
    case .end:
      return .refused(
        Refusal(.file, .empty, input: input, offset: 0, expected: "Expected a header and rows."))
    case .broken(let reason, let expected):
      return .refused(
        Refusal(
          .file, reason, input: input, line: 1, offset: 0, expected: "In the header: " + expected))
    case .row:
      return .table(TableReader(header: texts(of: &rows), input: input, rows: rows))
    }
  }

  private init(header: [String], input: String, rows: CSVRows) {
    self.header = header
    self.input = input
    self.rows = rows
  }

  /// The next row, or nil at the end.
  ///
  /// - Throws: ``FeedError`` if reading the input fails.
  public mutating func next() throws(FeedError) -> Row? {
    let outcome = try rows.next()
    record += 1
    switch outcome {
    case .end: return nil
    case .broken(let reason, let expected):
      return .refused(
        Refusal(
          .record, reason, input: input, record: record, line: rows.line, offset: rows.rowStart,
          expected: expected))
    case .row where rows.cells.count != header.count:
      return .refused(
        Refusal(
          .record, .raggedRow, input: input, record: record, line: rows.line, offset: rows.rowStart,
          value: "\(rows.cells.count) cells",
          expected:
            """
            The header has \(header.count) columns; put quotes around a cell that holds the \
            separator.
            """
        ))
    case .row:
      return .cells(Self.texts(of: &rows), record: record, line: rows.line, offset: rows.rowStart)
    }
  }

  /// The trimmed cells of the last row; bytes that are not UTF-8 become U+FFFD.
  private static func texts(of rows: inout CSVRows) -> [String] {
    var texts: [String] = []
    var bytes: [UInt8] = []
    for cell in rows.cells {
      rows.unescape(cell, into: &bytes)
      texts.append(String(bytes: trimmed(bytes.span)))
    }
    return texts
  }
}
