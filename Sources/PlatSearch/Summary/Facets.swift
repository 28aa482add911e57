internal import PlatCommon
internal import PlatIndex
internal import PlatListings

/// Counts the values of a field over a selection.
enum FacetCounter {
  /// The counts of a text field or of a small number field such as `beds`.
  ///
  /// - Parameter joinsSpellings: Whether texts that a filter takes for one are one value.
  static func count(
    _ field: Field, over selection: BlockSelection, _ index: ListingIndex,
    joinsSpellings: Bool = true
  ) throws(SearchError) -> FacetCounts {
    if let codes = index.codes(field) {
      if field == .postalCode {
        let groups = PostalGroups(codes)
        return try facet(
          field, over: selection, codes.column, bins: codes.codes + 1, alike: groups.alike
        ) {
          groups.text(UInt32($0)) ?? codes.text(code: UInt64($0))
        }
      }
      return try facet(
        field, over: selection, codes.column, bins: codes.codes + 1,
        alike: joinsSpellings ? codes.spellings : []
      ) {
        codes.text(code: UInt64($0))
      }
    }
    guard let numbers = index.numbers(field),
      case .number(let scale, _, _, _) = field.definition.kind,
      numbers.column.width <= 2
    else {
      throw SearchError.notSearchable(
        field: field.key, expected: "a text field, or a small number such as beds")
    }
    return try facet(field, over: selection, numbers.column, bins: 1 << (8 * numbers.column.width))
    { stored in
      let value = numbers.frame.value(UInt64(stored)) ?? 0
      return NumberText.shortest(value, scale: scale)
    }
  }

  private static func facet(
    _ field: Field, over selection: BlockSelection, _ column: BlockColumn, bins: Int,
    alike: [UInt32] = [], text: (Int) -> String
  ) throws(SearchError) -> FacetCounts {
    try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
      var counts = try selection.tally(column, bins: bins)
      for (stored, other) in alike.enumerated() where Int(other) != stored {
        counts[Int(other)] += counts[stored]
        counts[stored] = 0
      }
      var entries: [FacetCounts.Entry] = []
      try WorkLimit.windows(0..<counts.count, of: 4096) { window in
        for stored in window where stored > 0 && counts[stored] > 0 {
          entries.append(FacetCounts.Entry(text(stored), count: Int(counts[stored])))
        }
      }
      try entries.sortWithinLimit {
        $0.count != $1.count ? $0.count > $1.count : $0.value < $1.value
      }
      return FacetCounts(field: field, entries: entries, missing: counts.first.map(Int.init) ?? 0)
    }
  }
}
