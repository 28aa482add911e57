package import PlatListings

extension ListingIndex {
  /// The text of a row in a field that has a text column; nil if it is missing.
  package func text(_ field: Field, _ row: Int) -> String? { codes(field)?.text(row) }

  /// The street address of a row in one line, without the city; empty if there is none.
  package func streetAddress(_ row: Int) -> String {
    let unit = text(.unitNumber, row).map { " #\($0)" } ?? ""
    return text(Self.streetFields, row) + unit
  }

  /// The fields of a street address, in order.
  package static let streetFields: [Field] = [
    .streetNumber, .streetDirPrefix, .streetName, .streetSuffix, .streetDirSuffix,
  ]

  /// The texts of a row in some fields, separated by blanks.
  package func text(_ fields: [Field], _ row: Int) -> String {
    fields.compactMap { text($0, row) }.joined(separator: " ")
  }
}
