import CPlatSQLite
import Synchronization

/// Makes calls to SQLite's write-ahead logs fail, in this process.
enum FaultyDisk {
  /// The call that fails.
  enum Fault: Int, CaseIterable {
    case none
    /// The next sync; all before it was written.
    case oneSync
    /// Every sync.
    case everySync
    /// Every write.
    case everyWrite
  }

  private static let fault = Atomic<Int>(0)
  nonisolated(unsafe) private static var open = unsafe sqlite3_vfs().xOpen
  nonisolated(unsafe) private static var real = sqlite3_io_methods()
  nonisolated(unsafe) private static let patched = UnsafeMutablePointer<sqlite3_io_methods>
    .allocate(capacity: 1)

  /// Sets the call that fails.
  static func set(_ fault: Fault) { Self.fault.store(fault.rawValue, ordering: .relaxed) }

  private static func fails(_ faults: Fault...) -> Bool {
    faults.contains { $0.rawValue == fault.load(ordering: .relaxed) }
  }

  /// Comes between SQLite and its logs; call it once, before any database is opened.
  static func install() {
    guard let system = unsafe sqlite3_vfs_find(nil) else { return }
    unsafe open = system.pointee.xOpen
    unsafe system.pointee.xOpen = { system, name, file, flags, opened in
      let result = unsafe FaultyDisk.open?(system, name, file, flags, opened) ?? SQLITE_ERROR
      guard result == SQLITE_OK, flags & SQLITE_OPEN_WAL != 0, let file = unsafe file,
        let methods = unsafe file.pointee.pMethods
      else { return result }
      unsafe FaultyDisk.real = methods.pointee
      unsafe FaultyDisk.patched.initialize(to: FaultyDisk.real)
      unsafe FaultyDisk.patched.pointee.xSync = { file, flags in
        if FaultyDisk.fails(.oneSync) {
          FaultyDisk.set(.none)
          return SQLITE_IOERR_FSYNC_CODE
        }
        if FaultyDisk.fails(.everySync) { return SQLITE_IOERR_FSYNC_CODE }
        return unsafe FaultyDisk.real.xSync?(file, flags) ?? SQLITE_ERROR
      }
      unsafe FaultyDisk.patched.pointee.xWrite = { file, bytes, count, place in
        if FaultyDisk.fails(.everyWrite) { return SQLITE_FULL }
        return unsafe FaultyDisk.real.xWrite?(file, bytes, count, place) ?? SQLITE_ERROR
      }
      unsafe file.pointee.pMethods = UnsafePointer(FaultyDisk.patched)
      return result
    }
  }
}

/// SQLite's `SQLITE_IOERR_FSYNC`, a macro that Swift does not see.
private let SQLITE_IOERR_FSYNC_CODE: Int32 = SQLITE_IOERR | (4 << 8)
