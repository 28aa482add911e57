internal import PlatCommon

/// A file that log lines are appended to, and that can be reopened after it was renamed.
public final class LogFile: Sendable {
  /// Its path.
  public let path: String
  /// Always the same number: a reopened file replaces what it refers to, in one step for all
  /// threads.
  let descriptor: Int32

  /// Opens a file, or creates it, readable for its owner and group.
  ///
  /// - Throws: ``LogFileError`` if it cannot be written to.
  public init(_ path: String) throws(LogFileError) {
    self.path = path
    descriptor = try Self.open(path)
  }

  deinit { close(descriptor) }

  /// Opens the path again; on failure, lines continue in the open file.
  public func reopen() throws(LogFileError) {
    let fresh = try Self.open(path)
    defer { close(fresh) }
    guard dup2(fresh, descriptor) >= 0 else { throw LogFileError(path: path, number: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Whether the path no longer refers to the open file.
  public var hasMoved: Bool {
    var (open, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &open) == 0, unsafe stat(path, &named) == 0 else { return true }
    return open.st_dev != named.st_dev || open.st_ino != named.st_ino
  }

  private static func open(_ path: String) throws(LogFileError) -> Int32 {
    // A FIFO without a reader fails to open at once, and a full FIFO loses lines instead of
    // blocking.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    let descriptor = unsafe PlatCommon.open(path, flags, 0o640)
    guard descriptor >= 0 else { throw LogFileError(path: path, number: errno) }
    return descriptor
  }
}

/// The reason why a log file cannot be written to.
public struct LogFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's path.
  public let path: String
  /// The system's error number.
  public let number: Int32

  /// One sentence for people, with the remedy.
  public var description: String {
    let reason = SystemError.words(of: number)
    return
      """
      cannot write the log file \(path): \(reason); name a file in a folder that this process may \
      write to
      """
  }
}
