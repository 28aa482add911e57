import PlatCommon
import PlatFiles

/// A file that is written through a buffer and gets its name only when it is complete and on disk;
/// until then it is a `TemporaryFile`.
///
/// After a failure the file is unusable: every later call throws the same error.
final class OutputFile {
  /// The name that the file will have, for errors and for the temporary name.
  let path: String
  /// The offset of the next byte.
  private(set) var position: UInt64 = 0
  private let file: TemporaryFile
  private var buffer: [UInt8] = []
  private var failure: SnapshotError?
  private var pace: WritePace.Course?

  private static let capacity = 1 << 20

  /// Makes the temporary file.
  init(
    path: String, pace: WritePace? = nil, fault: TemporaryFile.Fault? = nil
  ) throws(SnapshotError) {
    self.path = path
    self.pace = pace.map { WritePace.Course($0) }
    file = try rethrowing(as: SnapshotError.init) { () throws(SystemError) in
      try TemporaryFile(for: path, fault: fault)
    }
    buffer.reserveCapacity(Self.capacity)
  }

  /// The temporary name.
  var temporaryPath: String { file.path }

  /// Appends bytes.
  func write(_ bytes: Span<UInt8>) throws(SnapshotError) {
    if let failure { throw failure }
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try put(bytes)
    } else {
      unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
    position += UInt64(bytes.count)
  }

  /// Overwrites the first bytes of the file and flushes it to disk; it keeps its temporary name.
  func seal(first bytes: [UInt8]) throws(SnapshotError) {
    try flush()
    try attempt { () throws(SystemError) in
      try file.rewind()
      try file.write(bytes.span)
      try file.synchronise()
    }
  }

  /// Gives the file a name in its directory, which must not be taken, and flushes the name to disk.
  func publish(as path: String) throws(SnapshotError) {
    try attempt { () throws(SystemError) in try file.publish(as: path) }
  }

  /// Writes the buffer to the operating system.
  private func flush() throws(SnapshotError) {
    if let failure { throw failure }
    if buffer.isEmpty { return }
    var full: [UInt8] = []
    swap(&full, &buffer)
    try put(full.span)
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
  }

  /// Writes bytes to the operating system, no faster than the pace.
  private func put(_ bytes: Span<UInt8>) throws(SnapshotError) {
    try attempt { () throws(SystemError) in
      try file.write(bytes)
      try pace?.advance(bytes.count, in: file)
    }
  }

  /// Runs an operation on the file and remembers its failure.
  private func attempt(_ body: () throws(SystemError) -> Void) throws(SnapshotError) {
    if let failure { throw failure }
    do throws(SystemError) { try body() } catch {
      let error = SnapshotError(error)
      failure = error
      throw error
    }
  }
}
