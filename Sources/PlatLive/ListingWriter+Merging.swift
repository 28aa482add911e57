package import PlatIndex
package import PlatSnapshot
internal import Synchronization

extension ListingWriter {
  /// The snapshot on disk that ``generation`` lies over, and that generation.
  package var shown: (origin: Snapshot, generation: Generation) {
    state.withLock { ($0.origin, $0.generation) }
  }

  /// What was written since the snapshot on disk.
  package var unmerged: UnmergedChanges {
    let now = ContinuousClock.now
    return state.withLock { state in
      var unmerged = UnmergedChanges()
      // Each change of a listing has a number of its own.
      unmerged.count = Int(clamping: state.generation.changeNumber - state.origin.changeNumber)
      unmerged.listings = state.overlay.base.rows
      unmerged.bytes = state.overlay.bytes
      if !state.isMerged {
        unmerged.oldest = now - state.firstChange
        unmerged.newest = now - state.lastChange
      }
      return unmerged
    }
  }

  /// Whether merges on disk keep the overlay small; otherwise it is merged in memory where it has
  /// grown.
  package func leaveMergesToDisk(_ leaves: Bool) {
    state.withLock { $0.mergesOnDisk = leaves }
  }

  /// Begins a merge: the listings as they are, to be written as a snapshot.
  ///
  /// Writes go on. Those that come from now on are kept until ``finishMerge(onto:)`` or
  /// ``abandonMerge()``. One merge at a time.
  package func beginMerge() -> Generation {
    publishing.withLock { _ in
      state.withLock { state in
        state.carried = []
        return state.generation
      }
    }
  }

  /// Ends a merge that has failed; everything stays as it is.
  package func abandonMerge() { state.withLock { $0.carried = nil } }

  /// Ends a merge: lays the changes that came since it began over the merged snapshot.
  ///
  /// There is no moment in which ``generation`` lacks a change that it had.
  ///
  /// - Parameter index: The snapshot of what ``beginMerge()`` gave.
  /// - Complexity: O(listings) to look at the slugs, and O(changes since the merge began); commits
  ///   wait for the last few of them only.
  package func finishMerge(onto index: ListingIndex) {
    var overlay = Overlay(over: index)
    overlay.watchSlugs()
    var done = 0
    while true {
      let (changes, number) = carried(from: done)
      if changes.count < Self.fewChanges { break }
      overlay.apply(changes, changeNumber: number)
      done += changes.count
    }
    publishing.withLock { _ in
      let (changes, number) = carried(from: done)
      overlay.apply(changes, changeNumber: number)
      let isOnDisk = state.withLock { $0.mergesOnDisk }
      let published = overlay.published(isMergedOnDisk: isOnDisk)
      state.withLock { state in
        (state.overlay, state.generation) = (published.overlay, published.generation)
        state.origin = index.snapshot
        state.firstChange = .now
        state.carried = nil
      }
    }
  }

  /// Changes that came since a merge began, without the first ones.
  private func carried(from done: Int) -> (changes: [OverlayChange], changeNumber: UInt64) {
    state.withLock { state in
      (Array(state.carried?.dropFirst(done) ?? []), state.generation.changeNumber)
    }
  }

  /// So few changes are laid over the merged snapshot while commits wait.
  private static let fewChanges = 64
}
