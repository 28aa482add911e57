import PlatCommon
import Synchronization

/// The temporary file of a load: `NAME.PID-SERIAL.tmp`, locked (`flock`) for as long as it is being
/// written, removed when the last reference goes.
///
/// The lock tells it from one that a crash has left behind. SQLite's own locks are of another kind
/// and do not see it.
final class TemporaryDatabase: Sendable {
  let path: String
  private let descriptor: Mutex<Int32?>

  private static let serial = Atomic<Int>(0)
  private static let suffix = ".tmp"

  /// Makes an empty file beside a store.
  init(for store: String) throws(RecordError) {
    path = "\(store).\(getpid())-\(Self.serial.add(1, ordering: .relaxed).newValue)\(Self.suffix)"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("open", errno, path: path) }
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    self.descriptor = Mutex(descriptor)
  }

  deinit {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      Self.remove(path)
      close(open)
    }
  }

  /// Brings the file's bytes to disk.
  func synchronise() throws(RecordError) {
    let number = descriptor.withLock { fsync($0 ?? -1) == 0 ? 0 : errno }
    if number != 0 { throw .system("fsync", number, path: path) }
  }

  /// Gives the file its name, in place of the file that has it.
  ///
  /// It is closed here, while nobody can be opening the store: closing it later would take away the
  /// locks of this process's connections.
  func publish(as name: String) throws(RecordError) {
    try Files.rename(path, to: name)
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }

  /// Removes the files beside a store that a crash has left; those that are being written are
  /// locked and stay.
  static func removeLeftovers(of store: String) {
    let (directory, name) = Files.split(store)
    for entry in Files.names(in: directory)
    where entry.hasPrefix(name + ".") && entry.hasSuffix(suffix) {
      let numbers = entry.dropFirst(name.count + 1).dropLast(suffix.count).split(separator: "-")
      guard numbers.count == 2, numbers.allSatisfy({ UInt64($0) != nil }) else { continue }
      let path = directory + "/" + entry
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(descriptor)
    }
  }

  /// Removes a database and what SQLite keeps beside it.
  private static func remove(_ path: String) {
    // The database last: without it nobody would look for the others.
    for suffix in ["-journal", "-wal", "-shm", ""] { Files.remove(path + suffix) }
  }
}
