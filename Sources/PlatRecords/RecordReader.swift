import PlatFiles
import PlatStore

/// One read connection to the records, with its statements; one thread at a time uses it.
final class RecordReader: @unchecked Sendable {
  // Unchecked: only the thread that took a reader from the pool uses it, until it returns it.
  let connection: StoreConnection
  let meta: NumbersAndNotes
  /// Whether the documents have checksums; those of an older schema version do not.
  let hasChecksums: Bool
  /// Whether there is a history of changes.
  let hasHistory: Bool
  let byOrdinal: StoreStatement
  let byKey: StoreStatement
  let recordByOrdinal: StoreStatement
  let scan: StoreStatement

  init(path: String, identity: FileIdentity) throws(StoreError) {
    let lock = try RecordLock.take(path, exclusive: false)
    // A build leaves the records of the previous state under another name.
    guard let name = Self.name(of: identity, beside: path) else { throw .replaced(path) }
    let version: Int
    (connection, version) = try Self.connect(name)
    lock.release()
    hasChecksums = version >= RecordSchema.firstWithChecksums
    hasHistory = version >= RecordSchema.firstWithHistory
    // NULL stands for a missing checksum.
    let checksum = hasChecksums ? "checksum" : "NULL"
    meta = try NumbersAndNotes(connection)
    byOrdinal = try connection.prepare(
      "SELECT document, \(checksum), listing_key FROM listings WHERE ordinal = ?")
    byKey = try connection.prepare(
      "SELECT document, \(checksum), ordinal FROM listings WHERE listing_key = ?")
    recordByOrdinal = try connection.prepare(
      "SELECT listing_key, modified, document, \(checksum) FROM listings WHERE ordinal = ?")
    scan = try connection.prepare(
      """
      SELECT listing_key, modified, document, \(checksum), ordinal FROM listings \
      WHERE ordinal >= ? ORDER BY ordinal
      """
    )
  }

  /// Opens the file for reading and checks that this code can read it.
  private static func connect(_ path: String) throws(StoreError) -> (StoreConnection, version: Int)
  {
    try StoreConnection.forReading(path) { (connection) throws(StoreError) in
      try connection.run("PRAGMA cache_size = -4096")
      let version = try RecordSchema.schema.version(of: connection)
      guard version > 0 else { throw StoreSchema.empty(path) }
      return (connection, version)
    }
  }

  /// The file's name in the directory of a path, or nil if it no longer has one there.
  private static func name(of identity: FileIdentity, beside path: String) -> String? {
    if FileIdentity.of(path: path) == identity { return path }
    let directory = FilePath.directory(of: path)
    let names = (try? FileSystem.names(in: directory)) ?? []
    return names.lazy.filter { $0.hasSuffix(".sqlite") }.map { directory + "/" + $0 }
      .first { FileIdentity.of(path: $0) == identity }
  }

  /// Compares a row with its checksum.
  ///
  /// - Parameters:
  ///   - column: The checksum's column in the current row of `statement`.
  ///   - key: The expected key of the row: the requested one, if a key was requested.
  /// - Throws: ``StoreError/Code/damagedDocument``; the statement is then reset.
  func check(
    _ statement: StoreStatement, checksum column: Int32, ordinal: Int64, key: Span<UInt8>,
    document: Span<UInt8>
  ) throws(StoreError) {
    guard hasChecksums else { return }
    let stored = statement.isNull(column) ? nil : statement.integer(column)
    guard stored == DocumentChecksum.of(ordinal: ordinal, key: key, document: document) else {
      statement.reset()
      let key = unsafe key.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      throw .damaged(document: key, path: connection.path)
    }
  }
}
