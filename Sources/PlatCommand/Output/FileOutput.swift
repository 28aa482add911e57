import PlatCommon

/// A file that is open for writing.
///
/// It replaces Foundation's `FileHandle`, whose part of Foundation adds 40 MB of Unicode tables to
/// the program.
struct FileOutput {
  static let standardOutput = FileOutput(path: "standard output", descriptor: STDOUT_FILENO)
  static let standardError = FileOutput(path: "standard error", descriptor: STDERR_FILENO)

  let path: String
  private let descriptor: Int32

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  private init(path: String, descriptor: Int32) {
    (self.path, self.descriptor) = (path, descriptor)
  }

  /// Creates a file, or truncates an existing one.
  init(creating path: String) throws(FileProblem) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      throw FileProblem(
        path: path,
        reason:
          """
          the file cannot be made (\(SystemError.words(of: errno))); is its directory there and \
          writable?
          """
      )
    }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(FileProblem) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe PlatCommon.write(
          descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw FileProblem(path: path, reason: "writing failed: \(SystemError.words(of: errno))")
      }
    }
  }

  /// Closes a created file, and throws errors that the system reports only at that point.
  func close() throws(FileProblem) {
    if descriptor > STDERR_FILENO, PlatCommon.close(descriptor) != 0 {
      throw FileProblem(path: path, reason: "writing failed: \(SystemError.words(of: errno))")
    }
  }
}

/// A file that cannot be used, and the reason.
struct FileProblem: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(path): \(reason)" }
}
