/// Conventions of a feed for a ``ListingNormalizer``.
public struct NormalizerOptions: Sendable {
  /// The form of the dates of each field that are neither ISO 8601 nor written with a month's name;
  /// a field that is not here has none, and such dates are dropped.
  public var dateForms: [Field: DateForm] = [:]
  /// Whether dates may be written with a month's name: `2-Jan-24`, `January 2, 2024`.
  public var readsMonthNames = true
  /// Whether areas without a unit are in square metres.
  public var isMetric = false
  /// Words of the feed and what they stand for, by field; they count before the catalogue's.
  public var words: [Field: [ValueMapping]] = [:]

  /// The usual options.
  public init() {}
}

/// A word of a feed and the value that it stands for.
public struct ValueMapping: Sendable, Equatable {
  /// The feed's word; case, blanks and signs do not matter.
  public var theirs: String
  /// The value that is taken instead.
  public var ours: String

  /// Makes a mapping.
  public init(theirs: String, ours: String) {
    self.theirs = theirs
    self.ours = ours
  }
}

/// A form of dates that only a convention or a count makes readable.
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

  /// The forms that a column can show by itself.
  static let guessed: [DateForm] = [
    .monthDayYear, .dayMonthYear, .digits, .spreadsheet, .seconds, .milliseconds,
  ]

  /// The form in words.
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
