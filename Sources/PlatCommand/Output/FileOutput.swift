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
  /// The file that is written until ``close()`` puts it in the place of another one.
  private let partial: String?

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  private init(path: String, descriptor: Int32) {
    (self.path, self.descriptor, partial) = (path, descriptor, nil)
  }

  /// Creates a file beside a path, which takes its place when it is closed: an existing file stays
  /// until all is written.
  init(replacing path: String) throws(FileProblem) {
    let partial = path + ".partial"
    let file = try FileOutput(creating: partial)
    (self.path, self.partial, descriptor) = (path, partial, file.descriptor)
  }

  /// Creates a file, or truncates an existing one.
  init(creating path: String) throws(FileProblem) {
    self.path = path
    partial = nil
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
    if let partial, unsafe rename(partial, path) != 0 {
      throw FileProblem(
        path: path,
        reason: "\(partial) cannot take its place: \(SystemError.words(of: errno))")
    }
  }

  /// Closes a created file that is not whole; one that would take another's place is removed.
  func discard() {
    if descriptor > STDERR_FILENO { _ = PlatCommon.close(descriptor) }
    if let partial { unsafe unlink(partial) }
  }
}

/// A file that cannot be used, and the reason.
struct FileProblem: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(path): \(reason)" }
}
