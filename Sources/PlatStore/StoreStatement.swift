internal import CPlatSQLite

/// One prepared statement; parameters count from 1, columns from 0.
@safe
package final class StoreStatement {
  private let handle: OpaquePointer
  private let connection: StoreConnection

  /// Takes ownership of a statement that SQLite has prepared.
  @unsafe
  init(_ handle: OpaquePointer, of connection: StoreConnection) {
    unsafe self.handle = handle
    self.connection = connection
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Sets a parameter to an integer.
  package func bind(_ index: Int32, _ value: Int64) throws(StoreError) {
    try check(unsafe sqlite3_bind_int64(handle, index, value))
  }

  /// Sets a parameter to an integer or NULL.
  package func bind(_ index: Int32, _ value: Int64?) throws(StoreError) {
    if let value {
      try bind(index, value)
    } else {
      try check(unsafe sqlite3_bind_null(handle, index))
    }
  }

  /// Sets a parameter to a copy of a text.
  package func bind(_ index: Int32, _ text: String) throws(StoreError) {
    var text = text
    let result = text.withUTF8 { bytes in
      unsafe sqlite3_bind_text64(
        handle, index,
        UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self) ?? Self.nothing,
        UInt64(bytes.count), Self.transient, UInt8(SQLITE_UTF8))
    }
    try check(result)
  }

  /// Sets a parameter to a text, whose memory must stay valid until the statement is reset or bound
  /// again.
  @unsafe
  package func bind(_ index: Int32, text bytes: UnsafeRawBufferPointer) throws(StoreError) {
    try check(
      unsafe sqlite3_bind_text64(
        handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Self.nothing,
        UInt64(bytes.count), nil,
        UInt8(SQLITE_UTF8)))
  }

  /// Sets a parameter to bytes, whose memory must stay valid until the statement is reset or bound
  /// again.
  @unsafe
  package func bind(_ index: Int32, bytes: UnsafeRawBufferPointer) throws(StoreError) {
    try check(
      unsafe sqlite3_bind_blob64(
        handle, index, bytes.baseAddress ?? UnsafeRawPointer(Self.nothing), UInt64(bytes.count), nil
      ))
  }

  /// Runs a statement without result rows, with a parameter set to bytes, and resets it.
  package func run(binding index: Int32, to bytes: [UInt8]) throws(StoreError) {
    try unsafe bytes.span.withUnsafeBytes { (bytes) throws(StoreError) in
      try unsafe bind(index, bytes: bytes)
      try run()
    }
  }

  /// Sets a parameter to a copy of a text or NULL.
  package func bind(_ index: Int32, optional text: String?) throws(StoreError) {
    if let text { try bind(index, text) } else { try bind(index, nil as Int64?) }
  }

  /// Advances to the next row; returns false if there is none.
  package func step() throws(StoreError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let result:
      let error = connection.error(
        result, unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? "step")
      unsafe sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs a statement without result rows and resets it.
  package func run() throws(StoreError) {
    _ = try step()
    reset()
  }

  /// Resets the statement; its parameters keep their values.
  package func reset() { unsafe sqlite3_reset(handle) }

  /// Whether a column of the row is NULL.
  package func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// A column of the row as an integer; 0 for NULL.
  package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  /// A column of the row as text; empty for NULL.
  package func text(_ column: Int32) -> String {
    unsafe withBytes(column) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a column, blob or text; nil for NULL.
  package func bytes(_ column: Int32) -> [UInt8]? {
    if isNull(column) { return nil }
    var bytes: [UInt8] = []
    append(column, to: &bytes)
    return bytes
  }

  /// A column of the row as text; nil for NULL.
  package func optionalText(_ column: Int32) -> String? {
    isNull(column) ? nil : text(column)
  }

  /// Appends the bytes of a column, blob or text, to an array.
  package func append(_ column: Int32, to bytes: inout [UInt8]) {
    unsafe withBytes(column) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Whether a column's bytes equal the given bytes.
  @unsafe
  package func isEqual(_ column: Int32, to other: UnsafeRawBufferPointer) -> Bool {
    unsafe withBytes(column) { bytes in
      unsafe bytes.count == other.count && bytes.elementsEqual(other)
    }
  }

  private func withBytes<T>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> T) -> T {
    // Get the pointer first, since this may convert the value; then the length.
    let pointer = unsafe sqlite3_column_blob(handle, column)
    return unsafe body(
      UnsafeRawBufferPointer(start: pointer, count: Int(sqlite3_column_bytes(handle, column))))
  }

  private func check(_ result: Int32) throws(StoreError) {
    guard result == SQLITE_OK else { throw connection.error(result, "bind") }
  }

  /// An address for empty texts and blobs; a null pointer would bind NULL.
  nonisolated(unsafe) private static let nothing: UnsafePointer<CChar> = {
    let address = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    unsafe address.initialize(to: 0)
    return unsafe UnsafePointer(address)
  }()

  /// Makes SQLite copy a bound value (`SQLITE_TRANSIENT`).
  private static var transient: sqlite3_destructor_type? {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
