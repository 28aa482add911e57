internal import PlatCommon
public import PlatIndex

extension Searcher {
  /// Lends the matches of a filter in a region: blocks and words, none of them empty.
  ///
  /// For uses that need more than a page, a count or row numbers: decks that leave some matches
  /// out, and sums over a place.
  ///
  /// - Throws: ``SearchError`` for an invalid condition, an error of the body, or if the current
  ///   `WorkLimit` ends the work.
  /// - Complexity: O(blocks that the plan reads).
  public func withMatches<Result>(
    _ filter: ListingFilter, in region: Region = Region(),
    _ body: (BlockSelection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    let index = generation.index
    return try QueryPlan(filter, region, index).matches(in: index, body)
  }

  /// The box around the matches of a filter in a region; nil if none has a position.
  ///
  /// - Throws: ``SearchError`` for an invalid condition, or if the current `WorkLimit` ends the
  ///   work.
  public func bounds(_ filter: ListingFilter, in region: Region = Region()) throws(SearchError)
    -> MatchBounds?
  {
    guard generation.isWhole else { return try boundsOfParts(filter, in: region) }
    return try withMatches(filter, in: region) { (matches) throws(SearchError) in
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try MatchBounds(of: matches, index)
      }
    }
  }

  /// A part of some rows in an order.
  ///
  /// - Parameters:
  ///   - rows: Ordinals of rows.
  ///   - sort: The order.
  ///   - offset: The number of rows to skip.
  ///   - limit: The greatest number of rows to return.
  /// - Throws: ``SearchError`` if the current `WorkLimit` ends the work.
  /// - Complexity: O(rows).
  package func sorted(_ rows: [UInt32], _ sort: Sort, offset: Int, limit: Int) throws(SearchError)
    -> [UInt32]
  {
    try page(of: rows, sort, PageWindow(offset: offset, limit: limit)).rows.map(\.row)
  }

  /// Some rows of the index in an order.
  func page(
    of rows: [UInt32], _ sort: Sort, _ window: PageWindow
  ) throws(SearchError) -> Page {
    let plan = try QueryPlan(ListingFilter(), Region(), index)
    return try index.withSelection { (selection) throws(SearchError) in
      selection.select(rows: rows, limit: index.rows)
      let finder = PageFinder(index: index, selection: selection, total: rows.count, plan: plan)
      return try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try finder.page(sort, window)
      }
    }
  }
}
