/// The conventions of a feed for a ``ListingNormalizer``.
public struct NormalizerOptions: Sendable {
  /// The date format of each field, for dates that are neither ISO 8601 nor have a month's name.
  ///
  /// A field without a format drops such dates.
  public var dateForms: [Field: DateForm] = [:]
  /// Whether dates may have a month's name: `2-Jan-24`, `January 2, 2024`.
  public var readsMonthNames = true
  /// Whether areas without a unit are in square meters.
  public var isMetric = false
  /// The feed's words and their values, by field; they take precedence over the catalogue's.
  public var words: [Field: [ValueMapping]] = [:]

  /// Makes the default options.
  public init() {}
}

/// A word of a feed and its value.
public struct ValueMapping: Sendable, Equatable {
  /// The feed's word; case, spaces and signs do not matter.
  public var theirs: String
  /// The value to store instead.
  public var ours: String

  /// Makes a mapping.
  public init(theirs: String, ours: String) {
    self.theirs = theirs
    self.ours = ours
  }
}

/// A date format that is readable only by a convention or by the evidence of a column.
public enum DateForm: Sendable, Hashable {
  /// `1/31/2024`, as in the United States.
  case monthDayYear
  /// `31/1/2024`, as in Europe.
  case dayMonthYear
  /// `20240131` as a number.
  case digits
  /// Days since 1899-12-30, as spreadsheets count them: `45293`.
  case spreadsheet
  /// Seconds since 1970.
  case seconds
  /// Milliseconds since 1970.
  case milliseconds
  /// A pattern that the operator gave.
  case pattern(DatePattern)

  /// The formats that can be inferred from a column.
  static let guessed: [DateForm] = [
    .monthDayYear, .dayMonthYear, .digits, .spreadsheet, .seconds, .milliseconds,
  ]

  /// The format in words.
  public var words: String {
    switch self {
    case .monthDayYear: "month/day/year"
    case .dayMonthYear: "day/month/year"
    case .digits: "YYYYMMDD"
    case .spreadsheet: "days of a spreadsheet"
    case .seconds: "seconds since 1970"
    case .milliseconds: "milliseconds since 1970"
    case .pattern(let pattern): pattern.text
    }
  }
}
