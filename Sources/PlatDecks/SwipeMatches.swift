internal import PlatIndex
internal import PlatSearch
internal import Synchronization

/// The matches of the filters that were asked for last, where finding them takes longer than
/// copying them.
final class SwipeMatches: Sendable {
  /// What matches belong to: the index's contents, the filter, the region.
  struct Question: Hashable, Sendable {
    let index: UInt64
    let filter: ListingFilter
    let region: Region
  }

  /// Questions and answers, the one asked for last at the end.
  private let kept = Mutex<[(question: Question, matches: KeptSelection)]>([])

  /// How many are kept.
  private static let most = 8
  /// Matches in fewer blocks than this are found as fast as they are copied.
  private static let leastBlocks = 256

  /// The matches of a question, where they are kept.
  func matches(_ question: Question) -> KeptSelection? {
    kept.withLock { kept in
      guard let place = kept.lastIndex(where: { $0.question == question }) else { return nil }
      let found = kept.remove(at: place)
      kept.append(found)
      return found.matches
    }
  }

  /// Keeps the matches of a question.
  func keep(_ selection: BlockSelection, of question: Question) {
    guard selection.count >= Self.leastBlocks else { return }
    let matches = selection.kept()
    kept.withLock { kept in
      // Matches of a state that is served no more are asked for no more, and go first.
      kept.removeAll { $0.question == question }
      if kept.count >= Self.most {
        kept.remove(at: kept.firstIndex { $0.question.index != question.index } ?? 0)
      }
      kept.append((question, matches))
    }
  }
}
