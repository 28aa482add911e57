import PlatCommon
import Synchronization

/// A file that appears under its name only when it is whole and on disk; until then it has a
/// temporary name in the same directory.
///
/// The temporary file is locked (`flock`) for as long as it is being written, which tells it from
/// one that a crash left behind. It is removed when the last reference goes without
/// ``publish(as:)``.
final class OutputFile {
  /// The calls that a test can make fail.
  enum Call: String, Sendable, CaseIterable {
    case open, write, fsync, link, unlink, syncDirectory
  }

  /// Asked before each call: an error number instead of 0 makes the call fail without being made.
  typealias Fault = @Sendable (Call) -> Int32

  /// The end of every temporary name.
  static let temporarySuffix = ".tmp"

  /// The name that the file will have, for errors and for the temporary name.
  let path: String
  /// The name that it has while it is written.
  let temporaryPath: String
  /// Where the next byte goes.
  private(set) var position: UInt64 = 0
  private let descriptor: Int32
  private let fault: Fault?
  private var buffer: [UInt8] = []
  private var isPublished = false
  private var failure: SnapshotError?

  private static let capacity = 1 << 20
  private static let serial = Atomic<Int>(0)

  /// Makes the temporary file.
  init(path: String, fault: Fault? = nil) throws(SnapshotError) {
    let (directory, name) = split(path)
    self.path = path
    self.fault = fault
    while true {
      let serial = Self.serial.add(1, ordering: .relaxed).newValue
      let temporary = "\(directory)/.\(name).\(getpid())-\(serial)\(Self.temporarySuffix)"
      let number = fault?(.open) ?? 0
      let descriptor =
        number != 0
        ? -1 : unsafe PlatCommon.open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        let number = number != 0 ? number : errno
        if number == EEXIST { continue }
        throw .system("open", number, path: temporary)
      }
      // Another process that clears leftovers may have taken the file before it was locked: then it
      // is gone, and another is made.
      var status = stat()
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK,
        unsafe fstat(descriptor, &status) == 0,
        status.st_nlink > 0
      else {
        close(descriptor)
        continue
      }
      self.descriptor = descriptor
      temporaryPath = temporary
      break
    }
    buffer.reserveCapacity(Self.capacity)
  }

  deinit {
    if !isPublished { unsafe PlatCommon.unlink(temporaryPath) }
    close(descriptor)
  }

  /// Appends bytes.
  func write(_ bytes: Span<UInt8>) throws(SnapshotError) {
    if let failure { throw failure }
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try writeOut(bytes)
    } else {
      unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
    position += UInt64(bytes.count)
  }

  /// Appends zeros.
  func writeZeros(_ count: Int) throws(SnapshotError) {
    try write([UInt8](repeating: 0, count: count).span)
  }

  /// Writes over the first bytes of the file and brings it to disk; it keeps its temporary name.
  func seal(first bytes: [UInt8]) throws(SnapshotError) {
    try flush()
    try call(.write) { lseek(descriptor, 0, SEEK_SET) == 0 ? 0 : errno }
    try writeOut(bytes.span)
    try call(.fsync) { fsync(descriptor) == 0 ? 0 : errno }
  }

  /// Gives the file a name in its directory, which must be free, and brings the name to disk.
  func publish(as path: String) throws(SnapshotError) {
    try call(.link, path) { unsafe link(temporaryPath, path) == 0 ? 0 : errno }
    try call(.unlink) { unsafe unlink(temporaryPath) == 0 ? 0 : errno }
    isPublished = true
    try call(.syncDirectory) { Self.synchronise(directory: split(path).directory) }
  }

  /// Hands the buffer to the operating system.
  private func flush() throws(SnapshotError) {
    if let failure { throw failure }
    if buffer.isEmpty { return }
    var full: [UInt8] = []
    swap(&full, &buffer)
    try writeOut(full.span)
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
  }

  /// Hands bytes to the operating system, in as many calls as it takes.
  private func writeOut(_ bytes: Span<UInt8>) throws(SnapshotError) {
    var done = 0
    while done < bytes.count {
      var wrote = 0
      try call(.write) {
        wrote = unsafe bytes.withUnsafeBytes { buffer in
          unsafe PlatCommon.write(
            descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        }
        if wrote >= 0 || errno == EINTR { return 0 }
        return errno
      }
      done += max(wrote, 0)
    }
  }

  /// Makes a call that gives an error number or 0; after a failure the file can only be abandoned.
  private func call(_ call: Call, _ path: String? = nil, _ body: () -> Int32) throws(SnapshotError)
  {
    if let failure { throw failure }
    var number = fault?(call) ?? 0
    if number == 0 { number = body() }
    guard number != 0 else { return }
    let error = SnapshotError.system(
      call.rawValue, number, path: path ?? temporaryPath, offset: nil)
    failure = error
    throw error
  }
}

/// The directory and the last component of a path.
func split(_ path: String) -> (directory: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return (".", path) }
  let directory = slash == path.startIndex ? "/" : String(path[..<slash])
  return (directory, String(path[path.index(after: slash)...]))
}

extension OutputFile {
  /// Brings a directory's names to disk; gives an error number or 0.
  static func synchronise(directory: String) -> Int32 {
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    if fsync(descriptor) == 0 { return 0 }
    // Some file systems have nothing to bring to disk for a directory, and say so with EINVAL.
    return errno == EINVAL ? 0 : errno
  }
}
