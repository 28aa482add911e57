internal import Index
internal import Listings

/// Counts the values of a field over a selection.
enum FacetCounter {
  /// The counts of a text field or of a small number field such as `beds`.
  static func count(
    _ field: Field, over selection: BlockSelection, _ index: ListingIndex
  ) throws(SearchError) -> FacetCounts {
    if let codes = index.codes(field) {
      let counts = selection.tally(codes.column, bins: codes.codes + 1)
      return facet(field, counts) { codes.text(code: UInt64($0)) }
    }
    guard let numbers = index.numbers(field), case .number(let scale, _, _, _) = field.definition.kind,
      numbers.column.width <= 2
    else {
      throw SearchError.notSearchable(field: field.key, expected: "a text field, or a small number such as beds")
    }
    let counts = selection.tally(numbers.column, bins: 1 << (8 * numbers.column.width))
    return facet(field, counts) { stored in
      let value = numbers.frame.value(UInt64(stored)) ?? 0
      return NumberText.of(value, scale: scale)
    }
  }

  private static func facet(_ field: Field, _ counts: [UInt32], text: (Int) -> String) -> FacetCounts {
    var entries: [FacetCounts.Entry] = []
    for (stored, count) in counts.enumerated() where stored > 0 && count > 0 {
      entries.append(FacetCounts.Entry(value: text(stored), count: Int(count)))
    }
    entries.sort { $0.count != $1.count ? $0.count > $1.count : $0.value < $1.value }
    return FacetCounts(field: field, entries: entries, missing: counts.first.map(Int.init) ?? 0)
  }
}

/// Fixed-point numbers as the shortest decimal text.
enum NumberText {
  /// `2.5` for 10 at scale 4; no fraction where there is none.
  static func of(_ value: Int64, scale: Int64) -> String {
    guard scale > 1, value % scale != 0 else { return String(scale > 1 ? value / scale : value) }
    return "\(Double(value) / Double(scale))"
  }
}
