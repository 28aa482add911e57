package import PlatListings
package import PlatSearch

extension ListingFilter.Condition {
  /// A number, date or flag field is in a range in its own unit, both bounds included: dollars,
  /// square feet, bedrooms.
  ///
  /// The unit is that of ``ListingView/value(_:)`` (`FieldDefinition.unit`). A listing matches if
  /// its value is in the range. Dates are seconds since 1970.
  ///
  /// - Parameters:
  ///   - field: A field with a column of numbers; a search on another one throws
  ///     `SearchError.notSearchable`.
  ///   - range: The range; one with NaN as a bound matches nothing.
  package static func value(_ field: Field, _ range: ClosedRange<Double>) -> Self {
    within(field, least: range.lowerBound, greatest: range.upperBound)
  }

  /// A number, date or flag field is at least a value in its own unit.
  package static func value(_ field: Field, _ range: PartialRangeFrom<Double>) -> Self {
    within(field, least: range.lowerBound, greatest: .infinity)
  }

  /// A number, date or flag field is at most a value in its own unit.
  package static func value(_ field: Field, _ range: PartialRangeThrough<Double>) -> Self {
    within(field, least: -.infinity, greatest: range.upperBound)
  }

  /// A number, date or flag field is between two values in its own unit.
  static func within(_ field: Field, least: Double, greatest: Double) -> Self {
    let scale = field.scale
    let low = stored(least, scale, up: true)
    let high = stored(greatest, scale, up: false)
    // A range without a stored number becomes a range that no listing matches.
    return .number(field, low <= high ? low...high : Listing.missing...Listing.missing)
  }

  /// The stored number nearest to a value on one side: the least one that is not below it, or the
  /// greatest one that is not above it.
  private static func stored(_ value: Double, _ scale: Int64, up: Bool) -> Int64 {
    let nothing = up ? Int64.max : Listing.missing
    guard !value.isNaN else { return nothing }
    let scaled = value * Double(scale)
    guard let nearest = Int64(exactly: scaled.rounded()) else {
      return (scaled > 0) ? .max : Listing.missing + 1
    }
    // Divides as a listing's value does, so that filters agree with the shown value.
    let shown = Double(nearest) / Double(scale)
    if up { return shown < value ? nearest.addingReportingOverflow(1).partialValue : nearest }
    return shown > value ? nearest.subtractingReportingOverflow(1).partialValue : nearest
  }
}
