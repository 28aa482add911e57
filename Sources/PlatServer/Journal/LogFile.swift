internal import PlatCommon

/// A file that log lines are appended to, and that can be opened anew after it was renamed.
public final class LogFile: Sendable {
  /// Its path.
  public let path: String
  /// Always the same number: what it stands for changes when the file is opened anew, in one step
  /// for all threads.
  let descriptor: Int32

  /// Opens a file, or makes it, readable for its owner and group.
  ///
  /// - Throws: ``LogFileError`` where it cannot be written to.
  public init(_ path: String) throws(LogFileError) {
    self.path = path
    descriptor = try Self.open(path)
  }

  deinit { close(descriptor) }

  /// Opens the path again; where that fails, lines go on into the file that is open.
  public func reopen() throws(LogFileError) {
    let fresh = try Self.open(path)
    defer { close(fresh) }
    guard dup2(fresh, descriptor) >= 0 else { throw LogFileError(path: path, number: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Whether the path no longer leads to the file that is open.
  public var hasMoved: Bool {
    var (open, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &open) == 0, unsafe stat(path, &named) == 0 else { return true }
    return open.st_dev != named.st_dev || open.st_ino != named.st_ino
  }

  private static func open(_ path: String) throws(LogFileError) -> Int32 {
    // A FIFO without a reader is refused at once, and one that is full loses lines rather than
    // time.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    let descriptor = unsafe PlatCommon.open(path, flags, 0o640)
    guard descriptor >= 0 else { throw LogFileError(path: path, number: errno) }
    return descriptor
  }
}

/// Why a log file cannot be written to.
public struct LogFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's path.
  public let path: String
  /// The number of the system's error.
  public let number: Int32

  /// One sentence for people, with the way out.
  public var description: String {
    let reason = SystemError.words(of: number)
    return
      "cannot write the log file \(path): \(reason); name a file in a folder that this process may write to"
  }
}
