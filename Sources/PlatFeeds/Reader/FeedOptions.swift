public import PlatListings

/// The options for reading feeds.
public struct FeedOptions: Sendable {
  /// Columns of CSV headers and keys of JSON records, and the fields that they hold, besides those
  /// that are named as in the catalogue.
  ///
  /// It counts before the catalogue's names: another column or key for the same field is left out.
  /// A column that a header does not have refuses the file. A key that no record has is told by
  /// ``FeedSummary/absentColumns``. A key with points is also the path to an inner value:
  /// `address.city`, `location.coordinates.0`.
  public var columns: [String: Field] = [:]
  /// Values for fields that a record lacks, such as `Closed` as the status in a file of sales.
  public var defaults: [Field: String] = [:]
  /// The reference system of latitude (y) and longitude (x), such as `EPSG:2227`; nil for WGS 84
  /// degrees.
  public var referenceSystem: String?
  /// The treatment of dates that are not ISO 8601.
  public var dates = DateReading.guessed
  /// The encoding of the text; nil for UTF-8.
  public var encoding: TextEncoding?
  /// Whether areas without a unit are in square meters.
  public var isMetric = false
  /// The feed's words and their values, by field; they take precedence over the catalogue's.
  public var words: [Field: [ValueMapping]] = [:]
  /// Whether to throw the first refusal of more than a field.
  public var isStrict = false
  /// Whether dropped fields are put into `ListingBatch.refusals` one by one; they are counted in
  /// any case.
  public var reportsFields = false
  /// The maximum size of a record in bytes, at most 1 GiB; a larger record is rejected and skipped.
  public var recordLimit = 16 << 20
  /// The number of bytes to read from a source at once.
  public var chunkSize = 1 << 20

  /// Whether the input is only surveyed.
  var isSurvey = false

  /// The treatment of dates that are not ISO 8601.
  public enum DateReading: Sendable, Equatable {
    /// Read in the format that all values of a field share, if exactly one fits; else dropped.
    case guessed
    /// Dropped.
    case iso
    /// Read in one format.
    case form(DateForm)
  }

  /// Makes the default options.
  public init() {}

  /// Adds a mapping in the command line's form: `column=key`, or several separated by commas.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` if the form is invalid or the key is not in
  ///   the catalogue.
  public mutating func map(_ text: String) throws(FeedError) {
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      let (column, field) = try Self.pair(String(part), option: "--map \(part)")
      columns[column] = field
    }
  }

  /// Adds a default in the command line's form: `key=value`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` if the form is invalid or the key is not in
  ///   the catalogue.
  public mutating func setDefault(_ text: String) throws(FeedError) {
    guard let equals = text.firstIndex(of: "="), let field = Field.named(String(text[..<equals]))
    else {
      throw .badOption(
        option: "--set \(text)", reason: "Write KEY=VALUE, such as standardStatus=Closed.")
    }
    defaults[field] = String(text[text.index(after: equals)...])
  }

  /// Sets the date format in the command line's form: `us`, `eu`, `iso`, `guess`, `excel`, `epoch`,
  /// `epoch-ms`, or a pattern such as `dd.MM.yyyy` or `%d/%m/%Y`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` for any other text.
  public mutating func setDates(_ text: String) throws(FeedError) {
    switch text.lowercased() {
    case "guess": dates = .guessed
    case "iso": dates = .iso
    case "us": dates = .form(.monthDayYear)
    case "eu": dates = .form(.dayMonthYear)
    case "excel": dates = .form(.spreadsheet)
    case "epoch": dates = .form(.seconds)
    case "epoch-ms": dates = .form(.milliseconds)
    default:
      guard let pattern = DatePattern(text) else {
        throw .badOption(
          option: "--dates \(text)",
          reason: "Write us, eu, iso, excel, epoch, epoch-ms, or a pattern such as dd.MM.yyyy.")
      }
      dates = .form(.pattern(pattern))
    }
  }

  /// Sets the encoding in the command line's form: `windows-1252`, `latin1`, `utf-16`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` for an unsupported encoding.
  public mutating func setEncoding(_ text: String) throws(FeedError) {
    guard let encoding = TextEncoding(named: text) else {
      let names = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badOption(option: "--encoding \(text)", reason: "The encodings are \(names).")
    }
    self.encoding = encoding
  }

  /// Sets the units of areas in the command line's form: `metric` or `us`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` for any other text.
  public mutating func setUnits(_ text: String) throws(FeedError) {
    guard ["metric", "us"].contains(text.lowercased()) else {
      throw .badOption(option: "--units \(text)", reason: "Write metric or us.")
    }
    isMetric = text.lowercased() == "metric"
  }

  /// Adds a word of the feed in the command line's form: `FIELD:THEIRS=OURS`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` if the form is invalid, the catalogue does
  ///   not have the field, or the value is not one of the field's.
  public mutating func mapValue(_ text: String) throws(FeedError) {
    let option = "--map-value \(text)"
    guard let colon = text.firstIndex(of: ":"), let equals = text.lastIndex(of: "="),
      colon < equals, text.index(after: colon) < equals
    else {
      throw .badOption(
        option: option, reason: "Write FIELD:THEIRS=OURS, such as standardStatus:Sold=Closed.")
    }
    let name = String(text[..<colon])
    guard let field = Field.named(name) else {
      let nearest = Field.nearest(to: name).map { "; did you mean \($0.key)" } ?? ""
      throw .badOption(option: option, reason: "There is no field \(name)\(nearest).")
    }
    let ours = String(text[text.index(after: equals)...])
    if case .lookup(let known) = field.definition.kind, !ours.isEmpty, !known.contains(ours) {
      throw .badOption(
        option: option,
        reason: "\(field.key) cannot be \(ours); its words are \(known.joined(separator: ", ")).")
    }
    let theirs = String(text[text.index(after: colon)..<equals])
    words[field, default: []].append(ValueMapping(theirs: theirs, ours: ours))
  }

  private static func pair(_ text: String, option: String) throws(FeedError) -> (String, Field) {
    guard let equals = text.lastIndex(of: "="), equals != text.startIndex else {
      throw .badOption(option: option, reason: "Write NAME=KEY, such as id=listingKey.")
    }
    let key = String(text[text.index(after: equals)...])
    guard let field = Field.named(key) else {
      let keys = Field.allCases.map(\.key).joined(separator: ", ")
      throw .badOption(option: option, reason: "There is no key \(key); the keys are \(keys).")
    }
    return (String(text[..<equals]), field)
  }
}
