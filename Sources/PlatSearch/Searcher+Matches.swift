internal import PlatCommon
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

  /// The box around the matches of a filter in a region; nil where none has a position.
  ///
  /// - Throws: ``SearchError`` where a condition cannot be asked, or where the current `WorkLimit`
  ///   ends the work.
  public func bounds(_ filter: ListingFilter, in region: Region = Region()) throws(SearchError)
    -> MatchBounds?
  {
    try withMatches(filter, in: region) { (matches) throws(SearchError) in
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try MatchBounds(of: matches, index)
      }
    }
  }

  /// Some rows in an order: so many at the most, after passing over some.
  ///
  /// - Parameters:
  ///   - rows: Ordinals of rows.
  ///   - sort: The order.
  ///   - offset: How many rows to pass over.
  ///   - limit: How many rows to return at the most.
  /// - Throws: ``SearchError`` where the current `WorkLimit` ends the work.
  /// - Complexity: O(rows).
  package func sorted(_ rows: [UInt32], _ sort: Sort, offset: Int, limit: Int) throws(SearchError)
    -> [UInt32]
  {
    let plan = try QueryPlan(ListingFilter(), Region(), index)
    return try index.withSelection { (selection) throws(SearchError) in
      selection.select(rows: rows, limit: index.rows)
      let finder = PageFinder(index: index, selection: selection, total: rows.count, plan: plan)
      return try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try finder.page(sort, PageWindow(offset: offset, limit: limit)).rows.map(\.row)
      }
    }
  }
}
