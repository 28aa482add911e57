internal import PlatCommon
internal import PlatIndex
internal import PlatSearch
internal import Synchronization

/// A cache of the matches of recent filters, for those that take longer to find than to copy.
final class SwipeMatches: Sendable {
  /// The cache key: the index's contents, the filter, the region.
  ///
  /// Matches of an index that is no longer served are not requested again, so they are evicted as
  /// least recently used.
  struct Question: Hashable, Sendable {
    let index: UInt64
    let filter: ListingFilter
    let region: Region
  }

  private let kept = Mutex(BoundedCache<Question, KeptSelection>(count: most))

  /// The maximum number of entries.
  private static let most = 8
  /// Finding matches in fewer blocks than this is as fast as copying them.
  private static let leastBlocks = 256

  /// The cached matches for a question, if any.
  func matches(_ question: Question) -> KeptSelection? { kept.withLock { $0.value(question) } }

  /// Caches the matches for a question.
  func keep(_ selection: BlockSelection, of question: Question) {
    guard selection.count >= Self.leastBlocks else { return }
    let matches = selection.kept()
    kept.withLock { $0.insert(matches, for: question) }
  }
}
