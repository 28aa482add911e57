internal import Geometry
internal import Index
internal import Listings
internal import Snapshot

/// Finds the page of a search among its matches, by whichever way reads less.
struct PageFinder {
  let index: ListingIndex
  let selection: BlockSelection
  let total: Int
  /// The plan that found the matches.
  let plan: QueryPlan

  /// Reading one row in the order of a permutation costs about as much as scanning this many matches.
  private static let walkCost = 6
  /// With fewer matches than this, sorting all distances beats a search through the tree.
  private static let fewMatches = 512

  /// The page of a request, and the sort value of its last row for the cursor.
  func page(_ sort: Sort, _ window: PageWindow) -> Page {
    guard total > 0, window.limit > 0, window.offset < total else { return Page() }
    switch sort {
    case .by(let order, let descending): return ordered(order, descending, window)
    case .distance(let center, let descending): return distances(from: center, descending, window)
    case .key(let descending): return keyed(descending, window)
    }
  }

  private func ordered(_ order: SortOrder, _ descending: Bool, _ window: PageWindow) -> Page {
    if walks(window) {
      let walk = OrderWalk(
        order: index.order(order), index: index, descending: descending, runsAreSorted: order != .price,
        stored: index.storedNumbers(order), mask: total == index.rows ? nil : mask(), range: plan.range(of: order))
      if let rows = walk.page(window, budget: Int(looks(window)) + window.reach) {
        return Page(rows: window.cut(rows), method: "walk along the order")
      }
    }
    if let column = index.column(order) {
      let top = selection.first(window.reach, by: column, descending: descending, from: window.start, in: index)
      return Page(rows: window.cut(top), method: "top of the matches")
    }
    let stored = index.storedNumbers(order)
    let candidates = selection.rows().map {
      RankedRow(
        key: SortKey.of(stored(Int($0)), descending: descending), rank: index.keyRanks[Int($0), default: 0], row: $0)
    }
    let top = selection.first(window.reach, of: candidates, from: window.start)
    return Page(rows: window.cut(top), method: "top of the matches")
  }

  /// Whether walking along an order reads less than looking at all matches.
  ///
  /// A walk passes over as many rows as there are, for each match that it needs, in the whole index for each match; a look
  /// at all matches puts each that is good enough into a heap of the page's reach.
  private func walks(_ window: PageWindow) -> Bool {
    let steps = min(Double(window.reach) / Double(total), 1) * Double(index.rows)
    return steps * Double(Self.walkCost) < looks(window)
  }

  /// About how many matches one could look at in the time that putting the best of them into a heap takes.
  private func looks(_ window: PageWindow) -> Double {
    let heap = min(window.reach, total)
    return Double(total) + Double(heap) * Double(Int.bitWidth - heap.leadingZeroBitCount)
  }

  private func keyed(_ descending: Bool, _ window: PageWindow) -> Page {
    let candidates = selection.rows().map { row in
      let rank = index.keyRanks[Int(row), default: 0]
      return RankedRow(key: SortKey.of(UInt64(rank) + 1, descending: descending), rank: rank, row: row)
    }
    let top = selection.first(window.reach, of: candidates, from: window.start)
    return Page(rows: window.cut(top), method: "top of the matches")
  }

  private func distances(from position: Coordinate, _ descending: Bool, _ window: PageWindow) -> Page {
    let order = DistanceOrder(index, position, descending: descending)
    // The start's key is an exact distance here, or the mark of rows without one.
    let startsMissing = window.start.key == .max
    let start: (distance: Double, rank: UInt32)? =
      window.start == .first
      ? nil
      : (
        Double(bitPattern: SortKey.stored(window.start.key, descending: descending) &- 1), window.start.rank
      )
    var candidates: [NearRow] = []
    var method = "top of the matches"
    if !startsMissing {
      if !descending && total > Self.fewMatches && window.reach < total / 4 {
        let mask = total == index.rows ? nil : mask()
        if start == nil, let found = order.nearest(window.reach, among: mask) {
          candidates = found
        } else {
          var search = NearestSearch(order, start: start)
          let located = index.located
          candidates = search.run(window.reach) { block in
            let all: UInt64 = (block + 1) * 64 <= located ? ~0 : (1 << UInt64(located % 64)) &- 1
            return mask.map { block < $0.count ? $0[block] & all : 0 } ?? all
          }
        }
        method = "nearest first"
      } else {
        candidates = allDistances(order).filter { candidate in start.map { order.isAfter(candidate, $0) } ?? true }
        order.sort(&candidates)
      }
    }
    var rows: [(RankedRow, Double?)] = candidates.map { candidate in
      let stored = candidate.distance.bitPattern &+ 1
      return (
        RankedRow(
          key: SortKey.of(stored, descending: descending), rank: index.keyRanks[Int(candidate.row), default: 0],
          row: candidate.row),
        candidate.distance
      )
    }
    if rows.count < window.reach {
      let unplaced = selection.rows().filter { Int($0) >= index.located }.map {
        RankedRow(key: .max, rank: index.keyRanks[Int($0), default: 0], row: $0)
      }.filter { !startsMissing || $0.rank >= window.start.rank }.sorted { $0.rank < $1.rank }
      rows += unplaced.map { ($0, nil) }
    }
    let cut = window.cut(rows)
    return Page(rows: cut.map(\.0), distances: cut.map(\.1), method: method)
  }

  private func allDistances(_ order: DistanceOrder) -> [NearRow] {
    let center = Center(order.position)
    return selection.rows().compactMap { row in
      index.position(Int(row)).map {
        NearRow(distance: center.distance(to: $0), row: row, rank: index.keyRanks[Int(row), default: 0])
      }
    }
  }

  /// The selection as a word for each block.
  private func mask() -> [UInt64] {
    var words = [UInt64](repeating: 0, count: index.blocks)
    for place in 0..<selection.count { words[selection.block(at: place)] = selection.word(at: place) }
    return words
  }
}

extension ListingIndex {
  /// The column that an order is sorted by; nil for a quotient of two.
  func column(_ order: SortOrder) -> BlockColumn? {
    switch order {
    case .price: numbers(.listPrice)?.column
    case .date: listedDate.column
    case .sqft: numbers(.sqft)?.column
    case .pricePerSqft: nil
    }
  }

  /// The number that an order is sorted by, for each row; 0 for a missing value.
  func storedNumbers(_ order: SortOrder) -> (Int) -> UInt64 {
    if let column = column(order) { return { column.stored($0) } }
    guard let prices = numbers(.listPrice), let areas = numbers(.sqft) else { return { _ in 0 } }
    return { row in
      guard let price = prices.value(row), let area = areas.value(row) else { return 0 }
      return PricePerSqft.sortable(price: price, sqft: area)
    }
  }
}
