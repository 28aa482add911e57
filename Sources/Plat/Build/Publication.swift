internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

/// Puts a new state of an index in the place of the one that stands, or goes back to the one
/// before.
///
/// The newest snapshot says which state stands, and its records are found by what they note of it
/// (``StateRecords``). Records get their names before the snapshot does, so that whoever opens the
/// directory between two steps finds one whole state.
struct Publication {
  let directory: SnapshotDirectory
  /// What stands under the name of the current records.
  private let place: RecordFileState
  private let replacement: RecordReplacement

  private var currentPath: String { StateRecords.currentPath(in: directory.path) }

  /// Waits until nobody opens or writes the records.
  ///
  /// - Parameter place: What must stand under the name of the current records.
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
  /// - Parameter count: How many states to keep.
  /// - Returns: The path of the snapshot.
  /// - Throws: What failed; the state that stood stands.
  func publish(
    _ loader: RecordLoader, _ snapshot: borrowing SealedSnapshot, keeping count: Int
  ) throws(PlatError) -> String {
    defer { replacement.end() }
    let path = try part { () throws(SnapshotError) in try directory.nextPath() }
    do throws(PlatError) {
      try setAsideRecords()
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
    clear(keeping: count)
    return path
  }

  /// Goes back from the newest state to the one before.
  ///
  /// That one gets a number above all others, so that whoever looks for a newer snapshot sees it.
  ///
  /// - Returns: The path that the snapshot has now.
  func goBack(
    from newest: SnapshotDirectory.Entry, to older: SnapshotDirectory.Entry, _ snapshot: Snapshot
  ) throws(PlatError) -> String {
    defer { replacement.end() }
    let path = try part { () throws(SnapshotError) in try directory.nextPath() }
    if !StateRecords.fit(place, snapshot) {
      try setAsideRecords()
      try part { () throws(StoreError) in
        try replacement.put(keptAs: StateRecords.keptPath(of: older))
        try replacement.synchronise()
      }
      try PublicationStep.recordsNamed.done()
    }
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

  /// Whether the records of a state are there, under whichever name.
  func hasRecords(of snapshot: Snapshot, _ entry: SnapshotDirectory.Entry) -> Bool {
    if StateRecords.fit(place, snapshot) { return true }
    let kept = try? replacement.place(at: StateRecords.keptPath(of: entry))
    return kept.map { StateRecords.fit($0, snapshot) } ?? false
  }

  /// Lets the current records be found as those of their state.
  private func setAsideRecords() throws(PlatError) {
    let entries = try part { () throws(SnapshotError) in try directory.entries() }
    let owner = entries.first { entry in
      (try? Snapshot.open(path: entry.path)).map { StateRecords.fit(place, $0) } ?? false
    }
    try part { () throws(StoreError) in
      try replacement.setAside(as: owner.map(StateRecords.keptPath(of:)))
    }
    try PublicationStep.recordsKept.done()
  }

  /// Gives a snapshot its name; without an error the new state stands from here on.
  private func name(_ snapshot: borrowing SealedSnapshot, _ path: String) throws(PlatError) {
    do throws(SnapshotError) { try snapshot.publish(as: path) } catch {
      // Whatever failed after the name was given: a state that may not outlive a loss of power is
      // not published.
      if error.code != .alreadyExists { try? directory.remove(path) }
      throw .snapshot(error)
    }
    try? PublicationStep.snapshotNamed.done()
  }

  /// Removes the states beyond those that are kept, and what builders that were killed have left.
  ///
  /// What cannot be removed does no harm and goes with the next build.
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

  /// Removes the records of states that are gone, and second names of the newest state's.
  private func removeStrayRecords() {
    guard let entries = try? directory.entries(), let names = try? directory.names() else { return }
    let kept = Set(entries.dropFirst().map(\.number))
    for name in names {
      guard let number = StateRecords.number(of: name), !kept.contains(number) else { continue }
      RecordReplacement.remove(directory.path + "/" + StateRecords.keptName(of: number))
    }
  }
}
