import PlatCommon
import PlatFiles

/// A file that is written through a buffer and appears under its name only when it is whole and on
/// disk; until then it is a `TemporaryFile`.
///
/// After a failure the file can only be abandoned: every later call throws the same error.
final class OutputFile {
  /// The name that the file will have, for errors and for the temporary name.
  let path: String
  /// Where the next byte goes.
  private(set) var position: UInt64 = 0
  private let file: TemporaryFile
  private var buffer: [UInt8] = []
  private var failure: SnapshotError?

  private static let capacity = 1 << 20

  /// Makes the temporary file.
  init(path: String, fault: TemporaryFile.Fault? = nil) throws(SnapshotError) {
    self.path = path
    file = try rethrowing(as: SnapshotError.init) { () throws(SystemError) in
      try TemporaryFile(for: path, fault: fault)
    }
    buffer.reserveCapacity(Self.capacity)
  }

  /// The name that it has while it is written.
  var temporaryPath: String { file.path }

  /// Appends bytes.
  func write(_ bytes: Span<UInt8>) throws(SnapshotError) {
    if let failure { throw failure }
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try attempt { () throws(SystemError) in try file.write(bytes) }
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
    try attempt { () throws(SystemError) in
      try file.rewind()
      try file.write(bytes.span)
      try file.synchronise()
    }
  }

  /// Gives the file a name in its directory, which must be free, and brings the name to disk.
  func publish(as path: String) throws(SnapshotError) {
    try attempt { () throws(SystemError) in try file.publish(as: path) }
  }

  /// Hands the buffer to the operating system.
  private func flush() throws(SnapshotError) {
    if let failure { throw failure }
    if buffer.isEmpty { return }
    var full: [UInt8] = []
    swap(&full, &buffer)
    try attempt { () throws(SystemError) in try file.write(full.span) }
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
  }

  /// Does something with the file and remembers its failure.
  private func attempt(_ body: () throws(SystemError) -> Void) throws(SnapshotError) {
    if let failure { throw failure }
    do throws(SystemError) { try body() } catch {
      let error = SnapshotError(error)
      failure = error
      throw error
    }
  }
}
