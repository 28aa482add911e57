package import PlatCommon

/// A lock on a file (`flock`), held until it is released or the process ends, however it ends.
///
/// Lock a file that nothing else uses. SQLite's own locks are of another kind and do not see it.
package final class FileLock {
  private var descriptor: Int32

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - path: The file that stands for the lock; it is made where it is missing.
  ///   - exclusive: Whether no other process may hold it, or only none exclusively.
  /// - Throws: Why the file cannot be made. A shared lock on a file that can neither be made nor
  ///   read is no lock, and no error: no other process of this user can hold it exclusively.
  package init(_ path: String, exclusive: Bool) throws(SystemError) {
    var descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC) }
    if descriptor < 0, exclusive { throw SystemError("open", path: path, number: errno) }
    while descriptor >= 0, flock(descriptor, exclusive ? LOCK_EX : LOCK_SH) != 0 {
      if errno == EINTR { continue }
      let number = errno
      close(descriptor)
      throw SystemError("flock", path: path, number: number)
    }
    self.descriptor = descriptor
  }

  deinit { release() }

  /// Releases the lock; a second time does nothing.
  package func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
