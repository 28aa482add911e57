internal import PlatCommon
internal import PlatIndex
internal import PlatSearch
internal import Synchronization

/// The matches of the filters that were asked for last, where finding them takes longer than
/// copying them.
final class SwipeMatches: Sendable {
  /// What matches belong to: the index's contents, the filter, the region.
  ///
  /// Matches of an index that is no longer served are not asked for again, and are evicted as the
  /// ones used longest ago.
  struct Question: Hashable, Sendable {
    let index: UInt64
    let filter: ListingFilter
    let region: Region
  }

  private let kept = Mutex(BoundedCache<Question, KeptSelection>(count: most))

  /// How many are kept.
  private static let most = 8
  /// Matches in fewer blocks than this are found as fast as they are copied.
  private static let leastBlocks = 256

  /// The matches of a question, where they are kept.
  func matches(_ question: Question) -> KeptSelection? { kept.withLock { $0.value(question) } }

  /// Keeps the matches of a question.
  func keep(_ selection: BlockSelection, of question: Question) {
    guard selection.count >= Self.leastBlocks else { return }
    let matches = selection.kept()
    kept.withLock { $0.insert(matches, for: question) }
  }
}
