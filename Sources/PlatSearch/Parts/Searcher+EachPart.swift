internal import PlatCommon
package import PlatIndex
internal import PlatListings

extension Searcher {
  /// Lends the matches of a filter in a region part by part: blocks and words, none of them empty.
  ///
  /// - Throws: ``SearchError`` where a condition cannot be asked, what the body throws, or where
  ///   the current `WorkLimit` ends the work.
  /// - Complexity: O(blocks that the plan reads), for each part.
  package func withEachPart(
    _ filter: ListingFilter, in region: Region = Region(),
    _ body: (GenerationPart, BlockSelection) throws(SearchError) -> Void
  ) throws(SearchError) {
    for part in generation.parts {
      let plan = try QueryPlan(filter, region, part.index)
      try plan.matches(in: part) { (selection) throws(SearchError) in try body(part, selection) }
    }
  }

  /// The ordinals of the rows that match a filter and lie in a region, in the order of the parts.
  func rowsOfParts(_ filter: ListingFilter, in region: Region) throws(SearchError) -> [UInt32] {
    var ordinals: [UInt32] = []
    try withEachPart(filter, in: region) { part, selection in
      let start = UInt32(truncatingIfNeeded: part.start)
      if start == 0 {
        ordinals = selection.rows()
      } else {
        for row in selection.rows() { ordinals.append(start + row) }
      }
    }
    return ordinals
  }
}

extension QueryPlan {
  /// Lends the matches among the rows of a part that are there.
  func matches<Result>(
    in part: GenerationPart, _ body: (BlockSelection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try matches(in: part.index) { (selection) throws(SearchError) in
      if !part.removed.isEmpty {
        selection.drop(part.removed)
        selection.compact()
      }
      return try body(selection)
    }
  }
}
