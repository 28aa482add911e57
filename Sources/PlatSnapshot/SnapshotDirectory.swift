import PlatCommon

/// The snapshots of an index directory: files named `NNNNNN.plat`, the greatest number being the
/// newest.
///
/// Numbers have six digits, and more when six are used up. Every other name in the directory is
/// left alone.
public struct SnapshotDirectory: Sendable {
  /// One snapshot file of the directory.
  public struct Entry: Equatable, Sendable {
    /// The number in its name.
    public let number: UInt64
    /// Its path.
    public let path: String
  }

  /// The end of every snapshot's name.
  public static let suffix = ".plat"

  /// The directory.
  public let path: String

  /// Names a directory, which need not be there yet.
  public init(path: String) { self.path = path }

  /// The snapshots, newest first; whether they are whole is not looked at.
  ///
  /// - Throws: A ``SnapshotError`` where the directory is not there or cannot be read.
  public func entries() throws(SnapshotError) -> [Entry] {
    try names().compactMap { name in
      Self.number(of: name).map { Entry(number: $0, path: path + "/" + name) }
    }
    .sorted { $0.number > $1.number }
  }

  /// The name for the next snapshot, with a number above all that are there.
  ///
  /// - Throws: A ``SnapshotError`` where the directory is not there or cannot be read.
  public func nextPath() throws(SnapshotError) -> String {
    path + "/" + Self.name(of: (try entries().first?.number ?? 0) + 1)
  }

  /// Removes the oldest snapshots; whoever has one open goes on reading it.
  ///
  /// Keep at least two: the older one is what is left when the newest turns out to be damaged.
  ///
  /// - Parameter count: How many of the newest stay.
  /// - Returns: What was removed.
  /// - Throws: A ``SnapshotError`` where the directory cannot be read or a file cannot be removed.
  @discardableResult
  public func removeOldest(keeping count: Int) throws(SnapshotError) -> [Entry] {
    let oldest = Array(try entries().dropFirst(max(count, 0)))
    for entry in oldest { try remove(entry.path) }
    return oldest
  }

  /// Removes a snapshot; whoever has it open goes on reading it.
  package func remove(_ path: String) throws(SnapshotError) {
    if unsafe unlink(path) != 0 && errno != ENOENT { throw .system("unlink", errno, path: path) }
  }

  /// Gives a snapshot another name in the directory, which must be free.
  package func rename(_ entry: Entry, to path: String) throws(SnapshotError) {
    guard unsafe access(path, F_OK) != 0 else {
      throw SnapshotError(.alreadyExists, path: path, reason: "there is a file of this name")
    }
    guard unsafe PlatCommon.rename(entry.path, path) == 0 else {
      throw .system("rename", errno, path: path)
    }
  }

  /// Brings the directory's names to disk.
  package func synchronise() throws(SnapshotError) {
    let number = OutputFile.synchronise(directory: path)
    guard number == 0 else { throw .system("fsync", number, path: path) }
  }

  /// Removes the temporary files that a crash has left; those that are being written are locked and
  /// stay.
  ///
  /// - Returns: The names that were removed.
  /// - Throws: A ``SnapshotError`` where the directory is not there or cannot be read.
  @discardableResult
  public func removeLeftovers() throws(SnapshotError) -> [String] {
    try names().filter { name in
      guard name.hasPrefix("."), name.hasSuffix(OutputFile.temporarySuffix),
        name.contains(Self.suffix + ".")
      else {
        return false
      }
      let file = path + "/" + name
      let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
      return unsafe unlink(file) == 0
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
    guard let directory = unsafe opendir(path) else { throw .system("opendir", errno, path: path) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(directory) else {
        if errno != 0 { throw .system("readdir", errno, path: path) }
        return names
      }
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe names.append(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
  }
}
