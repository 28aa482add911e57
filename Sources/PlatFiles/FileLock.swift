package import PlatCommon

/// A lock on a file (`flock`), held until it is released or the process ends, even by a crash.
///
/// Lock a file that nothing else uses: SQLite's own locks are of another kind and ignore this one.
package final class FileLock {
  private var descriptor: Int32

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - path: The lock file; it is created if it is missing.
  ///   - exclusive: Whether to exclude all other holders, or only exclusive ones.
  /// - Throws: Why the file cannot be created. If a shared lock's file can be neither created nor
  ///   read, nothing is locked and no error is thrown: no other process of this user can hold it
  ///   exclusively.
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

  /// Takes the lock exclusively where no other process holds it; nil where one does.
  ///
  /// - Parameter path: The file that stands for the lock; it is made where it is missing.
  /// - Throws: Why the file cannot be made.
  package static func attempt(_ path: String) throws(SystemError) -> FileLock? {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw SystemError("open", path: path, number: errno) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let number = errno
      close(descriptor)
      if number == EWOULDBLOCK { return nil }
      throw SystemError("flock", path: path, number: number)
    }
    return FileLock(locked: descriptor)
  }

  private init(locked descriptor: Int32) { self.descriptor = descriptor }

  deinit { release() }

  /// Releases the lock; a second call does nothing.
  package func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
