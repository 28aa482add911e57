internal import CPlatDisk
package import PlatCommon
import Synchronization

/// A file that gets its name only when it is complete and on disk; until then it has a temporary
/// name in the same directory, `.NAME.PID-SERIAL.tmp`.
///
/// It is locked (`flock`) while it is being written, which distinguishes it from a file that a
/// crash left behind (``removeLeftovers(in:companions:where:)``). If the last reference goes before
/// the file has its name, the file is removed.
///
///     let file = try TemporaryFile(for: path)
///     try file.write(bytes.span)
///     try file.synchronise()
///     try file.publish(as: path)
package final class TemporaryFile: Sendable {
  /// The calls that a test can make fail.
  package enum Call: String, Sendable, CaseIterable {
    case open, write, fsync, link, unlink, rename, syncDirectory
  }

  /// Called before each call; a nonzero result makes the call fail with that error number instead
  /// of being made.
  package typealias Fault = @Sendable (Call) -> Int32

  /// The temporary name.
  package let path: String
  /// Suffixes of files that another program keeps next to it; they are removed with it.
  private let companions: [String]
  private let fault: Fault?
  /// The open file; nil once it has its name.
  private let descriptor: Mutex<Int32?>

  private static let serial = Atomic<Int>(0)

  /// Makes an empty temporary file.
  ///
  /// - Parameters:
  ///   - target: The path that the file is meant for.
  ///   - companions: Suffixes of files that another program, such as SQLite, keeps next to it.
  ///   - fault: Makes calls fail, for tests.
  package init(for target: String, companions: [String] = [], fault: Fault? = nil)
    throws(SystemError)
  {
    (self.companions, self.fault) = (companions, fault)
    let (directory, name) = FilePath.split(target)
    while true {
      let serial = Self.serial.add(1, ordering: .relaxed).newValue
      let path = "\(directory)/.\(name).\(getpid())-\(serial)\(Self.suffix)"
      let planned = fault?(.open) ?? 0
      let descriptor =
        planned != 0 ? -1 : unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        let number = planned != 0 ? planned : errno
        if number == EEXIST { continue }
        throw SystemError("open", path: path, number: number)
      }
      // Another process that removes leftovers may have removed the file before it was locked; then
      // another one is made.
      var status = stat()
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK,
        unsafe fstat(descriptor, &status) == 0, status.st_nlink > 0
      else {
        close(descriptor)
        continue
      }
      self.path = path
      self.descriptor = Mutex(descriptor)
      return
    }
  }

  deinit {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      Self.remove(path, companions)
      close(open)
    }
  }

  /// Appends bytes, in as many system calls as it takes.
  package func write(_ bytes: Span<UInt8>) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      var wrote = 0
      try call(.write) { descriptor in
        wrote = unsafe bytes.withUnsafeBytes { buffer in
          unsafe PlatCommon.write(
            descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        }
        return wrote >= 0 || errno == EINTR ? 0 : errno
      }
      done += max(wrote, 0)
    }
  }

  /// Goes back to the first byte; the next bytes overwrite the old ones.
  package func rewind() throws(SystemError) {
    try call(.write) { lseek($0, 0, SEEK_SET) == 0 ? 0 : errno }
  }

  /// Flushes the file's bytes to disk; the file keeps its temporary name.
  package func synchronise() throws(SystemError) {
    try call(.fsync) { fsync($0) == 0 ? 0 : errno }
  }

  /// Lets the system begin to write bytes to disk; those before ``place`` minus `window` are waited
  /// for.
  ///
  /// A file that is brought to disk piece by piece leaves little to the last ``synchronise()``,
  /// which otherwise holds up every other program that waits for the disk. It replaces no
  /// ``synchronise()``.
  ///
  /// - Parameters:
  ///   - place: The first byte.
  ///   - count: How many bytes.
  ///   - window: How many bytes may be on their way.
  /// - Throws: A failed write: the system reports it once, here or to ``synchronise()``.
  package func beginSynchronising(from place: Int, count: Int, window: Int) throws(SystemError) {
    let number = descriptor.withLock { descriptor -> Int32 in
      guard let descriptor else { return EBADF }
      let failure = plat_disk_begin(descriptor, Int64(place), Int64(count))
      if failure != 0 || place < window { return failure }
      return plat_disk_wait(descriptor, Int64(place - window), Int64(count))
    }
    guard number == 0 else {
      throw SystemError("sync_file_range", path: path, number: number)
    }
  }

  /// Gives the file a name in its directory, which must not be taken, and flushes the name to disk.
  ///
  /// - Throws: The call that failed. If that is `unlink` or `syncDirectory`, the file has its new
  ///   name.
  package func publish(as name: String) throws(SystemError) {
    try call(.link, name) { _ in unsafe link(path, name) == 0 ? 0 : errno }
    try call(.unlink) { _ in unsafe unlink(path) == 0 ? 0 : errno }
    finish()
    let planned = fault?(.syncDirectory) ?? 0
    var number = planned
    if planned == 0 {
      do throws(SystemError) {
        try FileSystem.synchronise(directory: FilePath.directory(of: name))
      } catch {
        number = error.number
      }
    }
    guard number == 0 else { throw SystemError("syncDirectory", path: path, number: number) }
  }

  /// Gives the file a name, replacing any file that has it; the directory is not flushed to disk.
  ///
  /// The file is closed here, while nobody can be opening a database of this name: closing it later
  /// would drop the locks of this process's connections.
  package func replace(_ name: String) throws(SystemError) {
    try call(.rename, name) { _ in unsafe rename(path, name) == 0 ? 0 : errno }
    finish()
  }

  /// Closes a file that has its name.
  private func finish() {
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }

  /// Makes a call that returns an error number or 0.
  private func call(_ call: Call, _ named: String? = nil, _ body: (Int32) -> Int32)
    throws(SystemError)
  {
    var number = fault?(call) ?? 0
    if number == 0 { number = descriptor.withLock { $0.map(body) ?? EBADF } }
    guard number == 0 else {
      throw SystemError(call.rawValue, path: named ?? path, number: number)
    }
  }
}

// Files that a crash left behind.
extension TemporaryFile {
  private static let suffix = ".tmp"

  /// The name that a temporary file was made for, or nil for any other name.
  ///
  /// Databases of earlier versions had the same names without the leading dot.
  package static func target(of name: String) -> Substring? {
    guard name.hasSuffix(suffix) else { return nil }
    let stem = name.dropLast(suffix.count)
    guard let point = stem.lastIndex(of: ".") else { return nil }
    let numbers = stem[stem.index(after: point)...].split(
      separator: "-", omittingEmptySubsequences: false)
    guard numbers.count == 2, numbers.allSatisfy({ UInt64($0) != nil }) else { return nil }
    let target = stem[..<point]
    return target.hasPrefix(".") ? target.dropFirst() : target
  }

  /// Removes temporary files left by a crash; files being written are locked and stay.
  ///
  /// - Parameters:
  ///   - directory: The directory to clear.
  ///   - companions: Suffixes of the files that are removed with each.
  ///   - isOurs: Whether the files made for a name are the caller's.
  /// - Returns: The removed names, without companions.
  /// - Throws: Why the directory could not be read.
  @discardableResult
  package static func removeLeftovers(
    in directory: String, companions: [String] = [], where isOurs: (Substring) -> Bool
  ) throws(SystemError) -> [String] {
    try FileSystem.names(in: directory).filter { name in
      guard let target = target(of: name), isOurs(target) else { return false }
      let path = directory + "/" + name
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
      return remove(path, companions)
    }
  }

  /// Removes a file and its companions.
  ///
  /// The file goes last, because without it nothing would find the others.
  @discardableResult
  private static func remove(_ path: String, _ companions: [String]) -> Bool {
    for suffix in companions { FileSystem.remove(path + suffix) }
    return unsafe unlink(path) == 0
  }
}
