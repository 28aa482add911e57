internal import PlatGeometry
internal import PlatIndex

/// A row of one part, with what pages of several parts are merged by.
struct PartRow {
  /// The part that holds it.
  let part: GenerationPart
  /// The row, and the part's own sort key and rank.
  let ranked: RankedRow
  /// The number that the page is sorted by, as one that sorts the same in every part; nil for a row
  /// that lacks it.
  let value: UInt64?
  /// The distance in metres, where the page is sorted by distance.
  let distance: Double?

  var row: Int { Int(ranked.row) }
  var ordinal: Int { part.start + row }
}

/// The order of the rows of several parts: the same as that of one index which holds them all.
struct PartOrder {
  let sort: Sort

  /// Whether a row stands before another one.
  func precedes(_ a: PartRow, _ b: PartRow) -> Bool {
    switch sort {
    case .key(let descending):
      return descending ? keyPrecedes(b, a) : keyPrecedes(a, b)
    case .by(_, let descending):
      if a.value == b.value { return keyPrecedes(a, b) }
      guard let left = a.value, let right = b.value else { return a.value != nil }
      return (left < right) != descending
    case .distance(let center, let descending):
      guard let left = a.distance, let right = b.distance else {
        return a.distance == nil && b.distance == nil
          ? keyPrecedes(a, b) : a.distance != nil
      }
      if abs(left - right) > DistanceOrder.doubt { return (left < right) != descending }
      let (near, far) = (exact(a, from: center), exact(b, from: center))
      return near == far ? keyPrecedes(a, b) : (near < far) != descending
    }
  }

  /// Merges pages of several parts, each in this order, into the first rows of all of them.
  ///
  /// - Complexity: O(rows × parts).
  func merge(_ pages: [[PartRow]], first count: Int) -> [PartRow] {
    var heads = [Int](repeating: 0, count: pages.count)
    var merged: [PartRow] = []
    while merged.count < count {
      var best: PartRow?
      var bestPage = 0
      for page in pages.indices where heads[page] < pages[page].count {
        let candidate = pages[page][heads[page]]
        if let known = best, !precedes(candidate, known) { continue }
        (best, bestPage) = (candidate, page)
      }
      guard let best else { break }
      merged.append(best)
      heads[bestPage] += 1
    }
    return merged
  }

  private func exact(_ row: PartRow, from center: Coordinate) -> Double {
    row.part.index.position(row.row).map { Geodesic.distance(from: center, to: $0) } ?? .infinity
  }

  private func keyPrecedes(_ a: PartRow, _ b: PartRow) -> Bool {
    a.part.index.keys.precedes(at: a.row, b.part.index.keys, at: b.row)
  }
}

extension GenerationPart {
  /// A row of a page, with what it is merged by.
  func row(_ ranked: RankedRow, _ sort: Sort, distance: Double?) -> PartRow {
    var value: UInt64?
    if case .by(let order, let descending) = sort {
      let stored = SortKey.stored(ranked.key, descending: descending)
      if stored != 0 {
        value =
          index.frame(order).map { $0.value(stored).map { UInt64(bitPattern: $0) ^ 1 << 63 } }
          ?? stored
      }
    }
    return PartRow(part: self, ranked: ranked, value: value, distance: distance)
  }
}
