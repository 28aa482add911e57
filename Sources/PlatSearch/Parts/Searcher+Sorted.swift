internal import PlatGeometry
internal import PlatIndex

extension Searcher {
  /// Rows of any parts in an order.
  ///
  /// - Parameter ordinals: Ordinals of rows.
  /// - Throws: ``SearchError`` where the current `WorkLimit` ends the work.
  /// - Complexity: O(rows log rows).
  package func sortedOfParts(_ ordinals: [Int], _ sort: Sort) throws(SearchError) -> [Int] {
    var rows: [[UInt32]] = generation.parts.map { _ in [] }
    for ordinal in ordinals {
      let place = generation.parts.firstIndex { ordinal < $0.end } ?? 0
      rows[place].append(UInt32(truncatingIfNeeded: ordinal - generation.parts[place].start))
    }
    var pages: [[PartRow]] = []
    for (part, rows) in zip(generation.parts, rows) where !rows.isEmpty {
      let page = try Searcher(generation, part.index).page(
        of: rows.sorted(), sort, PageWindow(offset: 0, limit: rows.count))
      pages.append(
        page.rows.enumerated().map { place, ranked in
          part.row(
            ranked, sort, distance: place < page.distances.count ? page.distances[place] : nil)
        })
    }
    return PartOrder(sort: sort).merge(pages, first: ordinals.count).map(\.ordinal)
  }
}
