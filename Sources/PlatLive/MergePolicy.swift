/// When the listings that were written are merged into a new snapshot.
///
/// A merge writes the whole snapshot again, so it is worth its while only now and then; the map of
/// a merged snapshot is laid out anew, so that what was changed should be a small part of it: where
/// 0.1 % of the listings changed, fewer than 1 of 100 clusters move by more than 8 pixels; where
/// 1 % did, up to 6.
public struct MergePolicy: Equatable, Sendable {
  /// The changes that are merged at once, as a share of the snapshot's listings.
  public var share = 0.005
  /// The fewest changes that ``share`` stands for.
  public var leastChanges = 500
  /// How long a change stays unmerged at most.
  public var age: Duration = .seconds(600)
  /// How long nothing must have been written for a merge of fewer changes: a tenth of ``share``.
  public var idle: Duration = .seconds(10)
  /// How long merges rest: this many times as long as the last one took.
  public var rest = 9.0
  /// The memory that written listings may take before they are merged, in bytes.
  ///
  /// From half of it on, a merge begins whatever else the policy says, and writers are slowed; at
  /// all of it they wait until the merge has ended.
  public var memory = 256 << 20

  /// Makes the default policy.
  public init() {}

  /// Why a merge is due.
  public enum Reason: String, Sendable {
    /// Enough was changed.
    case size
    /// A change has waited for long.
    case age
    /// Nothing is being written.
    case idle
    /// Written listings take much memory.
    case memory
  }

  /// Why a merge is due, nil where none is.
  ///
  /// - Parameter sinceMerge: How long ago the last merge ended, and how long it took; nil where
  ///   there was none.
  public func reason(
    toMerge unmerged: UnmergedChanges, sinceMerge: (ended: Duration, took: Duration)? = nil
  ) -> Reason? {
    if unmerged.count == 0 { return nil }
    if unmerged.bytes > memory / 2 { return .memory }
    if let sinceMerge, sinceMerge.ended < sinceMerge.took * rest { return nil }
    let enough = max(leastChanges, Int(Double(unmerged.listings) * share), 1)
    if unmerged.count >= enough { return .size }
    if unmerged.oldest >= age { return .age }
    if unmerged.count * 10 >= enough, unmerged.newest >= idle { return .idle }
    return nil
  }

  /// How long a writer is held up for the memory that written listings take: not at all up to half
  /// of the bound, then up to 20 ms a batch; nil where it waits until there is room.
  public func delay(at bytes: Int) -> Duration? {
    let half = max(memory / 2, 1)
    if bytes <= half { return .zero }
    if bytes >= memory { return nil }
    return .milliseconds(20) * (Double(bytes - half) / Double(half))
  }
}

/// What was written and is not in the snapshot on disk.
public struct UnmergedChanges: Equatable, Sendable {
  /// How many changes.
  public var count = 0
  /// The listings of the snapshot.
  public var listings = 0
  /// The memory that written listings take, in bytes, about.
  public var bytes = 0
  /// How long ago the first of them was written.
  public var oldest: Duration = .zero
  /// How long ago the last of them was written.
  public var newest: Duration = .zero

  /// Makes the state of an index to which nothing was written.
  public init() {}
}
