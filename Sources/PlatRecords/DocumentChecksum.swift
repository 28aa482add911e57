internal import CPlatSQLite
internal import CPlatXXHash
import PlatStore

/// The checksum of a stored document: 64-bit XXH3 of its bytes, seeded by the listing's key and
/// ordinal.
///
/// The seed ties a document to its listing: the checksum of a misplaced row does not match.
enum DocumentChecksum {
  /// The checksum of a row.
  @unsafe
  static func of(ordinal: Int64, key: UnsafeRawBufferPointer, document: UnsafeRawBufferPointer)
    -> Int64
  {
    let seed = unsafe XXH3_64bits_withSeed(key.baseAddress, key.count, UInt64(bitPattern: ordinal))
    return Int64(
      bitPattern: unsafe XXH3_64bits_withSeed(document.baseAddress, document.count, seed))
  }

  /// The checksum of a row that was read from the database.
  static func of(ordinal: Int64, key: Span<UInt8>, document: Span<UInt8>) -> Int64 {
    unsafe key.withUnsafeBytes { key in
      unsafe document.withUnsafeBytes { document in
        unsafe of(ordinal: ordinal, key: key, document: document)
      }
    }
  }

  /// Defines it as an SQL function on a connection, for migrations:
  /// `plat_checksum(ordinal, key, document)`.
  static func define(on connection: StoreConnection) throws(StoreError) {
    let result = unsafe sqlite3_create_function_v2(
      connection.handle, "plat_checksum", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
      { context, _, values in
        guard let values = unsafe values else { return }
        func bytes(_ index: Int) -> UnsafeRawBufferPointer {
          let start = unsafe sqlite3_value_blob(values[index])
          return unsafe UnsafeRawBufferPointer(
            start: start, count: Int(sqlite3_value_bytes(values[index])))
        }
        unsafe sqlite3_result_int64(
          context,
          DocumentChecksum.of(
            ordinal: sqlite3_value_int64(values[0]), key: bytes(1), document: bytes(2)))
      }, nil, nil, nil)
    guard result == SQLITE_OK else { throw connection.error(result, "create function") }
  }
}

extension StoreError {
  /// The error for a document that differs from the stored one.
  static func damaged(document key: String, path: String) -> StoreError {
    StoreError(
      .damagedDocument, path: path,
      reason:
        """
        the document of the listing "\(key.unicodeScalars.prefixText(80))" does not match its \
        checksum
        """
    )
  }
}

extension String.UnicodeScalarView {
  /// The first scalars as text.
  func prefixText(_ count: Int) -> String { String(Self(prefix(count))) }
}
