internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// Finds the page of a search among its matches, by the method that reads less.
struct PageFinder {
  let index: ListingIndex
  let selection: BlockSelection
  let total: Int
  /// The plan that found the matches.
  let plan: QueryPlan

  /// The cost of reading one row in the order of a permutation, in scanned matches.
  private static let walkCost = 6
  /// With fewer matches than this, sorting all distances beats a search through the tree.
  private static let fewMatches = 512

  /// The page of a request, with the sort value of its last row for the cursor.
  func page(_ sort: Sort, _ window: PageWindow) throws(WorkEnded) -> Page {
    guard total > 0, window.limit > 0, window.offset < total else { return Page() }
    switch sort {
    case .by(let order, let descending): return try ordered(order, descending, window)
    case .distance(let center, let descending):
      return try distances(from: center, descending, window)
    case .key(let descending): return try keyed(descending, window)
    }
  }

  private func ordered(_ order: SortOrder, _ descending: Bool, _ window: PageWindow)
    throws(WorkEnded) -> Page
  {
    if walks(window), let places = index.order(order) {
      let walk = OrderWalk(
        order: places, index: index, descending: descending,
        runsAreSorted: order != .price,
        stored: index.storedNumbers(order), mask: total == index.rows ? nil : mask(),
        range: plan.range(of: order))
      if let rows = try walk.page(window, budget: Int(looks(window)) + window.reach) {
        return Page(rows: window.cut(rows), method: "walk along the order")
      }
    }
    if let column = index.column(order) {
      let top = try selection.first(
        window.reach, by: column, descending: descending, from: window.start, in: index)
      return Page(rows: window.cut(top), method: "top of the matches")
    }
    let stored = index.storedNumbers(order)
    let candidates = try ranked { row in SortKey.of(stored(row), descending: descending) }
    let top = try selection.first(window.reach, of: candidates, from: window.start)
    return Page(rows: window.cut(top), method: "top of the matches")
  }

  /// Whether walking along an order reads less than scanning all matches.
  ///
  /// To find one match, a walk passes over the index's rows divided by the number of matches. A
  /// scan puts each match that is good enough into a heap of the page's reach.
  private func walks(_ window: PageWindow) -> Bool {
    let steps = min(Double(window.reach) / Double(total), 1) * Double(index.rows)
    return steps * Double(Self.walkCost) < looks(window)
  }

  /// The approximate cost of a scan with its heap, in scanned matches.
  private func looks(_ window: PageWindow) -> Double {
    let heap = min(window.reach, total)
    return Double(total) + Double(heap) * Double(Int.bitWidth - heap.leadingZeroBitCount)
  }

  private func keyed(_ descending: Bool, _ window: PageWindow) throws(WorkEnded) -> Page {
    let ranks = index.keyRanks
    let candidates = try ranked { row in
      SortKey.of(UInt64(ranks[row, default: 0]) + 1, descending: descending)
    }
    let top = try selection.first(window.reach, of: candidates, from: window.start)
    return Page(rows: window.cut(top), method: "top of the matches")
  }

  /// The selected rows with their sort keys.
  private func ranked(_ key: (Int) -> UInt64) throws(WorkEnded) -> [RankedRow] {
    let rows = selection.rows()
    let ranks = index.keyRanks
    var candidates: [RankedRow] = []
    candidates.reserveCapacity(rows.count)
    try WorkLimit.windows(0..<rows.count, of: Self.rowWindow) { window in
      for place in window {
        let row = Int(rows[place])
        candidates.append(RankedRow(key: key(row), rank: ranks[row, default: 0], row: rows[place]))
      }
    }
    return candidates
  }

  /// The number of rows between two checks of the limit.
  private static let rowWindow = 1 << 14

  private func distances(
    from position: Coordinate, _ descending: Bool, _ window: PageWindow
  ) throws(WorkEnded) -> Page {
    let order = DistanceOrder(index, position, descending: descending)
    // The start's key is an exact distance here, or the marker for rows without one.
    let startsMissing = window.start.key == .max
    let start: (distance: Double, rank: UInt32)? =
      window.start == .first
      ? nil
      : (
        Double(bitPattern: SortKey.stored(window.start.key, descending: descending) &- 1),
        window.start.rank
      )
    var candidates: [NearRow] = []
    var method = "top of the matches"
    if !startsMissing {
      if !descending && total > Self.fewMatches && window.reach < total / 4 {
        let mask = total == index.rows ? nil : mask()
        if start == nil, let found = try order.nearest(window.reach, among: mask) {
          candidates = found
        } else {
          var search = NearestSearch(order, start: start)
          candidates = try search.run(window.reach) { (block) throws(WorkEnded) in
            let all = index.locatedRows(ofBlock: block)
            return mask.map { block < $0.count ? $0[block] & all : 0 } ?? all
          }
        }
        method = "nearest first"
      } else {
        candidates = try allDistances(order, after: start)
        try order.sort(&candidates)
      }
    }
    var rows: [(RankedRow, Double?)] = []
    rows.reserveCapacity(min(candidates.count, window.reach))
    for candidate in candidates.prefix(window.reach) {
      let stored = candidate.distance.bitPattern &+ 1
      let ranked = RankedRow(
        key: SortKey.of(stored, descending: descending),
        rank: index.keyRanks[Int(candidate.row), default: 0],
        row: candidate.row)
      rows.append((ranked, candidate.distance))
    }
    if rows.count < window.reach {
      rows += try unplaced(from: startsMissing ? window.start.rank : 0).map { ($0, nil) }
    }
    let cut = window.cut(rows)
    return Page(rows: cut.map(\.0), distances: cut.map(\.1), method: method)
  }

  /// The selected rows without a position, in the order of their keys, starting at a rank.
  private func unplaced(from rank: UInt32) throws(WorkEnded) -> [RankedRow] {
    var unplaced = try ranked { _ in .max }
    unplaced.removeAll { Int($0.row) < index.located || $0.rank < rank }
    try unplaced.sortWithinLimit { $0.rank < $1.rank }
    return unplaced
  }

  /// The selected rows with a position and their distances; only those after a place in the order.
  private func allDistances(
    _ order: DistanceOrder, after start: (distance: Double, rank: UInt32)?
  ) throws(WorkEnded) -> [NearRow] {
    let center = Center(order.position)
    let rows = selection.rows()
    var candidates: [NearRow] = []
    try WorkLimit.windows(0..<rows.count, of: 2048) { window in
      for place in window {
        let row = Int(rows[place])
        guard let position = index.position(row) else { continue }
        let candidate = NearRow(
          distance: center.distance(to: position), row: rows[place],
          rank: index.keyRanks[row, default: 0])
        if let start, !order.isAfter(candidate, start) { continue }
        candidates.append(candidate)
      }
    }
    return candidates
  }

  /// The selection as a word for each block.
  private func mask() -> [UInt64] {
    var words = [UInt64](repeating: 0, count: index.blocks)
    for place in 0..<selection.count {
      words[selection.block(at: place)] = selection.word(at: place)
    }
    return words
  }
}

extension ListingIndex {
  /// The column of an order; nil for a quotient of two columns.
  func column(_ order: SortOrder) -> BlockColumn? {
    switch order {
    case .price: numbers(.listPrice)?.column
    case .date: listedDate.column
    case .sqft: numbers(.sqft)?.column
    case .closePrice: numbers(.closePrice)?.column
    case .closeDate: numbers(.closeDate)?.column
    case .pricePerSqft: nil
    }
  }

  /// The sort number of each row in an order; 0 for a missing value.
  func storedNumbers(_ order: SortOrder) -> (Int) -> UInt64 {
    if let column = column(order) { return { column.stored($0) } }
    guard order == .pricePerSqft, let prices = numbers(.listPrice), let areas = numbers(.sqft)
    else { return { _ in 0 } }
    return { row in
      guard let price = prices.value(row), let area = areas.value(row) else { return 0 }
      return PricePerSqft.sortable(price: price, sqft: area)
    }
  }
}
