public import PlatCommon
internal import PlatGeometry
public import PlatIndex

/// A filter and a region compiled against one index, for tests of blocks that the caller chooses.
///
/// A search finds its own blocks; a map tile knows the blocks that it shows.
public struct RowMatcher: Sendable {
  private let plan: QueryPlan
  private let bounds: [Box]?
  /// The index.
  public let index: ListingIndex

  /// Compiles a filter and a region.
  ///
  /// - Throws: ``SearchError`` for an invalid condition.
  /// - Complexity: A text condition reads each distinct text of its field.
  public init(_ filter: ListingFilter, in region: Region, _ index: ListingIndex) throws(SearchError)
  {
    plan = try QueryPlan(filter, region, index)
    bounds = region.bounds
    self.index = index
  }

  /// Whether every listing with a position matches.
  public var matchesAll: Bool {
    plan.tests.isEmpty && plan.combinations.isEmpty && plan.region.isEverywhere
  }

  /// Clears the rows of a selection that do not match.
  ///
  /// All listed blocks must have positions; they stay listed.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended; the selection is then unusable.
  /// - Complexity: O(blocks listed): a zone map decides, or the block's values are read.
  public func keep(_ selection: BlockSelection) throws(WorkEnded) {
    if matchesAll { return }
    if case .nothing = plan.source { return selection.keepBlocks(touching: [], of: index) }
    if let bounds { selection.keepBlocks(touching: bounds, of: index) }
    if !plan.region.isEverywhere { try selection.keep(plan.region, of: index) }
    try plan.apply(plan.tests, plan.combinations, to: selection)
  }
}
