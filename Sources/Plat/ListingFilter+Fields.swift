public import PlatListings
public import PlatSearch

/// Conditions on one field, by the kind of its values.
///
///     let filter: ListingFilter = [
///       .value(.listPrice, 300_000...900_000), .text(.city, "Palm Springs"), .flag(.isFeatured),
///     ]
///
/// A condition on a field of another kind does not compile.
extension ListingFilter {
  /// A number is between two values, both included, in the unit of its field: dollars, square feet,
  /// bedrooms.
  ///
  /// The unit is that of ``FieldDefinition/unit`` and of ``ListingView/value(_:)``. A listing
  /// matches if its value is in the range. A range with NaN as a bound matches nothing.
  public static func value(_ field: Field.Number, _ range: ClosedRange<Double>) -> ListingFilter {
    between(field.field, range.lowerBound, range.upperBound)
  }

  /// A number is in a range without its upper bound, in the unit of its field.
  public static func value(_ field: Field.Number, _ range: Range<Double>) -> ListingFilter {
    between(field.field, range.lowerBound, range.upperBound.nextDown)
  }

  /// A number is at least a value in the unit of its field.
  public static func value(_ field: Field.Number, _ range: PartialRangeFrom<Double>)
    -> ListingFilter
  {
    between(field.field, range.lowerBound, .infinity)
  }

  /// A number is at most a value in the unit of its field.
  public static func value(_ field: Field.Number, _ range: PartialRangeThrough<Double>)
    -> ListingFilter
  {
    between(field.field, -.infinity, range.upperBound)
  }

  /// A number is less than a value in the unit of its field.
  public static func value(_ field: Field.Number, _ range: PartialRangeUpTo<Double>)
    -> ListingFilter
  {
    between(field.field, -.infinity, range.upperBound.nextDown)
  }

  /// A number equals a value in the unit of its field.
  public static func value(_ field: Field.Number, _ value: Double) -> ListingFilter {
    between(field.field, value, value)
  }

  /// A date is between two moments in seconds since 1970, both included.
  public static func date(_ field: Field.Date, _ range: ClosedRange<Int64>) -> ListingFilter {
    ListingFilter([Condition.number(field.field, range)])
  }

  /// A date is at or after a moment in seconds since 1970.
  public static func date(_ field: Field.Date, _ range: PartialRangeFrom<Int64>) -> ListingFilter {
    date(field, range.lowerBound...Int64.max)
  }

  /// A date is before a moment in seconds since 1970.
  public static func date(_ field: Field.Date, _ range: PartialRangeUpTo<Int64>) -> ListingFilter {
    let least = Listing.missing + 1
    guard range.upperBound > least else { return .any([]) }
    return date(field, least...range.upperBound - 1)
  }

  /// A flag is true, or false.
  public static func flag(_ field: Field.Flag, _ isSet: Bool = true) -> ListingFilter {
    let stored: Int64 = isSet ? 1 : 0
    return ListingFilter([Condition.number(field.field, stored...stored)])
  }

  /// A text equals one of several texts, ignoring case.
  public static func text(_ field: Field.Text, _ texts: String...) -> ListingFilter {
    text(field, in: texts)
  }

  /// A text equals one of several texts, ignoring case; an empty list matches nothing.
  public static func text(_ field: Field.Text, in texts: [String]) -> ListingFilter {
    ListingFilter([Condition.equals(field.field, texts)])
  }

  /// A text contains another one, ignoring case; every text contains the empty one.
  public static func text(_ field: Field.Text, containing part: String) -> ListingFilter {
    ListingFilter([Condition.contains(field.field, part)])
  }

  private static func between(_ field: Field, _ least: Double, _ greatest: Double)
    -> ListingFilter
  {
    ListingFilter([Condition.within(field, least: least, greatest: greatest)])
  }
}

extension ListingView {
  /// The number of a field in its unit; nil if it is missing.
  public subscript(field: Field.Number) -> Double? { value(field.field) }

  /// The date of a field, in seconds since 1970; nil if it is missing.
  public subscript(field: Field.Date) -> Int64? { stored(field.field) }

  /// Whether a flag is set; nil if it is missing.
  public subscript(field: Field.Flag) -> Bool? { stored(field.field).map { $0 != 0 } }

  /// The text of a field; nil if it is missing.
  public subscript(field: Field.Text) -> String? { text(field.field) }
}
