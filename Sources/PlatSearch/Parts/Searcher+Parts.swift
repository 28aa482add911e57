internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings

// Questions to a generation of several parts: each part answers, and the answers are put together
// as one index that holds all listings would give them.

extension Searcher {
  /// Answers a request whose limits were checked.
  func searchParts(
    _ request: SearchRequest, clock: ContinuousClock, began: ContinuousClock.Instant?
  ) throws(SearchError) -> SearchResult {
    let extra = request.cursor != nil && request.limit > 0 ? 1 : 0
    let reach = request.offset + request.limit + extra
    var answer = PartsAnswer(request)
    for part in generation.parts {
      let searcher = Searcher(generation, part.index)
      let start = try request.cursor.map { (cursor) throws(SearchError) in
        try searcher.pageStart(cursor, request.sort)
      }
      try searcher.add(
        part, request, PageWindow(start: start ?? .first, offset: 0, limit: reach), to: &answer)
    }
    let merged = PartOrder(sort: request.sort).merge(answer.pages, first: reach)
    var page = Array(merged.dropFirst(request.offset))
    let isLast =
      request.cursor == nil
      ? request.offset + min(page.count, request.limit) >= answer.total
      : page.count <= request.limit
    if page.count > request.limit { page.removeSubrange(request.limit...) }
    var result = SearchResult(
      generation: generation, rows: page.map { generation.row($0.ordinal) },
      distances: distances(of: page, request), total: answer.total, nextCursor: nil, facets: [])
    if let last = page.last, !isLast {
      result.nextCursor = Searcher(generation, last.part.index).cursor(
        after: last.ranked, request.sort)
    }
    if request.wantsBounds {
      result.bounds = try bounds(answer.bounds, request.filter, request.region)
    }
    let spellings = request.facets.isEmpty ? nil : PartSpellings.of(generation)
    try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
      try answer.finish(&result, spellings)
    }
    if let began {
      result.explanation = Explanation(
        steps: answer.steps.steps, estimatedRows: answer.estimatedRows, page: answer.method,
        microseconds: (clock.now - began) / .microseconds(1))
    }
    return result
  }

  /// Adds what one part answers; this searcher is the part's.
  private func add(
    _ part: GenerationPart, _ request: SearchRequest, _ window: PageWindow,
    to answer: inout PartsAnswer
  ) throws(SearchError) {
    let plan = try QueryPlan(request.filter, request.region, part.index)
    try index.withSelection { (selection) throws(SearchError) in
      var steps = StepRecorder()
      let page = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try plan.run(
          selection, index, record: request.wantsExplanation ? { steps.record($0, $1) } : nil)
        if !part.removed.isEmpty {
          selection.drop(part.removed)
          selection.compact()
        }
        let total = selection.rowCount
        answer.total += total
        let finder = PageFinder(index: index, selection: selection, total: total, plan: plan)
        return try finder.page(request.sort, window)
      }
      answer.take(page, of: part, request.sort)
      answer.steps.steps += steps.steps
      answer.estimatedRows += plan.estimatedRows
      answer.keepUnknown(plan.unknownTexts)
      if request.wantsBounds {
        try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
          try answer.bounds.add(selection, index)
        }
      }
      if request.wantsStatistics {
        try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
          try answer.market.add(selection, index)
        }
      }
      for (place, field) in request.facets.enumerated() {
        try matches(of: part, request, selection, ignoring: field) { (rows) throws(SearchError) in
          answer.facets[place].append(
            try FacetCounter.count(field, over: rows, index, joinsSpellings: false))
        }
      }
      if request.wantsPriceHistogram {
        try matches(of: part, request, selection, ignoring: .listPrice) {
          (rows) throws(SearchError) in
          try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
            try answer.prices.add(rows, index)
          }
        }
      }
    }
  }

  /// Lends a part's matches without the conditions on a field.
  private func matches(
    of part: GenerationPart, _ request: SearchRequest, _ matches: BlockSelection,
    ignoring field: Field, _ body: (BlockSelection) throws(SearchError) -> Void
  ) throws(SearchError) {
    let filter = request.filter.ignoring(field)
    if filter == request.filter { return try body(matches) }
    try QueryPlan(filter, request.region, part.index).matches(in: part, body)
  }

  /// The distance of each row of a page, where the request sorts by distance or asks for a circle.
  private func distances(of page: [PartRow], _ request: SearchRequest) -> [Double?] {
    if case .distance = request.sort { return page.map(\.distance) }
    guard let circle = request.region.circle else { return [] }
    let center = Center(circle.center)
    return page.map { row in
      row.part.index.position(row.row).map { center.distance(to: $0) }
    }
  }

  /// The box around the matches in all parts; nil where none has a position.
  func boundsOfParts(_ filter: ListingFilter, in region: Region) throws(SearchError) -> MatchBounds?
  {
    var sample = BoundsSample()
    try withEachPart(filter, in: region) { (part, selection) throws(SearchError) in
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try sample.add(selection, part.index)
      }
    }
    return try bounds(sample, filter, region)
  }

  /// The box of a sample that has the extremes of all parts.
  private func bounds(
    _ sample: BoundsSample, _ filter: ListingFilter, _ region: Region
  ) throws(SearchError) -> MatchBounds? {
    var sample = sample
    if sample.isWide {
      try withEachPart(filter, in: region) { part, selection in
        sample.addLongitudes(selection, part.index)
      }
    }
    return try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
      try sample.bounds()
    }
  }

  /// The matches of all parts nearest to a position, nearest first.
  func nearestOfParts(
    _ limit: Int, to position: Coordinate, matching filter: ListingFilter, in region: Region
  ) throws(SearchError) -> [(row: ListingRow, distance: Double)] {
    var pages: [[PartRow]] = []
    for part in generation.parts {
      let order = DistanceOrder(part.index, position, descending: false)
      let plan = try QueryPlan(filter, region, part.index)
      var search = NearestSearch(order, start: nil)
      let found = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        if filter.conditions.isEmpty, region.isEverywhere {
          if let near = try order.nearest(limit, in: part) { return near }
          return try search.run(limit) { (block) throws(WorkEnded) in
            part.index.locatedRows(ofBlock: block) & ~part.removed.word(block)
          }
        }
        return try part.index.withSelection { (selection) throws(WorkEnded) in
          try search.run(limit) { (block) throws(WorkEnded) in
            let rows = part.index.locatedRows(ofBlock: block) & ~part.removed.word(block)
            return try plan.word(block, rows, selection, part.index)
          }
        }
      }
      pages.append(
        found.prefix(limit).map { near in
          PartRow(
            part: part, ranked: RankedRow(key: 0, rank: near.rank, row: near.row), value: nil,
            distance: near.distance)
        })
    }
    let sort = Sort.distance(from: position, descending: false)
    return PartOrder(sort: sort).merge(pages, first: limit).map {
      (generation.row($0.ordinal), $0.distance ?? .infinity)
    }
  }
}

extension DistanceOrder {
  /// The nearest rows of a part in order; nil where the kernel cannot tell.
  ///
  /// A few more rows are asked for than are wanted, since some may be gone.
  fileprivate func nearest(_ count: Int, in part: GenerationPart) throws(WorkEnded) -> [NearRow]? {
    if part.removed.isEmpty { return try nearest(count, among: nil) }
    guard var near = try nearest(count + Self.spare, among: nil) else { return nil }
    let found = near.count
    near.removeAll { part.removed.contains(Int($0.row)) }
    return near.count >= count || found >= part.index.located ? near : nil
  }

  /// So many rows may be gone among the nearest ones.
  private static let spare = 12
}

/// What the parts of a generation answer to one request.
private struct PartsAnswer {
  var total = 0
  var pages: [[PartRow]] = []
  var facets: [[FacetCounts]]
  var market = MarketSample()
  var prices = PriceSample()
  var bounds = BoundsSample()
  /// The texts of conditions that no part has so far; nil before the first part.
  private var unknownTexts: [QueryPlan.UnknownText]?
  var steps = StepRecorder()
  var estimatedRows = 0
  var method = "none"
  private let request: SearchRequest

  init(_ request: SearchRequest) {
    self.request = request
    facets = [[FacetCounts]](repeating: [], count: request.facets.count)
  }

  /// Takes a part's page.
  mutating func take(_ page: Page, of part: GenerationPart, _ sort: Sort) {
    if method == "none" { method = page.method }
    var rows: [PartRow] = []
    rows.reserveCapacity(page.rows.count)
    for (place, ranked) in page.rows.enumerated() {
      let distance = place < page.distances.count ? page.distances[place] : nil
      rows.append(part.row(ranked, sort, distance: distance))
    }
    pages.append(rows)
  }

  /// Keeps the texts that another part does not have either.
  mutating func keepUnknown(_ texts: [QueryPlan.UnknownText]) {
    unknownTexts = unknownTexts.map { $0.filter(texts.contains) } ?? texts
  }

  /// Puts the summaries of all parts into a result.
  consuming func finish(
    _ result: inout SearchResult, _ spellings: PartSpellings?
  ) throws(WorkEnded) {
    result.unknownTexts = (unknownTexts ?? []).map { ($0.field, $0.text) }
    result.facets = try facets.map { (counts) throws(WorkEnded) in
      try FacetCounts(adding: counts, spellings)
    }
    if request.wantsStatistics { result.statistics = try market.statistics() }
    if request.wantsPriceHistogram { result.priceHistogram = try prices.histogram() }
  }
}

extension FacetCounts {
  /// Adds up the counts of one field in several parts; there is at least one.
  fileprivate init(adding counts: [FacetCounts], _ spellings: PartSpellings?) throws(WorkEnded) {
    let field = counts[0].field
    var sums: [String: Int] = [:]
    for entry in counts.lazy.flatMap(\.entries) {
      sums[spellings?.common(entry.value, of: field) ?? entry.value, default: 0] += entry.count
    }
    var entries = sums.map { Entry($0.key, count: $0.value) }
    try entries.sortWithinLimit {
      $0.count != $1.count ? $0.count > $1.count : $0.value < $1.value
    }
    self.init(field: field, entries: entries, missing: counts.reduce(0) { $0 + $1.missing })
  }
}
