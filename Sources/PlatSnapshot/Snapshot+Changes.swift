internal import CPlatFaults
public import PlatFiles

extension Snapshot {
  /// The state of the file when it was opened, or nil for a snapshot of bytes in memory.
  public var stamp: FileStamp? { fileStamp }

  /// Whether the bytes are still those that were opened.
  ///
  /// If another program writes to a mapped file or truncates it, the bytes change under its
  /// readers. Ask after reading: if the answer is `true`, everything read before it is what the
  /// file held when it was opened. Once false, it stays false. A snapshot in memory never changes,
  /// and a file that was removed or renamed is still the same file.
  ///
  /// - Complexity: O(1); one system call, at most two microseconds.
  public var isUnchanged: Bool { bytes.isUnchanged }

  /// Keeps the process alive when a mapped snapshot is truncated or its disk fails.
  ///
  /// The system answers a read of a missing page with the signal `SIGBUS`, which ends the process.
  /// After this call missing pages read as zeros instead, and ``isUnchanged`` is false from then
  /// on: discard answers made meanwhile. Zeros are harmless because every number of a snapshot is
  /// checked before it is used as an index. Other faults go to the handler that was installed
  /// before. `plat serve` calls this; a program that embeds the library decides for itself, since a
  /// signal handler belongs to the whole process.
  ///
  /// At most 1,024 mappings are watched at a time; a fault in another one ends the process.
  ///
  /// - Returns: Whether the handler is installed.
  @discardableResult
  public static func surviveMissingPages() -> Bool { plat_faults_install() == 0 }
}
