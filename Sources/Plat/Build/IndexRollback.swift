internal import PlatFiles
internal import PlatIndex
internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

/// Rolls an index back from its newest state to the one before, including documents.
///
/// Builds keep ``BuildOptions/keep`` states. A rollback removes the newest one. The one before gets
/// a number above all others, so that servers pick it up like a build.
public enum IndexRollback {
  /// The removed state and the current one.
  public struct Summary: Sendable {
    /// The name of the removed snapshot.
    public var removed: String
    /// The former name of the snapshot that is now current.
    public var previous: String
    /// The path of the current snapshot.
    public var snapshotPath: String
    /// The number of listings in it.
    public var listings: Int
    /// Its change number.
    public var changeNumber: UInt64
  }

  /// A whole state.
  private struct State {
    var entry: SnapshotDirectory.Entry
    var snapshot: Snapshot
    var listings: Int
  }

  /// Rolls back by one state.
  ///
  /// - Parameter path: The index directory.
  /// - Throws: ``PlatError/noOlderState(path:reason:)`` if no earlier state is whole and has its
  ///   records; ``PlatError/noIndex(path:reason:)`` if there is no index.
  public static func run(_ path: String) throws(PlatError) -> Summary {
    let directory = SnapshotDirectory(path: path)
    guard let first = try? directory.entries(), !first.isEmpty else {
      throw .noIndex(path: path, reason: IndexAbsence(at: path))
    }
    let held = StateRecords.holdMerges(in: path)
    defer { held?.release() }
    let current = StateRecords.currentPath(in: path)
    let place = try part { () throws(StoreError) in try RecordFileState(current) }
    let publication = try Publication(directory, expecting: place)
    let entries = try part { () throws(SnapshotError) in try directory.entries() }
    guard let newest = entries.first else {
      throw .noIndex(path: path, reason: IndexAbsence(at: path))
    }
    let state = try stateBefore(newest, among: entries, publication, path)
    let now = try publication.goBack(from: newest, to: state.entry, state.snapshot)
    return Summary(
      removed: name(of: newest), previous: name(of: state.entry), snapshotPath: now,
      listings: state.listings,
      changeNumber: state.snapshot.changeNumber)
  }

  /// The newest earlier state that is whole and has its records.
  private static func stateBefore(
    _ newest: SnapshotDirectory.Entry, among entries: [SnapshotDirectory.Entry],
    _ publication: Publication,
    _ path: String
  ) throws(PlatError) -> State {
    var reasons: [String] = []
    // A merge leaves an older snapshot of the same state.
    let isMerged =
      (try? Snapshot.open(path: newest.path)).map(publication.isOfCurrentRecords) ?? false
    for entry in entries.dropFirst() {
      do throws(SnapshotError) {
        let snapshot = try Snapshot.open(path: entry.path)
        if isMerged, publication.isOfCurrentRecords(snapshot) { continue }
        if let damage = snapshot.verify().first { throw damage }
        let listings = try ListingIndex(snapshot).rows
        if publication.hasRecords(of: snapshot, entry) {
          return State(entry: entry, snapshot: snapshot, listings: listings)
        }
        reasons.append("\(name(of: entry)) has no records of its own")
      } catch {
        reasons.append("\(name(of: entry)) is damaged")
      }
    }
    let reason =
      reasons.isEmpty ? "\(name(of: newest)) is the only one" : reasons.joined(separator: ", ")
    throw .noOlderState(path: path, reason: reason)
  }

  private static func name(of entry: SnapshotDirectory.Entry) -> String {
    SnapshotDirectory.name(of: entry.number)
  }
}
