internal import PlatFiles
package import PlatSnapshot

/// Opens the newest whole snapshot of an index directory whenever the directory changes.
///
/// It keeps no database: the caller holds the current one and requests a newer one. Calls of
/// ``newest(after:)`` must not overlap.
package final class DirectoryFollower: Sendable {
  /// The outcome of opening the directory again.
  package enum Outcome: Sendable {
    /// A newer database, one that shows newer writes, or another one because the current one has
    /// changed on disk.
    case newer(ListingsDatabase)
    /// The current database is the newest whole one; newer snapshots were refused.
    case same(refused: [SnapshotError])
    /// The current snapshot has changed on disk, and no other snapshot is whole.
    case lost(refused: [SnapshotError], isNews: Bool)
    /// The directory cannot be read.
    case failed(PlatError, isNews: Bool)
  }

  private let path: String
  private let scope: StatusScope
  private let verifies: Bool
  private let residence: Snapshot.Residence
  private let watch: DirectoryWatch

  /// Starts following a directory; the next look sees all later changes.
  package init(
    _ path: String, showing scope: StatusScope, verifying: Bool, residence: Snapshot.Residence
  ) {
    self.path = path
    self.scope = scope
    verifies = verifying
    self.residence = residence
    watch = DirectoryWatch(path)
  }

  /// Opens the newest whole snapshot for the first time.
  package func open() throws(PlatError) -> ListingsDatabase {
    let database = try ListingsDatabase(
      opening: path, showing: scope, verifying: verifies, residence: residence)
    watch.note(refusals: database.refusedSnapshots)
    return database
  }

  /// Whether the directory has other snapshots than at the last look, the current one has changed
  /// on disk, or listings were written that it does not show.
  package func hasChanged(since current: ListingsDatabase) -> Bool {
    watch.look(isServedUnchanged: current.isUnchanged) || current.lacksWrites
  }

  /// Whether a request that found the current snapshot changed may look again: once a second.
  package func isDue() -> Bool { watch.isDue() }

  /// Opens the newest whole snapshot; where that is the current one, reads what was written since.
  package func newest(after current: ListingsDatabase) -> Outcome {
    watch.remember()
    let snapshot = current.origin
    do throws(PlatError) {
      let (newer, refused) = try ListingsDatabase.newer(
        in: path, showing: scope, verifying: verifies, residence: residence
      ) { entry in
        entry.path == snapshot.path && snapshot.isUnchanged
          && FileStamp.of(path: entry.path) == snapshot.stamp
      }
      watch.note(refusals: refused)
      if let newer {
        _ = watch.isNews("")
        return .newer(newer)
      }
      guard snapshot.isUnchanged else {
        return .lost(refused: refused, isNews: watch.isNews("changed"))
      }
      if current.lacksWrites { return .newer(current.withAllWrites()) }
      return .same(refused: refused)
    } catch {
      watch.noteFailure()
      return .failed(error, isNews: watch.isNews("\(error)"))
    }
  }
}
