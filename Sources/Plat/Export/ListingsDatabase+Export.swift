internal import PlatCommon
internal import PlatIndex
public import PlatSearch

extension ListingsDatabase {
  /// Begins to export every match of a request, in the order in which listings were first added.
  ///
  ///     var export = try listings.export(SearchRequest(filter: .text(.city, "Indio")), as: .csv)
  ///     var bytes: [UInt8] = []
  ///     while try export.next(into: &bytes) {
  ///       file.write(bytes)
  ///       bytes.removeAll(keepingCapacity: true)
  ///     }
  ///
  /// The request's filter, region and statuses choose the listings, as in ``search(_:)``; its order
  /// and page do not count.
  ///
  /// - Parameters:
  ///   - request: Which listings.
  ///   - format: The form of the output.
  ///   - allFields: Whether to write the whole stored documents, private members included;
  ///     otherwise what ``publicDocument(of:)`` gives.
  /// - Throws: ``PlatError/search(_:)`` for an invalid condition.
  /// - Complexity: O(blocks read + matches · log matches), and 8 bytes a match.
  public func export(
    _ request: SearchRequest = SearchRequest(), as format: ExportFormat, allFields: Bool = false
  ) throws(PlatError) -> ListingExport {
    let filter = scoped(request.filterWithStatuses)
    let state = self.state
    let matches = try part { () throws(SearchError) in
      var matches: [ListingExport.Match] = []
      try Searcher(state).withEachPart(filter, in: request.region) { part, selection in
        for row in selection.rows() {
          let record = part.index.recordNumbers[Int(row), default: 0]
          matches.append(.init(record: record, ordinal: UInt32(part.start) + row))
        }
      }
      return matches
    }
    return ListingExport(
      self, state, matches.sorted { ($0.record, $0.ordinal) < ($1.record, $1.ordinal) }, format,
      allFields: allFields)
  }
}
