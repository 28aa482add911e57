internal import CPlatSQLite
internal import Synchronization

/// The length of a database's write-ahead log after the last commit of a connection.
///
/// Any thread may read it.
package final class LogWatch: Sendable {
  private let count = Atomic<Int>(0)

  /// The number of pages in the log.
  package var frames: Int { count.load(ordering: .relaxed) }

  fileprivate func note(_ frames: Int32) { count.store(Int(frames), ordering: .relaxed) }
}

/// The result of a checkpoint.
package struct LogCheckpoint: Equatable, Sendable {
  /// The number of pages in the log.
  package let frames: Int
  /// How many of them are in the database now; readers of an older state keep the others.
  package let moved: Int

  package init(frames: Int, moved: Int) { (self.frames, self.moved) = (frames, moved) }

  /// Whether the next commit can begin the log again.
  package var isWhole: Bool { moved >= frames }
}

extension StoreConnection {
  /// Takes checkpoints out of this connection's commits.
  ///
  /// SQLite would otherwise write the log's pages to the database within whichever commit comes
  /// after the thousandth page, which has taken up to half a second. Call ``checkpoint()`` instead.
  ///
  /// - Returns: The length of the log, kept up to date by each commit.
  package func watchLog() throws(StoreError) -> LogWatch {
    // First: this setting is a hook of its own.
    try run("PRAGMA wal_autocheckpoint = 0")
    let watch = LogWatch()
    logWatch = watch
    unsafe sqlite3_wal_hook(
      handle,
      { context, _, _, frames in
        if let context = unsafe context {
          unsafe Unmanaged<LogWatch>.fromOpaque(context).takeUnretainedValue().note(frames)
        }
        return SQLITE_OK
      }, unsafe Unmanaged.passUnretained(watch).toOpaque())
    return watch
  }

  /// Writes the pages of the log to the database and syncs it, as far as readers allow; waits for
  /// nobody.
  ///
  /// Versions of SQLite lose commits where one connection does this while another commits
  /// (``StoreLibrary``): only the connection that commits may call it, or one that keeps all others
  /// from committing.
  package func checkpoint() throws(StoreError) -> LogCheckpoint {
    let statement = try prepare("PRAGMA wal_checkpoint(PASSIVE)")
    guard try statement.step() else { return LogCheckpoint(frames: 0, moved: 0) }
    return LogCheckpoint(
      frames: max(Int(statement.integer(1)), 0), moved: max(Int(statement.integer(2)), 0))
  }
}
