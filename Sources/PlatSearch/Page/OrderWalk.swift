internal import PlatCommon
internal import PlatIndex
internal import PlatSnapshot

/// Finds a page by walking along a secondary order and taking the selected rows.
///
/// It is useful if many rows match: the page is then found after a few steps. The walk goes from
/// one run of equal values to the next, each in the order of listing keys, so one permutation
/// serves both directions.
struct OrderWalk {
  let order: MappedColumn<UInt32>
  let index: ListingIndex
  let descending: Bool
  /// Whether rows of equal value are in the order of their keys; otherwise each run is sorted.
  let runsAreSorted: Bool
  /// The stored number of a row; 0 for a missing value, which is at the end of the order.
  let stored: (Int) -> UInt64
  /// A word for each block, or nil if every row is selected.
  let mask: [UInt64]?
  /// The range of the stored numbers of all selected rows, if known: the walk is limited to it.
  let range: ClosedRange<UInt64>?

  /// The number of rows between two checks of the limit, a power of two.
  private static var window: Int { WorkLimit.window(1 << 14) }

  /// The first rows from a page's start, up to the page's reach; more if the last run is longer.
  ///
  /// - Parameters:
  ///   - window: The part of the order.
  ///   - budget: The number of rows to walk over before giving up.
  /// - Returns: Nil if the budget was spent: the selected rows are clustered far along the order.
  /// - Complexity: O(rows walked over), and a few binary searches for each run.
  func page(_ window: PageWindow, budget: Int) throws(WorkEnded) -> [RankedRow]? {
    var found: [RankedRow] = []
    var walked = 0
    var looked = 0
    let limit = budget > Self.window ? WorkLimit.current : nil
    let all = 0..<boundary(0..<order.count) { $0 == 0 }
    var valued = all
    var missing = all.upperBound..<order.count
    if let range {
      valued = boundary(all) { $0 >= range.lowerBound }..<boundary(all) { $0 > range.upperBound }
      missing = all.upperBound..<all.upperBound
    }
    let start = SortKey.stored(window.start.key, descending: descending)
    if window.start == .first || start != 0 {
      var rest = valued
      if window.start != .first {
        if descending {
          rest = valued.lowerBound..<boundary(valued) { $0 > start }
        } else {
          rest = boundary(valued) { $0 >= start }..<valued.upperBound
        }
      }
      while !rest.isEmpty && found.count < window.reach {
        let run: Range<Int>
        if descending {
          let value = number(rest.upperBound - 1)
          run = gallop(rest, back: true) { $0 >= value }
          rest = rest.lowerBound..<run.lowerBound
        } else {
          let value = number(rest.lowerBound)
          run = gallop(rest, back: false) { $0 > value }
          rest = run.upperBound..<rest.upperBound
        }
        walked += try take(run, window, into: &found)
        if walked - looked > Self.window {
          looked = walked
          try limit?.check()
        }
        if walked > budget { return nil }
      }
    }
    if found.count < window.reach { _ = try take(missing, window, into: &found) }
    return found
  }

  /// Appends the selected rows of a run in the order of their keys; returns the number of rows
  /// read.
  private func take(
    _ run: Range<Int>, _ window: PageWindow, into found: inout [RankedRow]
  ) throws(WorkEnded) -> Int {
    let first = found.count
    let limit = run.count > Self.window ? WorkLimit.current : nil
    let mask = Self.window - 1
    for place in run {
      if (place - run.lowerBound) & mask == mask { try limit?.check() }
      let row = Int(order[place, default: .max])
      guard row < index.rows, isSelected(row) else { continue }
      let rank = index.keyRanks[row, default: 0]
      let key = SortKey.of(number(place), descending: descending)
      if key == window.start.key && rank < window.start.rank { continue }
      found.append(RankedRow(key: key, rank: rank, row: UInt32(row)))
      if runsAreSorted && found.count >= window.reach { return place + 1 - run.lowerBound }
    }
    if !runsAreSorted, first < found.count {
      var rows = Array(found[first...])
      try rows.sortWithinLimit { $0.rank < $1.rank }
      found.replaceSubrange(first..., with: rows)
    }
    return run.count
  }

  private func number(_ place: Int) -> UInt64 { stored(Int(order[place, default: .max])) }

  private func isSelected(_ row: Int) -> Bool {
    guard let mask else { return true }
    return row / 64 < mask.count && mask[row / 64] >> UInt64(row % 64) & 1 == 1
  }

  /// The run at an end of a range: doubling steps find a place beyond it, and a binary search its
  /// border.
  private func gallop(_ range: Range<Int>, back: Bool, _ isFar: (UInt64) -> Bool) -> Range<Int> {
    var step = 1
    if back {
      var low = range.upperBound - 1
      while low > range.lowerBound && isFar(number(low)) {
        low = max(range.lowerBound, low - step)
        step *= 2
      }
      return boundary(low..<range.upperBound, isFar)..<range.upperBound
    }
    var high = range.lowerBound + 1
    while high < range.upperBound && !isFar(number(high)) {
      high = min(range.upperBound, high + step)
      step *= 2
    }
    return range.lowerBound..<boundary(range.lowerBound..<high, isFar)
  }

  /// The first place of a range whose number is far enough along; the end of the range if there is
  /// none.
  private func boundary(_ range: Range<Int>, _ isFar: (UInt64) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isFar(number(middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
