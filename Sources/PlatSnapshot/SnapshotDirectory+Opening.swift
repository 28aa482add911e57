extension SnapshotDirectory {
  /// The newest snapshot that opens, and the errors of the newer ones that did not.
  public struct Newest: Sendable {
    /// The snapshot, or nil where the directory has none that opens.
    public let snapshot: Snapshot?
    /// Its file.
    public let entry: Entry?
    /// Why each newer file was refused, newest first.
    public let refusals: [SnapshotError]
  }

  /// What a snapshot was opened as, and the errors of the newer ones that did not open.
  public struct Opened<Contents: Sendable>: Sendable {
    /// What was made of the snapshot, or nil when none opened or the search ended before.
    public let contents: Contents?
    /// Its file, or the one at which the search ended.
    public let entry: Entry?
    /// Why each newer file was refused, newest first.
    public let refusals: [SnapshotError]
  }

  /// Opens the newest snapshot that is whole.
  ///
  /// A file that another process removes in between is not a refusal: the directory is then read
  /// again.
  ///
  /// - Parameters:
  ///   - residence: Where the bytes shall be.
  ///   - verifying: Whether to read every byte of each file before it is taken.
  /// - Throws: A ``SnapshotError`` where the directory itself is not there or cannot be read.
  public func openNewest(
    residence: Snapshot.Residence = .mapped, verifying: Bool = false
  ) throws(SnapshotError) -> Newest {
    let opened = try openNewest(residence: residence, verifying: verifying) {
      (snapshot) throws(SnapshotError) in
      snapshot
    }
    return Newest(snapshot: opened.contents, entry: opened.entry, refusals: opened.refusals)
  }

  /// Opens the newest snapshot that is whole and of which something can be made, such as an index.
  ///
  /// Any error passes a file over: of its header, of a checksum, or of `make`.
  ///
  /// - Parameters:
  ///   - residence: Where the bytes shall be.
  ///   - verifying: Whether to read every byte of each file before it is taken.
  ///   - isServed: Whether a file is in use already; the search ends there, and nothing is opened.
  ///   - make: Makes what is wanted of a snapshot.
  /// - Throws: A ``SnapshotError`` when the directory itself is not there or cannot be read.
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
          // Somebody has removed it meanwhile; one that is never there is a link that leads
          // nowhere.
          if error.code == .notFound, attempts < 10 { continue search }
          refusals.append(error)
        }
      }
      return Opened(contents: nil, entry: nil, refusals: refusals)
    }
  }

  /// Opens one file and makes of it what is wanted.
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
