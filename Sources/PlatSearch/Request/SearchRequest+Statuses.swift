package import PlatListings

extension SearchRequest {
  /// The filter, with ``statuses`` added if it does not mention status itself.
  package var filterWithStatuses: ListingFilter {
    guard let statuses, !filter.mentions(.standardStatus) else { return filter }
    return ListingFilter(filter.conditions + [.equals(.standardStatus, statuses)])
  }
}

extension ListingFilter {
  /// Whether a condition of the filter is on a field, including in combinations.
  ///
  /// The depth of the check is the greatest nesting of a filter.
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
