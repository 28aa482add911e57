internal import CPlatFaults
public import PlatFiles

extension Snapshot {
  /// The state of the file when it was opened, or nil for a snapshot of bytes in memory.
  public var stamp: FileStamp? { fileStamp }

  /// Whether the bytes are still those that were opened.
  ///
  /// A mapped file that another program writes to or cuts short changes under its readers. Ask
  /// after reading: whatever was read before an answer of `true` is what the file held when it was
  /// opened. Once false, it stays so. A snapshot in memory never changes, and a file that was
  /// removed or renamed is still the same file.
  ///
  /// - Complexity: O(1); one call to the system, at most two microseconds.
  public var isUnchanged: Bool { bytes.isUnchanged }

  /// Keeps the process alive when a mapped snapshot is cut short or its disk fails.
  ///
  /// The system answers a read of a mapped page that is gone with the signal `SIGBUS`, which ends
  /// the process. After this call the missing pages are zeros instead, and ``isUnchanged`` is false
  /// from then on: answers that were made meanwhile are to be thrown away. Every number of a
  /// snapshot is checked before it is used as an index, so that zeros are harmless. Other faults go
  /// to the handler that was installed before. `plat serve` calls this; a program that embeds the
  /// library decides for itself, since a signal's handler belongs to the whole process.
  ///
  /// At most 1,024 mappings are watched at a time; a fault in another one ends the process.
  ///
  /// - Returns: Whether the handler is installed.
  @discardableResult
  public static func surviveMissingPages() -> Bool { plat_faults_install() == 0 }
}
