import PlatCommon
import PlatFiles

/// A regular file, open for reading until the last reference is gone.
final class OpenFile: Sendable {
  /// The path that it was opened with.
  let path: String
  /// Its size in bytes when it was opened.
  let length: UInt64
  /// Its state when it was opened.
  let stamp: FileStamp
  let descriptor: Int32

  /// Opens a file; a directory, a pipe or a device is refused without waiting for it.
  init(path: String) throws(SnapshotError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("open", errno, path: path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw .system("fstat", number, path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG, let length = UInt64(exactly: status.st_size) else {
      close(descriptor)
      throw SnapshotError(
        .notAFile, path: path,
        reason: status.st_mode & S_IFMT == S_IFDIR
          ? "this is a directory" : "this is not a regular file")
    }
    self.path = path
    self.length = length
    stamp = FileStamp(status)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Whether the file is unmodified since it was opened.
  var isUnchanged: Bool { FileStamp.of(descriptor: descriptor) == stamp }

  /// Reads `count` bytes at an offset of the file to the front of a span, or as many as fit.
  ///
  /// - Throws: ``SnapshotError/Code/wrongLength`` if the file ends before that.
  func read(_ count: Int, into bytes: inout MutableSpan<UInt8>, at offset: UInt64)
    throws(SnapshotError)
  {
    let count = min(count, bytes.count)
    var done = 0
    while done < count {
      guard let place = off_t(exactly: offset + UInt64(done)) else {
        throw SnapshotError(
          .wrongLength, path: path, offset: offset, reason: "no file reaches this byte")
      }
      let got = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, min(count - done, 1 << 30), place
        )
      }
      if got > 0 {
        done += got
      } else if got == 0 {
        throw SnapshotError(
          .wrongLength, path: path, offset: offset + UInt64(done),
          reason: "the file ends here, it had \(length) bytes when it was opened")
      } else if errno != EINTR {
        throw .system("pread", errno, path: path, offset: offset + UInt64(done))
      }
    }
  }

  /// Reads `count` bytes at an offset of the file.
  func read(_ count: Int, at offset: UInt64) throws(SnapshotError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    try read(count, into: &span, at: offset)
    return bytes
  }
}
