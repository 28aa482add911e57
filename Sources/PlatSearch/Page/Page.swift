internal import PlatIndex

/// The rows of a page and the method that found them.
struct Page {
  var rows: [RankedRow] = []
  /// The distances in metres, if the page is sorted by distance; nil for a row without a position.
  var distances: [Double?] = []
  var method = "none"

  /// Keeps only the first rows.
  mutating func keep(first count: Int) {
    if rows.count > count { rows.removeSubrange(count...) }
    if distances.count > count { distances.removeSubrange(count...) }
  }
}

/// The part of an order on a page: its start, the number of rows to skip, and the number to take.
struct PageWindow {
  var start = PageStart.first
  var offset = 0
  var limit = 0

  /// The number of rows needed from the start of the order.
  var reach: Int { offset + limit }

  /// Cuts the page from the first ``reach`` rows after its start.
  func cut<Element>(_ rows: [Element]) -> [Element] {
    offset == 0 && rows.count <= limit ? rows : Array(rows.dropFirst(offset).prefix(limit))
  }
}
