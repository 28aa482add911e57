internal import PlatFiles
internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

/// Finds the records that belong to a snapshot.
///
/// A state of an index is a snapshot, `NNNNNN.plat`, and the records that it was published with.
/// Those of the newest state are `records.sqlite`, those of an older state are `NNNNNN.sqlite`.
/// While a build publishes, and after one that was killed, `records.sqlite` may be of another state
/// than the newest snapshot, so the name alone does not identify records.
///
/// A merge makes another snapshot of the same records, which note the marks of both.
enum StateRecords {
  /// The suffix of the name of an older state's records.
  static let suffix = ".sqlite"

  /// The file in an index directory that is locked by a merge, and shared by builds and rollbacks.
  static let mergeLockName = "merge.lock"

  /// Waits until no merge of an index runs, and lets none begin.
  static func holdMerges(in directory: String) -> FileLock? {
    try? FileLock(directory + "/" + mergeLockName, exclusive: false)
  }

  /// The mark of a snapshot in the note of its records.
  ///
  /// It includes the change number because two builds may differ in documents alone.
  static func mark(identity: UInt64, changeNumber: UInt64) -> String {
    String(identity, radix: 16) + "-" + String(changeNumber)
  }

  /// The note of records that belong to one more snapshot.
  ///
  /// Those before are noted too: they may still be open, and the records belong to them as well.
  ///
  /// - Parameters:
  ///   - marks: The note; nil in records of a version without it.
  ///   - origin: The snapshot that the records belonged to.
  static func marks(_ marks: String?, of origin: Snapshot, adding mark: String) -> String {
    let own = Self.mark(identity: origin.identity, changeNumber: origin.changeNumber)
    let held = (marks ?? own).split(separator: " ").map { String($0) }.filter { $0 != mark }
    return (held.suffix(mostMarks - 1) + [mark]).joined(separator: " ")
  }

  private static let mostMarks = 8

  /// Whether records belong to a snapshot: by their note or, in a version without the note, by
  /// their change number.
  ///
  /// Writes raise the change number of records above that of their snapshot; the note stays.
  static func fit(mark: String?, changeNumber: UInt64, _ snapshot: Snapshot) -> Bool {
    guard let mark else { return changeNumber == snapshot.changeNumber }
    let own = Self.mark(identity: snapshot.identity, changeNumber: snapshot.changeNumber)
    return mark == own || mark.split(separator: " ").contains { $0 == own }
  }

  /// Whether the file with a store's name belongs to a snapshot.
  static func fit(_ place: RecordFileState, _ snapshot: Snapshot) -> Bool {
    guard case .store(let changeNumber, let mark) = place else { return false }
    return fit(mark: mark, changeNumber: changeNumber, snapshot)
  }

  /// The path of the current records.
  static func currentPath(in directory: String) -> String {
    directory + "/" + ListingsDatabase.recordsName
  }

  /// The path of the records of an older state.
  static func keptPath(of entry: SnapshotDirectory.Entry) -> String {
    keptPath(snapshot: entry.path)
  }

  /// The file name of the records of an older state.
  static func keptName(of number: UInt64) -> String {
    keptPath(snapshot: SnapshotDirectory.name(of: number))
  }

  /// The number of the state to which the name of kept records, or of one of their SQLite companion
  /// files, belongs.
  static func number(of name: String) -> UInt64? {
    let isCompanion = name.hasSuffix("-wal") || name.hasSuffix("-shm")
    let store = isCompanion ? name.dropLast(4) : name[...]
    guard store.hasSuffix(suffix) else { return nil }
    return SnapshotDirectory.number(
      of: String(store.dropLast(suffix.count)) + SnapshotDirectory.suffix)
  }

  private static func keptPath(snapshot path: String) -> String {
    String(path.dropLast(SnapshotDirectory.suffix.count)) + suffix
  }

  /// Opens the records of a snapshot for reading, under either of their names.
  ///
  /// - Throws: ``StoreError/Code/otherState`` if the directory has records and none belongs to the
  ///   snapshot; ``StoreError/Code/notFound`` if it has none; or the reason the current ones cannot
  ///   be opened.
  static func open(of snapshot: Snapshot, in directory: String) throws(StoreError) -> RecordStore {
    let current = currentPath(in: directory)
    let kept = keptPath(snapshot: snapshot.path)
    var failure: StoreError?
    // Twice: the records may be renamed between two attempts.
    for path in [current, kept, current, kept] {
      do throws(StoreError) {
        let store = try RecordStore.open(path: path, mode: .read)
        let mark = try store.note(RecordStore.snapshotNote)
        let change = try store.changeNumber()
        if fit(mark: mark, changeNumber: change, snapshot) { return store }
        failure = failure ?? otherState(path, change, snapshot)
      } catch {
        if failure == nil || failure?.code == .notFound { failure = error }
      }
    }
    throw failure ?? StoreError(.notFound, path: current, reason: "there is no such file")
  }

  private static func otherState(
    _ path: String, _ change: UInt64, _ snapshot: Snapshot
  ) -> StoreError {
    StoreError(
      .otherState, path: path,
      reason: "the records are of another state, with change number \(change), than the snapshot, "
        + "with \(snapshot.changeNumber)")
  }
}
