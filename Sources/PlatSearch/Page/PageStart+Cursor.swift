internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

extension Searcher {
  /// The cursor that continues after a row.
  func cursor(after last: RankedRow, _ sort: Sort) -> Cursor {
    let key = index.keys.string(at: Int(last.row))
    switch sort {
    case .by(let order, let descending):
      let stored = SortKey.stored(last.key, descending: descending)
      guard stored != 0 else { return Cursor(sort, value: nil, key: key) }
      let frame = index.frame(order)
      return Cursor(
        sort, value: frame.map { $0.value(stored) } ?? Int64(bitPattern: stored), key: key)
    case .distance(let center, let descending):
      guard last.key != .max else { return Cursor(sort, value: nil, key: key) }
      // The exact distance, regardless of the measure that sorted the page.
      let exact = index.position(Int(last.row)).map { Geodesic.distance(from: center, to: $0) }
      let measured = Double(bitPattern: SortKey.stored(last.key, descending: descending) &- 1)
      return Cursor(sort, value: Int64(bitPattern: (exact ?? measured).bitPattern), key: key)
    case .key: return Cursor(sort, value: 0, key: key)
    }
  }

  /// The place in this index at which the page after a cursor begins.
  func pageStart(_ cursor: Cursor, _ sort: Sort) throws(SearchError) -> PageStart {
    guard cursor.belongs(to: sort) else {
      throw .badCursor(reason: "it was made for another order")
    }
    let (rank, found) = index.rank(key: cursor.key)
    let next = UInt32(clamping: found ? rank + 1 : rank)
    switch sort {
    case .key(let descending):
      // The rank is the value here.
      let place = descending ? UInt64(rank) : UInt64(next) + 1
      guard !descending || place > 0 else { return PageStart(key: .max, rank: .max) }
      return PageStart(key: SortKey.of(place, descending: descending), rank: 0)
    case .distance(_, let descending):
      guard !cursor.isMissing else { return PageStart(key: .max, rank: next) }
      let bits = UInt64(bitPattern: cursor.value)
      guard Double(bitPattern: bits) >= 0, Double(bitPattern: bits).isFinite else {
        throw .badCursor(reason: "it is damaged")
      }
      return PageStart(key: SortKey.of(bits + 1, descending: descending), rank: next)
    case .by(let order, let descending):
      guard !cursor.isMissing else { return PageStart(key: .max, rank: next) }
      guard let frame = index.frame(order) else {
        return PageStart(
          key: SortKey.of(UInt64(bitPattern: cursor.value), descending: descending), rank: next)
      }
      let atMost = frame.stored(from: .min, through: cursor.value)?.upperBound ?? 0
      if atMost > 0 && frame.value(atMost) == cursor.value {
        return PageStart(key: SortKey.of(atMost, descending: descending), rank: next)
      }
      // No row of this index has the value: continue with the next existing one.
      return PageStart(
        key: SortKey.of(descending ? atMost : atMost &+ 1, descending: descending), rank: 0)
    }
  }
}

extension ListingIndex {
  /// The frame of the column of an order; nil for a quotient of two columns.
  func frame(_ order: SortOrder) -> ColumnFrame? {
    switch order {
    case .price: numbers(.listPrice)?.frame
    case .date: listedDate.frame
    case .sqft: numbers(.sqft)?.frame
    case .closePrice: numbers(.closePrice)?.frame
    case .closeDate: numbers(.closeDate)?.frame
    case .pricePerSqft: nil
    }
  }
}
