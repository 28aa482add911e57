public import PlatIndex

extension Searcher {
  /// Lends the matches of a filter in a region: blocks and words, none of them empty.
  ///
  /// For whoever needs more of them than a page, a count or their rows: decks that leave some out,
  /// sums over a place.
  ///
  /// - Throws: ``SearchError`` where a condition cannot be asked, what the body throws, or where
  ///   the current `WorkLimit` ends the work.
  /// - Complexity: O(blocks that the plan reads).
  public func withMatches<Result>(
    _ filter: ListingFilter, in region: Region = Region(),
    _ body: (BlockSelection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    let plan = try QueryPlan(filter, region, index)
    return try plan.matches(in: index, body)
  }
}
