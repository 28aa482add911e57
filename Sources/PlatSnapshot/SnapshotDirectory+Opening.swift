extension SnapshotDirectory {
  /// The newest snapshot that opens, and the errors of the newer ones that did not.
  public struct Newest: Sendable {
    /// The snapshot, or nil if no file of the directory opens.
    public let snapshot: Snapshot?
    /// Its file.
    public let entry: Entry?
    /// Why each newer file was refused, newest first.
    public let refusals: [SnapshotError]
  }

  /// The value made from a snapshot, and the errors of the newer files that did not open.
  public struct Opened<Contents: Sendable>: Sendable {
    /// The value made from the snapshot, or nil if none opened or the search ended before.
    public let contents: Contents?
    /// Its file, or the one at which the search ended.
    public let entry: Entry?
    /// Why each newer file was refused, newest first.
    public let refusals: [SnapshotError]
  }

  /// Opens the newest intact snapshot.
  ///
  /// A file that another process removes meanwhile is not a refusal: the directory is read again.
  ///
  /// - Parameters:
  ///   - residence: Where to keep the bytes.
  ///   - verifying: Whether to read every byte of each file before it is taken.
  /// - Throws: A ``SnapshotError`` if the directory is missing or cannot be read.
  public func openNewest(
    residence: Snapshot.Residence = .mapped, verifying: Bool = false
  ) throws(SnapshotError) -> Newest {
    let opened = try openNewest(residence: residence, verifying: verifying) {
      (snapshot) throws(SnapshotError) in
      snapshot
    }
    return Newest(snapshot: opened.contents, entry: opened.entry, refusals: opened.refusals)
  }

  /// Opens the newest intact snapshot that a value, such as an index, can be made from.
  ///
  /// A file is skipped after any error: of its header, of a checksum, or of `make`.
  ///
  /// - Parameters:
  ///   - residence: Where to keep the bytes.
  ///   - verifying: Whether to read every byte of each file before it is taken.
  ///   - isServed: Whether a file is in use already; the search ends there, and nothing is opened.
  ///   - make: Makes the value from a snapshot.
  /// - Throws: A ``SnapshotError`` if the directory is missing or cannot be read.
  public func openNewest<Contents: Sendable>(
    residence: Snapshot.Residence = .mapped, verifying: Bool = false,
    endingAt isServed: (Entry) -> Bool = { _ in false },
    as make: (Snapshot) throws(SnapshotError) -> Contents
  ) throws(SnapshotError) -> Opened<Contents> {
    var attempts = 0
    var refusals: [SnapshotError] = []
    search: while true {
      attempts += 1
      refusals = []
      for entry in try entries() {
        if isServed(entry) { return Opened(contents: nil, entry: entry, refusals: refusals) }
        do throws(SnapshotError) {
          let contents = try Self.open(entry, residence, verifying, make)
          return Opened(contents: contents, entry: entry, refusals: refusals)
        } catch {
          // Another process removed it meanwhile; if it stays missing, it is a dangling link.
          if error.code == .notFound, attempts < 10 { continue search }
          refusals.append(error)
        }
      }
      return Opened(contents: nil, entry: nil, refusals: refusals)
    }
  }

  /// Opens one file and makes the value from it.
  private static func open<Contents>(
    _ entry: Entry, _ residence: Snapshot.Residence, _ verifying: Bool,
    _ make: (Snapshot) throws(SnapshotError) -> Contents
  ) throws(SnapshotError) -> Contents {
    let snapshot = try Snapshot.open(path: entry.path, residence: residence)
    if verifying, let damage = snapshot.verify().first { throw damage }
    let contents = try make(snapshot)
    guard snapshot.isUnchanged else { throw .changed(entry.path) }
    return contents
  }
}
