internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

/// Replaces the current state of an index by a new one, or rolls back to the one before.
///
/// The newest snapshot determines the current state. Its records are found by the mark of the
/// snapshot that they hold (``StateRecords``). Records are renamed before the snapshot is, so that
/// anyone who opens the directory between two steps finds one whole state.
struct Publication {
  let directory: SnapshotDirectory
  /// The state of the file with the current records' name.
  private let place: RecordFileState
  private let replacement: RecordReplacement

  private var currentPath: String { StateRecords.currentPath(in: directory.path) }

  /// Waits until nobody opens or writes the records.
  ///
  /// - Parameter place: The expected state of the file with the current records' name.
  init(_ directory: SnapshotDirectory, expecting place: RecordFileState) throws(PlatError) {
    self.directory = directory
    self.place = place
    let path = StateRecords.currentPath(in: directory.path)
    replacement = try part { () throws(StoreError) in
      try RecordReplacement(path: path, expecting: place)
    }
    try PublicationStep.locked.done()
  }

  /// Publishes sealed records and the sealed snapshot over them.
  ///
  /// - Parameter count: The number of states to keep.
  /// - Returns: The path of the snapshot.
  /// - Throws: The error of the step that failed; the current state stays.
  func publish(
    _ loader: RecordLoader, _ snapshot: borrowing SealedSnapshot, keeping count: Int
  ) throws(PlatError) -> String {
    defer { replacement.end() }
    let path = try part { () throws(SnapshotError) in try directory.nextPath() }
    let spares: [SnapshotDirectory.Entry]
    do throws(PlatError) {
      spares = try setAsideRecords()
      try part { () throws(StoreError) in
        try replacement.put(loader)
        try replacement.synchronise()
      }
      try PublicationStep.recordsNamed.done()
      try name(snapshot, path)
    } catch {
      replacement.restore()
      throw error
    }
    remove(spares)
    clear(keeping: count)
    return path
  }

  /// Rolls back from the newest state to the one before.
  ///
  /// The older state gets a number above all others, so that anyone who looks for a newer snapshot
  /// sees it.
  ///
  /// - Returns: The new path of the snapshot.
  func goBack(
    from newest: SnapshotDirectory.Entry, to older: SnapshotDirectory.Entry, _ snapshot: Snapshot
  ) throws(PlatError) -> String {
    defer { replacement.end() }
    let path = try part { () throws(SnapshotError) in try directory.nextPath() }
    var spares: [SnapshotDirectory.Entry] = []
    if !StateRecords.fit(place, snapshot) {
      spares = try setAsideRecords()
      try part { () throws(StoreError) in
        try replacement.put(keptAs: StateRecords.keptPath(of: older))
        try replacement.synchronise()
      }
      try PublicationStep.recordsNamed.done()
    }
    remove(spares)
    try part { () throws(SnapshotError) in
      try directory.remove(newest.path)
      try directory.synchronise()
    }
    try PublicationStep.newestRemoved.done()
    try part { () throws(SnapshotError) in
      try directory.rename(older, to: path)
      try directory.synchronise()
    }
    try PublicationStep.snapshotNamed.done()
    clear(keeping: .max)
    return path
  }

  /// Whether the records of a state exist, under either name.
  func hasRecords(of snapshot: Snapshot, _ entry: SnapshotDirectory.Entry) -> Bool {
    if StateRecords.fit(place, snapshot) { return true }
    let kept = try? replacement.place(at: StateRecords.keptPath(of: entry))
    return kept.map { StateRecords.fit($0, snapshot) } ?? false
  }

  /// Whether the current records belong to a snapshot.
  func isOfCurrentRecords(_ snapshot: Snapshot) -> Bool { StateRecords.fit(place, snapshot) }

  /// Gives the current records the name of their state, which is that of its newest snapshot.
  ///
  /// - Returns: The other snapshots of the state, which merges have left.
  private func setAsideRecords() throws(PlatError) -> [SnapshotDirectory.Entry] {
    let entries = try part { () throws(SnapshotError) in try directory.entries() }
    let owners = entries.filter { entry in
      (try? Snapshot.open(path: entry.path)).map { StateRecords.fit(place, $0) } ?? false
    }
    try part { () throws(StoreError) in
      try replacement.setAside(as: owners.first.map(StateRecords.keptPath(of:)))
    }
    try PublicationStep.recordsKept.done()
    return Array(owners.dropFirst())
  }

  /// Removes snapshots whose state has a newer one.
  private func remove(_ spares: [SnapshotDirectory.Entry]) {
    for spare in spares { try? directory.remove(spare.path) }
  }

  /// Names a snapshot; if this succeeds, the new state is current.
  private func name(_ snapshot: borrowing SealedSnapshot, _ path: String) throws(PlatError) {
    do throws(SnapshotError) { try snapshot.publish(as: path) } catch {
      // The name may exist although publishing failed. A state that may not survive a power loss is
      // not published.
      if error.code != .alreadyExists { try? directory.remove(path) }
      throw .snapshot(error)
    }
    try? PublicationStep.snapshotNamed.done()
  }

  /// Removes the states beyond the kept ones, and files left by builders that were killed.
  ///
  /// A file that cannot be removed does no harm; the next build tries again.
  private func clear(keeping count: Int) {
    var whole = 0
    for entry in (try? directory.entries()) ?? [] {
      if whole >= count {
        guard (try? directory.remove(entry.path)) != nil else { continue }
        try? PublicationStep.snapshotRemoved.done()
        RecordReplacement.remove(StateRecords.keptPath(of: entry))
      } else if (try? Snapshot.open(path: entry.path)) != nil {
        whole += 1
      }
    }
    _ = try? directory.removeLeftovers()
    RecordLoader.removeLeftovers(of: currentPath)
    removeStrayRecords()
    try? PublicationStep.cleared.done()
  }

  /// Removes the records of removed states, and second names of the newest state's records.
  private func removeStrayRecords() {
    guard let entries = try? directory.entries(), let names = try? directory.names() else { return }
    let kept = Set(entries.dropFirst().map(\.number))
    for name in names {
      guard let number = StateRecords.number(of: name), !kept.contains(number) else { continue }
      RecordReplacement.remove(directory.path + "/" + StateRecords.keptName(of: number))
    }
  }
}
