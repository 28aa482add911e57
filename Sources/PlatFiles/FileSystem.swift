package import PlatCommon

/// System calls on whole files and directories, with errors instead of `errno`.
package enum FileSystem {
  /// The size of a file in bytes, or nil if there is none.
  ///
  /// Like every call here that asks for a file's state, it opens nothing: POSIX drops all of a
  /// process's locks on a file when any of its descriptors is closed, and SQLite needs them.
  package static func length(of path: String) -> Int? {
    FileStamp.of(path: path).map { Int($0.size) }
  }

  /// Renames a file, replacing any file that has the new name.
  package static func rename(_ path: String, to target: String) throws(SystemError) {
    guard unsafe PlatCommon.rename(path, target) == 0 else {
      throw SystemError("rename", path: target, number: errno)
    }
  }

  /// Gives a file a second name, which must not be taken.
  package static func link(_ path: String, to name: String) throws(SystemError) {
    guard unsafe PlatCommon.link(path, name) == 0 else {
      throw SystemError("link", path: name, number: errno)
    }
  }

  /// Removes a file if it exists.
  package static func remove(_ path: String) { unsafe _ = unlink(path) }

  /// All names in a directory.
  package static func names(in directory: String) throws(SystemError) -> [String] {
    guard let stream = unsafe opendir(directory) else {
      throw SystemError("opendir", path: directory, number: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw SystemError("readdir", path: directory, number: errno) }
        return names
      }
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe names.append(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
  }

  /// Whether this process may write in a directory.
  package static func isWritable(directory: String) -> Bool { unsafe access(directory, W_OK) == 0 }

  /// The bytes that this process may still write in a directory's file system; nil where the system
  /// does not tell.
  package static func freeBytes(in directory: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(directory, &status) == 0 else { return nil }
    let (bytes, overflows) = UInt64(status.f_bavail).multipliedReportingOverflow(
      by: UInt64(status.f_frsize))
    return overflows ? .max : Int(clamping: bytes)
  }

  /// Flushes the names in a directory to disk.
  package static func synchronise(directory: String) throws(SystemError) {
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("open", path: directory, number: errno) }
    defer { close(descriptor) }
    // Some file systems have nothing to flush for a directory and return EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw SystemError("fsync", path: directory, number: errno)
    }
  }
}
