import PlatFiles
import PlatStore

/// One connection for reading records, with its statements: used by one thread at a time.
final class RecordReader: @unchecked Sendable {
  // Unchecked: the thread that has taken a reader from the pool is the only one to use it until it
  // gives it back.
  let connection: StoreConnection
  let meta: NumbersAndNotes
  /// Whether the documents have checksums; those of an older schema version have none.
  let hasChecksums: Bool
  let byOrdinal: StoreStatement
  let byKey: StoreStatement
  let recordByOrdinal: StoreStatement
  let scan: StoreStatement

  init(path: String, identity: FileIdentity) throws(StoreError) {
    let lock = try RecordLock.take(path, exclusive: false)
    // A build leaves the records of the state before under another name.
    guard let name = Self.name(of: identity, beside: path) else { throw .replaced(path) }
    let version: Int
    (connection, version) = try Self.connect(name)
    lock.release()
    hasChecksums = version >= RecordSchema.firstWithChecksums
    // NULL stands for a checksum that is not there.
    let checksum = hasChecksums ? "checksum" : "NULL"
    meta = try NumbersAndNotes(connection)
    byOrdinal = try connection.prepare(
      "SELECT document, \(checksum), listing_key FROM listings WHERE ordinal = ?")
    byKey = try connection.prepare(
      "SELECT document, \(checksum), ordinal FROM listings WHERE listing_key = ?")
    recordByOrdinal = try connection.prepare(
      "SELECT listing_key, modified, document, \(checksum) FROM listings WHERE ordinal = ?")
    scan = try connection.prepare(
      "SELECT listing_key, modified, document, \(checksum), ordinal FROM listings WHERE ordinal >= ? ORDER BY ordinal"
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

  /// A name of a file in the directory of a path, or nil where it has none there any more.
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
  ///   - column: The checksum's column in the row that `statement` has.
  ///   - key: The key that the row is to have: the one that was asked for, when one was.
  /// - Throws: ``StoreError/Code/damagedDocument``; the statement is then ready for its next use.
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
