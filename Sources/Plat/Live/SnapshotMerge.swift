internal import PlatCommon
internal import PlatFiles
internal import PlatIndex
internal import PlatLive
internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

/// What a merge did.
public struct MergeSummary: Sendable {
  /// The path of the new snapshot.
  public var snapshotPath: String
  /// Its size in bytes.
  public var snapshotBytes: Int
  /// The number of listings in it.
  public var listings: Int
  /// The number of the last change that it holds.
  public var changeNumber: UInt64
  /// How many changes it holds that the snapshot before it lacked.
  public var changes: Int
  /// The duration of the merge in seconds.
  public var seconds: Double
}

/// Writes a generation's listings as a snapshot, and publishes it beside the records that they are
/// of.
///
/// The records stay as they are and note the new snapshot as one of theirs. The snapshot before it
/// stays too, as a spare, until the next merge or build.
struct SnapshotMerge {
  let directory: SnapshotDirectory
  let records: RecordStore
  /// The snapshot on disk that the listings lie over.
  let origin: Snapshot

  /// The bytes that a merge leaves free on the disk, for the records.
  static let reserve = 64 << 20

  /// Writes a snapshot under a temporary name, at a pace that leaves the disk to commits, and reads
  /// it back.
  ///
  /// - Throws: The call that failed; then no file is left.
  func seal(_ generation: Generation) throws(PlatError) -> SealedSnapshot {
    try checkSpace(for: generation)
    let builder = WorkLimit.withoutLimit { IndexBuilder(merging: generation) }
    let options = generation.base.pyramid.options
    let sealed = try part { () throws(SnapshotError) -> SealedSnapshot in
      var writer = try SnapshotWriter(
        path: try directory.nextPath(), changeNumber: generation.changeNumber, pace: WritePace())
      try builder.write(to: &writer, options: options)
      return try writer.seal()
    }
    try step(.mergeSealed)
    let temporary = sealed.temporaryPath
    try part { () throws(SnapshotError) in
      let snapshot = try Snapshot.open(path: temporary)
      if let damage = snapshot.verify().first { throw damage }
      _ = try ListingIndex(snapshot)
    }
    try step(.mergeVerified)
    return sealed
  }

  /// Gives the snapshot its name, and opens it.
  ///
  /// The records note it first: a note without its snapshot does no harm.
  func publish(_ sealed: borrowing SealedSnapshot) throws(PlatError) -> ListingIndex {
    let mark = StateRecords.mark(identity: sealed.identity, changeNumber: sealed.changeNumber)
    try part { () throws(StoreError) in
      let marks = try records.note(RecordStore.snapshotNote)
      try records.setNote(
        RecordStore.snapshotNote, to: StateRecords.marks(marks, of: origin, adding: mark))
    }
    try step(.mergeNoted)
    let path = try part { () throws(SnapshotError) in try directory.nextPath() }
    do throws(SnapshotError) { try sealed.publish(as: path) } catch {
      // The name may be there and not survive a loss of power.
      if error.code != .alreadyExists { try? directory.remove(path) }
      throw .snapshot(error)
    }
    try? step(.mergeNamed)
    return try part { () throws(SnapshotError) in try ListingIndex(try Snapshot.open(path: path)) }
  }

  /// Removes the snapshots of the same records but the newest two, and what dead merges left.
  ///
  /// A file that cannot be removed does no harm; the next merge tries again.
  func clear() {
    guard let mark = try? records.note(RecordStore.snapshotNote) else { return }
    var kept = 0
    for entry in (try? directory.entries()) ?? [] {
      guard let snapshot = try? Snapshot.open(path: entry.path),
        StateRecords.fit(mark: mark, changeNumber: 0, snapshot)
      else { continue }
      kept += 1
      if kept > 2, (try? directory.remove(entry.path)) != nil { try? step(.mergeCleared) }
    }
    _ = try? directory.removeLeftovers()
  }

  /// Refuses a merge for which the disk has no room.
  private func checkSpace(for generation: Generation) throws(PlatError) {
    let bytes = generation.parts.reduce(0) { $0 + Int(clamping: $1.index.snapshot.fileLength) }
    guard let free = FileSystem.freeBytes(in: directory.path), free < bytes + Self.reserve else {
      return
    }
    throw .snapshot(
      SnapshotError(
        .noSpace, path: directory.path,
        reason: """
          a merge needs \((bytes + Self.reserve) >> 20) MB on this disk, and \(free >> 20) are free
          """))
  }

  private func step(_ step: LiveStep) throws(PlatError) {
    do throws(SystemError) { try step.done() } catch {
      throw .file(path: directory.path, reason: "\(error)")
    }
  }
}
