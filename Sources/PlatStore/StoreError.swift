internal import CPlatSQLite
package import PlatCommon

/// An error in opening, reading or writing a database of an index directory: a code to branch on,
/// the file, and a remedy.
public struct StoreError: Error, Equatable, Sendable {
  /// The kinds of errors.
  public enum Code: String, Sendable, CaseIterable {
    /// The file does not exist.
    case notFound
    /// The operating system denies this process access to the file, or the store was opened
    /// read-only.
    case permissionDenied
    /// The file is not an SQLite database.
    case notADatabase
    /// The file is an SQLite database of another kind, or of another program.
    case otherDatabase
    /// The file was written by a newer version.
    case tooNew
    /// The file is damaged.
    case damaged
    /// The document of one listing differs from the stored one.
    case damagedDocument
    /// The records belong to a different state of the index than the snapshot.
    case otherState
    /// Another process held the file for longer than the busy timeout.
    case busy
    /// The disk or the quota is full.
    case noSpace
    /// A call to the operating system failed.
    case inputOutput
    /// Memory is exhausted.
    case outOfMemory
    /// A record is invalid: its key is empty or a duplicate, its ordinal is negative, or its
    /// document is too large.
    case invalidRecord
    /// A build has replaced this store since it was opened.
    case replaced
    /// The store was written to while its replacement was being built.
    case changedMeanwhile
    /// Another SQLite error; ``StoreError/sqliteCode`` has its code.
    case other
  }

  /// The kind of error.
  public var code: Code
  /// The file, as the caller named it.
  public var path: String
  /// A description of the error, in one sentence.
  public var reason: String
  /// SQLite's extended result code, if SQLite reported the error.
  public var sqliteCode: Int32?
  /// The operating system's error number (`errno`), if a system call failed.
  public var systemError: Int32?

  /// Makes an error.
  public init(
    _ code: Code, path: String, reason: String, sqliteCode: Int32? = nil, systemError: Int32? = nil
  ) {
    self.code = code
    self.path = path
    self.reason = reason
    self.sqliteCode = sqliteCode
    self.systemError = systemError
  }

  /// A remedy for the user, in one sentence.
  public var remedy: String {
    switch code {
    case .notFound: "Check the path, or build the index first."
    case .permissionDenied: "Give this user the right to read and write the index directory."
    case .notADatabase, .otherDatabase: "Name an index directory that this program has built."
    case .tooNew: "Open it with the version that wrote it, or a newer one."
    case .damaged, .damagedDocument:
      "Restore a copy of the file, or build the index again from its feeds."
    case .otherState:
      """
      Open the index again; if that does not help, restore the records of this snapshot or build \
      again.
      """
    case .busy: "Wait for the other process that writes to this index, or stop it."
    case .noSpace: "Free space on this disk and try again."
    case .inputOutput where systemError == EMFILE || systemError == ENFILE:
      """
      Raise the number of files that may be open (ulimit -n, LimitNOFILE= of systemd) and try \
      again.
      """
    case .inputOutput: "Check the disk and the system's log, then try again."
    case .outOfMemory: "Free memory and try again."
    case .invalidRecord: "Give each record a key of its own and an ordinal of 0 or more."
    case .replaced: "Open the index again."
    case .changedMeanwhile: "Stop the writes to this index and build again."
    case .other: "Try again; if it stays, report it with this line."
    }
  }
}

extension StoreError: CustomStringConvertible {
  /// The whole error in one line: path, reason, remedy.
  public var description: String { "\(path): \(reason). \(remedy)" }
}

extension StoreError {
  /// The error for a store that no longer has its name.
  package static func replaced(_ path: String) -> StoreError {
    StoreError(
      .replaced, path: path, reason: "a build has put another store in the place of this one")
  }

  /// The error for a failed system call.
  package init(_ error: SystemError) {
    self.init(
      Self.code(ofSystemError: error.number), path: error.path, reason: "\(error)",
      systemError: error.number)
  }

  /// The kind of error for an operating system's error number.
  private static func code(ofSystemError number: Int32) -> Code {
    switch number {
    case ENOENT, ENOTDIR: .notFound
    case EACCES, EPERM, EROFS: .permissionDenied
    case ENOSPC, EDQUOT: .noSpace
    case EISDIR: .notADatabase
    case ENOMEM: .outOfMemory
    default: .inputOutput
    }
  }

  /// The error for a failed call to SQLite with an extended result code.
  static func sqlite(
    _ extended: Int32, _ call: String, message: String, path: String, systemError: Int32 = 0
  )
    -> StoreError
  {
    let code: Code =
      switch extended & 0xFF {
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CORRUPT: .damaged
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_FULL: .noSpace
      case SQLITE_IOERR: systemError == 0 ? .inputOutput : code(ofSystemError: systemError)
      case SQLITE_CANTOPEN: systemError == 0 ? .notFound : code(ofSystemError: systemError)
      case SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH: .permissionDenied
      case SQLITE_NOMEM: .outOfMemory
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: .invalidRecord
      default: .other
      }
    return StoreError(
      code, path: path, reason: "\(call) failed: \(message) (SQLite code \(extended))",
      sqliteCode: extended,
      systemError: systemError == 0 ? nil : systemError)
  }
}
