package import PlatStore
import Synchronization

/// A commit whose outcome is not known: SQLite said that it has failed, after it may have written
/// it.
package struct UnsettledCommit: Equatable, Sendable {
  /// The change number that the commit would have made.
  package let change: UInt64
  /// The hash that the history would have.
  let hash: [UInt8]
}

/// How long the history of changes is kept.
package struct HistoryBounds: Equatable, Sendable {
  /// Entries of an earlier time go; milliseconds since 1970.
  package var oldest: Int64
  /// The oldest entries go while their keys and documents have more bytes.
  package var bytes: UInt64

  package init(oldest: Int64, bytes: UInt64) { (self.oldest, self.bytes) = (oldest, bytes) }
}

extension RecordStore {
  /// The number of pages in the write-ahead log after this store's last commit.
  package var logFrames: Int { logWatch?.frames ?? 0 }

  /// Writes the pages of the log to the database, as far as readers allow.
  ///
  /// Writes wait meanwhile. One process should write to a store at a time, and only that one
  /// checkpoints: ``StoreLibrary`` says why.
  package func checkpoint() throws(StoreError) -> LogCheckpoint {
    try write { (writer) throws(StoreError) in
      // A store that was replaced has been checkpointed by the build.
      guard self.isInPlace else { return LogCheckpoint(frames: 0, moved: 0) }
      return try writer.connection.checkpoint()
    }
  }

  /// Removes some of the oldest entries of the history, and expired receipts.
  ///
  /// - Parameters:
  ///   - bounds: What to keep.
  ///   - now: The time in milliseconds since 1970.
  /// - Returns: Whether there are more to remove.
  /// - Complexity: One commit of at most ``entriesForgottenAtOnce`` entries.
  package func forgetHistory(beyond bounds: HistoryBounds, now: Int64) throws(StoreError) -> Bool {
    try write { (writer) throws(StoreError) in
      guard try writer.hasToForget(bounds, now) else { return false }
      return try writer.connection.transaction { () throws(StoreError) in
        try self.checkInPlace()
        return try writer.forget(bounds, now)
      }
    }
  }

  /// The most entries that one commit removes.
  package static let entriesForgottenAtOnce = 500

  /// Closes the write connection; reading goes on.
  package func endWriting() { writer.withLock { $0 = nil } }

  /// Finds out whether a commit that has failed is in the store, and makes that certain.
  ///
  /// The store that failed must have ended writing. A failed commit may have left whole pages at
  /// the end of the log, which the next process to open the store would take for a commit. This
  /// commits something of its own: it overwrites such pages or, where they were taken, comes after
  /// them; then all must have reached the database itself.
  ///
  /// - Throws: The reason it is still unknown.
  package static func settle(_ commit: UnsettledCommit, at path: String) throws(StoreError) -> Bool
  {
    let store = try open(path: path, mode: .write)
    return try store.write { (writer) throws(StoreError) in
      let isKept = try writer.connection.transaction { () throws(StoreError) in
        try store.checkInPlace()
        let row = try writer.connection.prepare("SELECT hash FROM history WHERE change = ?")
        try row.bind(1, Int64(clamping: commit.change))
        let isKept = try row.step() && row.bytes(0) == commit.hash
        try writer.meta.set(.change, try writer.meta.number(.change))
        return isKept
      }
      guard try writer.connection.checkpoint().isWhole || !isKept else {
        throw StoreError(
          .busy, path: path,
          reason: "others read the records, so that the outcome of a failed commit is unknown")
      }
      return isKept
    }
  }
}

extension RecordWriter {
  fileprivate func hasToForget(_ bounds: HistoryBounds, _ now: Int64) throws(StoreError) -> Bool {
    if try meta.number(.historyBytes) > bounds.bytes { return true }
    let oldest = try connection.integer("SELECT time FROM history ORDER BY change LIMIT 1")
    if let oldest, oldest < bounds.oldest { return true }
    let expires = try connection.integer("SELECT min(expires) FROM receipts")
    return expires.map { $0 <= now } ?? false
  }

  /// Removes entries and receipts within a transaction; returns whether more entries have to go.
  fileprivate func forget(_ bounds: HistoryBounds, _ now: Int64) throws(StoreError) -> Bool {
    try connection.run("DELETE FROM receipts WHERE expires <= \(now)")
    var bytes = try meta.number(.historyBytes)
    var last: (change: Int64, hash: [UInt8])?
    var count = 0
    let rows = try connection.prepare(
      """
      SELECT change, time, hash, length(CAST(listing_key AS BLOB)) + coalesce(length(before), 0) \
      + coalesce(length(after), 0) FROM history ORDER BY change
      """)
    var isMore = false
    while try rows.step() {
      guard rows.integer(1) < bounds.oldest || bytes > bounds.bytes else { break }
      if count == RecordStore.entriesForgottenAtOnce {
        isMore = true
        break
      }
      count += 1
      bytes -= min(bytes, UInt64(clamping: rows.integer(3)))
      last = (rows.integer(0), rows.bytes(2) ?? [])
    }
    rows.reset()
    guard let last else { return false }
    try connection.run("DELETE FROM history WHERE change <= \(last.change)")
    try meta.set(.forgotten, UInt64(clamping: last.change))
    try meta.set(.historyBytes, bytes)
    try meta.setForgottenHash(last.hash)
    return isMore
  }
}
