package import PlatCommon

/// The identity of a file on this machine; renaming keeps it.
package struct FileIdentity: Hashable, Sendable {
  /// The device that holds the file.
  package let device: UInt64
  /// The file's number on its device.
  package let inode: UInt64

  /// The identity of the file at a path, or nil if there is none.
  package static func of(path: String) -> FileIdentity? { FileStamp.of(path: path)?.identity }
}

/// The identity and state of a file; replacing or writing to the file changes its stamp.
///
/// Linux changes a file's size and modification time before its bytes, so an unchanged stamp after
/// a read means that the bytes were the old ones. Times have the resolution of the kernel's clock
/// ticks (1 to 10 ms): a write in the tick in which the stamp was taken changes only the size.
/// Network file systems may report changes seconds later.
public struct FileStamp: Hashable, Sendable {
  /// The device that holds the file.
  public let device: UInt64
  /// The file's number on its device.
  public let inode: UInt64
  /// The file's size in bytes.
  public let size: Int64
  /// The time of the last modification, in nanoseconds since 1970.
  public let modified: Int64

  /// The stamp of the file at a path, or nil if there is none.
  ///
  /// - Complexity: O(1); one system call, about a microsecond.
  public static func of(path: String) -> FileStamp? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? FileStamp(status) : nil
  }

  /// The stamp of an open file, or nil if the system does not report it.
  package static func of(descriptor: Int32) -> FileStamp? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? FileStamp(status) : nil
  }

  /// The file's identity.
  package var identity: FileIdentity { FileIdentity(device: device, inode: inode) }

  /// Takes the result of `stat` or `fstat`.
  package init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
