public import PlatIndex
internal import PlatListings
public import PlatSearch

extension StatusScope {
  /// Shows listings with one of several statuses, in any spelling: `Coming Soon`, `coming_soon`.
  ///
  /// - Throws: ``ParameterError`` for the first word that is not a status, or is never public.
  public init(_ words: [String]) throws(ParameterError) {
    guard case .lookup(let known) = Field.standardStatus.definition.kind else {
      self = .all
      return
    }
    let shown = known.filter { !ListingDisplay.neverPublicStatuses.contains($0) }
    var statuses: [String] = []
    for word in words {
      let folded = Array(folded: word)
      guard let status = shown.first(where: { Array(folded: $0) == folded }) else {
        throw ParameterError(
          "public-status", word, .badValue, expected: "some of " + shown.joined(separator: ", "),
          nearest: Field.standardStatus.nearestWord(to: word).flatMap {
            shown.contains($0) ? $0 : nil
          })
      }
      if !statuses.contains(status) { statuses.append(status) }
    }
    self.init(statuses: statuses)
  }
}

extension ListingsDatabase {
  /// Limits a filter to the listings that the database shows (``scope``).
  ///
  /// Searches do this by themselves. Use it with ``searcher`` or ``map``, which know all listings.
  public func scoped(_ filter: ListingFilter) -> ListingFilter {
    var filter = filter
    stateStatuses.restrict(&filter)
    return filter
  }

  /// The number of listings that the database shows (``scope``).
  public var shownCount: Int { max(count - stateStatuses.hiddenRows, 0) }

  /// Whether the database shows a row (``scope``).
  public func shows(row: ListingRow) -> Bool {
    if let ordinal = state.ordinal(of: row) { return stateStatuses.shows(ordinal) }
    guard let whole = state.knownWhole, let ordinal = whole.ordinal(of: row) else { return false }
    return scopedStatuses.shows(ordinal)
  }
}
