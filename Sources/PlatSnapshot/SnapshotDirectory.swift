import PlatCommon
import PlatFiles

/// The snapshots of an index directory: files named `NNNNNN.plat`; the greatest number is the
/// newest.
///
/// Numbers have six digits, or more once six are used up. All other names in the directory are
/// ignored.
public struct SnapshotDirectory: Sendable {
  /// One snapshot file of the directory.
  public struct Entry: Equatable, Sendable {
    /// The number in its name.
    public let number: UInt64
    /// Its path.
    public let path: String
  }

  /// The suffix of every snapshot's name.
  public static let suffix = ".plat"

  /// The directory.
  public let path: String

  /// Names a directory, which need not exist yet.
  public init(path: String) { self.path = path }

  /// The snapshots, newest first; the files are not checked.
  ///
  /// - Throws: A ``SnapshotError`` if the directory is missing or cannot be read.
  public func entries() throws(SnapshotError) -> [Entry] {
    try names().compactMap { name in
      Self.number(of: name).map { Entry(number: $0, path: path + "/" + name) }
    }
    .sorted { $0.number > $1.number }
  }

  /// The path for the next snapshot, numbered above all existing ones.
  ///
  /// - Throws: A ``SnapshotError`` if the directory is missing or cannot be read.
  public func nextPath() throws(SnapshotError) -> String {
    path + "/" + Self.name(of: (try entries().first?.number ?? 0) + 1)
  }

  /// Removes the oldest snapshots; readers that have one open are not affected.
  ///
  /// Keep at least two: if the newest turns out to be damaged, the older one remains.
  ///
  /// - Parameter count: How many of the newest to keep.
  /// - Returns: The removed snapshots.
  /// - Throws: A ``SnapshotError`` if the directory cannot be read or a file cannot be removed.
  @discardableResult
  public func removeOldest(keeping count: Int) throws(SnapshotError) -> [Entry] {
    let oldest = Array(try entries().dropFirst(max(count, 0)))
    for entry in oldest { try remove(entry.path) }
    return oldest
  }

  /// Removes a snapshot; readers that have it open are not affected.
  package func remove(_ path: String) throws(SnapshotError) {
    if unsafe unlink(path) != 0 && errno != ENOENT { throw .system("unlink", errno, path: path) }
  }

  /// Renames a snapshot within the directory; the new name must not be taken.
  package func rename(_ entry: Entry, to path: String) throws(SnapshotError) {
    guard unsafe access(path, F_OK) != 0 else {
      throw SnapshotError(.alreadyExists, path: path, reason: "there is a file of this name")
    }
    guard unsafe PlatCommon.rename(entry.path, path) == 0 else {
      throw .system("rename", errno, path: path)
    }
  }

  /// Flushes the directory's names to disk.
  package func synchronise() throws(SnapshotError) {
    try rethrowing(as: SnapshotError.init) { () throws(SystemError) in
      try FileSystem.synchronise(directory: path)
    }
  }

  /// Removes temporary files left by a crash; files being written are locked and stay.
  ///
  /// - Returns: The removed names.
  /// - Throws: A ``SnapshotError`` if the directory is missing or cannot be read.
  @discardableResult
  public func removeLeftovers() throws(SnapshotError) -> [String] {
    try rethrowing(as: SnapshotError.init) { () throws(SystemError) in
      try TemporaryFile.removeLeftovers(in: path) { $0.hasSuffix(Self.suffix) }
    }
  }

  /// The name of the snapshot with a number.
  package static func name(of number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + suffix
  }

  /// The number in a snapshot's name, or nil for any other name.
  package static func number(of name: String) -> UInt64? {
    guard name.hasSuffix(suffix), name.utf8.count <= 18 + suffix.utf8.count,
      let number = UInt64(name.dropLast(suffix.count)), number > 0, Self.name(of: number) == name
    else { return nil }
    return number
  }

  /// All names in the directory.
  package func names() throws(SnapshotError) -> [String] {
    try rethrowing(as: SnapshotError.init) { () throws(SystemError) in
      try FileSystem.names(in: path)
    }
  }
}
