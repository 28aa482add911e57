internal import PlatCommon
internal import PlatSnapshot

extension Generation {
  /// The same listings in one index: this generation where it has no written parts.
  ///
  /// The index is made when it is first asked for, in memory, and kept. Rows of this generation and
  /// of the whole one are not the same.
  ///
  /// - Complexity: O(listings) the first time: as long as a build takes to lay them out, some 0.2 s
  ///   for 42,000.
  package var whole: Generation {
    if isWhole { return self }
    return attachments.value { WholeGeneration(value: Generation(merged)) }.value
  }

  /// The whole generation where it is made already.
  package var knownWhole: Generation? {
    isWhole ? self : attachments.known(WholeGeneration.self)?.value
  }

  private var merged: ListingIndex {
    WorkLimit.withoutLimit {
      do throws(SnapshotError) {
        return try ListingIndex(
          inMemory: IndexBuilder(merging: self), name: base.snapshot.path,
          changeNumber: changeNumber, options: base.pyramid.options)
      } catch {
        endWithoutMemory(for: "the listings", error.reason)
      }
    }
  }
}

/// A generation's listings in one index.
private struct WholeGeneration: Sendable {
  let value: Generation
}
