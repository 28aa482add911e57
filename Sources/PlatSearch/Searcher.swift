internal import PlatCommon
public import PlatGeometry
public import PlatIndex
package import PlatListings

/// Answers searches over one generation.
///
/// A searcher holds only the generation, and any number of threads may use it at once. The same
/// request gives the same answer, and every answer equals a scan of all listings.
public struct Searcher: Sendable {
  /// The generation to search.
  public let generation: Generation
  /// The index that questions of one part are asked of; the snapshot's.
  package let index: ListingIndex

  /// The greatest number of rows in one page.
  public static let pageLimit = 10_000

  /// Makes a searcher.
  public init(_ generation: Generation) { self.init(generation, generation.base) }

  init(_ generation: Generation, _ index: ListingIndex) {
    self.generation = generation
    self.index = index
  }

  /// Answers a request.
  ///
  /// - Throws: ``SearchError`` if a condition or a number is invalid, if the cursor is for another
  ///   order, or if the current `WorkLimit` ends the work before the answer is complete.
  /// - Complexity: O(blocks that the plan reads + matches); each facet with its own condition runs
  ///   the plan again.
  public func search(_ request: SearchRequest) throws(SearchError) -> SearchResult {
    try search(request) { _, _ in nil }
  }

  /// Answers a request with custom counts for some facets.
  ///
  /// - Parameters:
  ///   - request: The request; of a generation without written parts.
  ///   - count: Counts the values of a field over a selection; nil for the usual count.
  package func search(
    _ request: SearchRequest,
    count: (Field, BlockSelection) throws(SearchError) -> FacetCounts?
  ) throws(SearchError) -> SearchResult {
    let clock = ContinuousClock()
    let began = request.wantsExplanation ? clock.now : nil
    guard request.limit >= 0, request.limit <= Self.pageLimit else {
      throw .outOfRange(name: "limit", value: request.limit, expected: "0 to \(Self.pageLimit)")
    }
    guard request.offset >= 0, request.offset <= IndexLayout.rowLimit else {
      throw .outOfRange(
        name: "offset", value: request.offset, expected: "0 to \(IndexLayout.rowLimit)")
    }
    if !generation.isWhole { return try searchParts(request, clock: clock, began: began) }
    // After a cursor, one extra row determines whether the page is the last; without one, the total
    // does.
    let window = PageWindow(
      start: try request.cursor.map { (cursor) throws(SearchError) in
        try pageStart(cursor, request.sort)
      } ?? .first,
      offset: request.offset,
      limit: request.limit + (request.cursor != nil && request.limit > 0 ? 1 : 0))
    let plan = try QueryPlan(request.filter, request.region, index)
    return try index.withSelection { (selection) throws(SearchError) in
      var steps = StepRecorder()
      let (total, found) = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try plan.run(
          selection, index, record: request.wantsExplanation ? { steps.record($0, $1) } : nil)
        let total = selection.rowCount
        let finder = PageFinder(index: index, selection: selection, total: total, plan: plan)
        return (total, try finder.page(request.sort, window))
      }
      var page = found
      let isLast =
        request.cursor == nil
        ? request.offset + page.rows.count >= total : page.rows.count <= request.limit
      page.keep(first: request.limit)
      var result = SearchResult(
        generation: generation, rows: page.rows.map { generation.row(Int($0.row)) },
        distances: page.distances,
        total: total,
        nextCursor: nil, facets: [])
      if result.distances.isEmpty, let circle = request.region.circle {
        let center = Center(circle.center)
        result.distances = page.rows.map {
          index.position(Int($0.row)).map { center.distance(to: $0) }
        }
      }
      if let last = page.rows.last, !isLast {
        result.nextCursor = cursor(after: last, request.sort)
      }
      if request.wantsStatistics {
        result.statistics = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
          try MarketSample(over: selection, index).statistics()
        }
      }
      if request.wantsBounds {
        result.bounds = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
          try MatchBounds(of: selection, index)
        }
      }
      result.unknownTexts = plan.unknownTexts.map { ($0.field, $0.text) }
      for field in request.facets {
        result.facets.append(
          try over(request, selection, ignoring: field) { (rows) throws(SearchError) in
            if let counts = try count(field, rows) { return counts }
            return try FacetCounter.count(field, over: rows, index)
          })
      }
      if request.wantsPriceHistogram {
        result.priceHistogram = try over(request, selection, ignoring: .listPrice) {
          (rows) throws(SearchError) in
          try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
            try PriceSample(over: rows, index).histogram()
          }
        }
      }
      if let began {
        let spent = (clock.now - began) / .microseconds(1)
        result.explanation = Explanation(
          steps: steps.steps, estimatedRows: plan.estimatedRows, page: page.method,
          microseconds: spent)
      }
      return result
    }
  }

  /// The number of listings that match a filter and are in a region.
  public func count(_ filter: ListingFilter, in region: Region = Region()) throws(SearchError)
    -> Int
  {
    var count = 0
    try withEachPart(filter, in: region) { _, selection in count += selection.rowCount }
    return count
  }

  /// The ordinals of the rows that match a filter and are in a region, in row order.
  ///
  /// - Complexity: O(blocks read + rows); one allocation for the rows.
  package func rows(_ filter: ListingFilter = ListingFilter(), in region: Region)
    throws(SearchError)
    -> [UInt32]
  {
    guard generation.isWhole else { return try rowsOfParts(filter, in: region) }
    if filter.conditions.isEmpty, region.isBoxes, let boxes = region.boxes {
      return index.withSelection { selection in
        selection.select(boxes, of: index, exactly: true)
        return selection.rows()
      }
    }
    let plan = try QueryPlan(filter, region, index)
    return try plan.matches(in: index) { $0.rows() }
  }

  /// The matches nearest to a position, nearest first, with their distances in metres.
  ///
  /// Unlike ``search(_:)`` it does not count all matches, and tests the filter only on blocks that
  /// it reaches.
  ///
  /// - Parameters:
  ///   - limit: The greatest number of rows.
  ///   - position: The origin of the distances.
  ///   - filter: The conditions on a listing.
  ///   - region: The region of the listings.
  /// - Complexity: For 20 of a million listings without a filter, some twelve nodes and eight
  ///   blocks.
  public func nearest(
    _ limit: Int, to position: Coordinate, matching filter: ListingFilter = ListingFilter(),
    in region: Region = Region()
  ) throws(SearchError) -> [(row: ListingRow, distance: Double)] {
    guard limit >= 0, limit <= Self.pageLimit else {
      throw .outOfRange(name: "limit", value: limit, expected: "0 to \(Self.pageLimit)")
    }
    guard generation.isWhole else {
      return try nearestOfParts(limit, to: position, matching: filter, in: region)
    }
    let order = DistanceOrder(index, position, descending: false)
    let isFree = filter.conditions.isEmpty && region.isEverywhere
    if isFree {
      let found = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try order.nearest(limit, among: nil)
      }
      if let found { return rowsAndDistances(found, limit) }
    }
    var search = NearestSearch(order, start: nil)
    let plan = isFree ? nil : try QueryPlan(filter, region, index)
    return try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
      guard let plan else {
        return rowsAndDistances(try search.run(limit, word: index.locatedRows(ofBlock:)), limit)
      }
      return try index.withSelection { (selection) throws(WorkEnded) in
        let candidates = try search.run(limit) { (block) throws(WorkEnded) in
          try plan.word(block, index.locatedRows(ofBlock: block), selection, index)
        }
        return rowsAndDistances(candidates, limit)
      }
    }
  }

  private func rowsAndDistances(_ found: [NearRow], _ limit: Int) -> [(
    row: ListingRow, distance: Double
  )] {
    found.prefix(limit).map { (generation.row(Int($0.row)), $0.distance) }
  }

  /// Runs a summary over the matches without the conditions on a field; over the matches themselves
  /// if there are no such conditions.
  private func over<Result>(
    _ request: SearchRequest, _ matches: BlockSelection, ignoring field: Field,
    _ body: (BlockSelection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    let filter = request.filter.ignoring(field)
    if filter == request.filter { return try body(matches) }
    let plan = try QueryPlan(filter, request.region, index)
    return try plan.matches(in: index, body)
  }
}

extension QueryPlan {
  /// Lends the matches of the plan.
  func matches<Result>(
    in index: ListingIndex, _ body: (BlockSelection) throws(SearchError) -> Result
  ) throws(SearchError) -> Result {
    try index.withSelection { (selection) throws(SearchError) in
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in try run(selection, index) }
      return try body(selection)
    }
  }
}

/// Converts the reads of a selection to the steps of an explanation.
struct StepRecorder {
  var steps: [Explanation.Step] = []
  private var blocksRead = 0
  private var bytesRead = 0

  mutating func record(_ name: String, _ selection: BlockSelection) {
    var blocks = 0
    for place in 0..<selection.count where selection.word(at: place) != 0 { blocks += 1 }
    steps.append(
      Explanation.Step(
        name: name, rows: selection.rowCount, blocks: blocks,
        blocksRead: selection.blocksRead - blocksRead,
        bytes: selection.bytesRead - bytesRead))
    blocksRead = selection.blocksRead
    bytesRead = selection.bytesRead
  }
}
