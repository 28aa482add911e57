internal import PlatCommon

/// The bytes of a file, a named pipe or standard input, by `read(2)`.
///
/// Unchecked, because its state changes; it has one owner, like every ``ByteSource``.
final class FileSource: ByteSource, @unchecked Sendable {
  private let input: String
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private var position = 0
  let totalBytes: Int?

  /// Opens the file at a path.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` if it does not exist, is not readable
  ///   or is a directory.
  init(path: String) throws(FeedError) {
    input = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    closesDescriptor = true
    guard descriptor >= 0 else {
      throw .unreadable(input: path, offset: 0, reason: SystemError.words(of: errno) + ".")
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let reason = SystemError.words(of: errno) + "."
      close(descriptor)
      throw .unreadable(input: path, offset: 0, reason: reason)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .unreadable(input: path, offset: 0, reason: "It is a directory; name the files in it.")
    }
    totalBytes = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    #if os(Linux)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    #endif
  }

  /// Reads standard input.
  init(standardInputNamed name: String) {
    input = name
    descriptor = STDIN_FILENO
    closesDescriptor = false
    totalBytes = nil
  }

  deinit {
    if closesDescriptor, descriptor >= 0 { close(descriptor) }
  }

  func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        let free = unsafe bytes[index...]
        return unsafe systemRead(descriptor, UnsafeMutableRawBufferPointer(rebasing: free))
      }
      if count >= 0 {
        position += count
        return count
      }
      let code = errno
      if code != EINTR {
        throw .unreadable(input: input, offset: position, reason: SystemError.words(of: code) + ".")
      }
    }
  }
}

/// `read(2)` under a name that a source's own method does not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  unsafe read(descriptor, buffer.baseAddress, buffer.count)
}
