import PlatCommon

extension RecordError {
  /// The error for a call to the operating system that has failed with `number`.
  static func system(_ call: String, _ number: Int32, path: String) -> RecordError {
    RecordError(
      code(ofSystemError: number), path: path,
      reason: "\(SystemError(call, path: path, number: number))",
      systemError: number)
  }

  /// What kind of refusal an error number of the operating system is.
  static func code(ofSystemError number: Int32) -> Code {
    switch number {
    case ENOENT, ENOTDIR: .notFound
    case EACCES, EPERM, EROFS: .permissionDenied
    case ENOSPC, EDQUOT: .noSpace
    case EISDIR: .notADatabase
    case ENOMEM: .outOfMemory
    default: .inputOutput
    }
  }
}

/// The few calls on whole files that the store needs.
///
/// A database that any connection of this process has open must never be opened and closed by hand:
/// POSIX takes away all of the process's locks on a file when any of its descriptors is closed.
enum Files {
  /// Which file a name leads to, whatever its name is later.
  struct Identity: Equatable, Sendable {
    var device: UInt64
    var inode: UInt64
  }

  /// Which file a name leads to now, or nil where there is none.
  static func identity(of path: String) -> Identity? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// The size and the time of modification of a file.
  struct Stamp: Equatable, Sendable {
    var identity: Identity
    var size: Int64
    var seconds: Int64
    var nanoseconds: Int64
  }

  /// The state of the file that a name leads to now, or nil when there is none.
  static func stamp(of path: String) -> Stamp? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Stamp(
      identity: Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      size: Int64(status.st_size),
      seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
  }

  /// A name of a file in the directory of a path, or nil where it has none there any more.
  static func name(of identity: Identity, beside path: String) -> String? {
    if Self.identity(of: path) == identity { return path }
    let directory = split(path).directory
    return names(in: directory).lazy.filter { $0.hasSuffix(".sqlite") }.map { directory + "/" + $0 }
      .first { Self.identity(of: $0) == identity }
  }

  /// The bytes of a file, or nil where there is none.
  static func length(of path: String) -> Int? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_size : nil
  }

  /// Whether this process may write in the directory of a file.
  static func isDirectoryWritable(of path: String) -> Bool {
    unsafe access(split(path).directory, W_OK) == 0
  }

  /// Brings the names of a file's directory to disk.
  static func synchroniseDirectory(of path: String) throws(RecordError) {
    let directory = split(path).directory
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", errno, path: directory) }
    defer { close(descriptor) }
    // Some file systems have nothing to bring to disk for a directory, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .system("fsync", errno, path: directory)
    }
  }

  /// Gives a file another name, in place of the file that has it.
  static func rename(_ path: String, to target: String) throws(RecordError) {
    guard unsafe PlatCommon.rename(path, target) == 0 else {
      throw .system("rename", errno, path: target)
    }
  }

  /// Gives a file a second name, which must be free.
  static func link(_ path: String, to name: String) throws(RecordError) {
    guard unsafe PlatCommon.link(path, name) == 0 else { throw .system("link", errno, path: name) }
  }

  /// Removes a file if it is there.
  static func remove(_ path: String) { unsafe _ = unlink(path) }

  /// All names in a directory; none where it cannot be read.
  static func names(in directory: String) -> [String] {
    guard let stream = unsafe opendir(directory) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe names.append(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
    return names
  }

  /// The directory and the last component of a path.
  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (directory, String(path[path.index(after: slash)...]))
  }
}
