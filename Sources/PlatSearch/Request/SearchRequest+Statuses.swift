package import PlatListings

extension SearchRequest {
  /// The filter with ``statuses`` where it says nothing of status itself.
  package var filterWithStatuses: ListingFilter {
    guard let statuses, !filter.mentions(.standardStatus) else { return filter }
    return ListingFilter(filter.conditions + [.equals(.standardStatus, statuses)])
  }
}

extension ListingFilter {
  /// Whether some condition of the filter is on a field, in combinations too.
  ///
  /// It looks as deep as a filter may be nested.
  package func mentions(_ field: Field) -> Bool { mentions(field, within: Self.depthLimit + 1) }

  private func mentions(_ field: Field, within depth: Int) -> Bool {
    depth > 0
      && conditions.contains { condition in
        switch condition {
        case .any(let filters): filters.contains { $0.mentions(field, within: depth - 1) }
        case .not(let filter): filter.mentions(field, within: depth - 1)
        default: condition.field == field
        }
      }
  }
}
