internal import PlatCommon

/// The reason why a file of a page folder is not served.
enum PageFault: String, Error {
  case unreadable = "it cannot be read"
  case leavesFolder = "it is a symbolic link out of the folder"
  case notRegular = "it is not a regular file"
  case tooLarge = "it is larger than 32 MiB"
}

/// Reads files of a folder without blocking, and without leaving the folder.
enum FolderFile {
  private static let limit = 32 << 20

  /// The bytes of a file: a regular one, or a link to one inside the folder.
  static func read(_ name: String, in folder: String) throws(PageFault) -> [UInt8] {
    // Opening a FIFO would block for a writer, and opening a device may have side effects; these
    // flags and checks prevent both.
    let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC
    var file = unsafe open(folder + "/" + name, flags)
    if file < 0, errno == ELOOP {
      guard let root = resolved(folder), let target = resolved(folder + "/" + name) else {
        throw .unreadable
      }
      guard target.hasPrefix(root == "/" ? "/" : root + "/") else { throw .leavesFolder }
      file = unsafe open(target, flags)
    }
    guard file >= 0 else { throw errno == ENXIO ? .notRegular : .unreadable }
    defer { close(file) }
    var facts = stat()
    guard unsafe fstat(file, &facts) == 0 else { throw .unreadable }
    guard facts.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard facts.st_size <= limit else { throw .tooLarge }
    return try bytes(of: file)
  }

  private static func bytes(of file: Int32) throws(PageFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe PlatCommon.read(file, &piece, piece.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable
      }
      if count == 0 { return bytes }
      bytes += piece.prefix(count)
      // It may grow while it is read.
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }

  private static func resolved(_ path: String) -> String? {
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}
