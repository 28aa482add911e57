internal import PlatIndex

/// The rows of a page and how they were found.
struct Page {
  var rows: [RankedRow] = []
  /// The distances in metres, where the page is sorted by distance; nil for a row without a
  /// position.
  var distances: [Double?] = []
  var method = "none"

  /// Drops the rows behind the first ones.
  mutating func keep(first count: Int) {
    if rows.count > count { rows.removeSubrange(count...) }
    if distances.count > count { distances.removeSubrange(count...) }
  }
}

/// Which part of an order a page is: from a place on, some rows passed over, some taken.
struct PageWindow {
  var start = PageStart.first
  var offset = 0
  var limit = 0

  /// How many rows must be known to have the page.
  var reach: Int { offset + limit }

  /// The page out of the first ``reach`` rows from its start.
  func cut<Element>(_ rows: [Element]) -> [Element] {
    offset == 0 && rows.count <= limit ? rows : Array(rows.dropFirst(offset).prefix(limit))
  }
}
