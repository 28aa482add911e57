public import PlatListings

/// How feeds are read.
public struct FeedOptions: Sendable {
  /// Columns of CSV headers and the fields that they hold, besides those that are named as in the
  /// catalogue.
  ///
  /// It counts before the catalogue's names: another column for the same field is left out. A
  /// column that a header does not have refuses the file.
  public var columns: [String: Field] = [:]
  /// Values for fields that a record does not give, such as `Closed` as the status of a file of
  /// sales.
  public var defaults: [Field: String] = [:]
  /// The reference system of latitude (y) and longitude (x), such as `EPSG:2227`; nil where they
  /// are WGS 84 degrees.
  public var referenceSystem: String?
  /// How dates are written that are not ISO 8601.
  public var dates = DateReading.guessed
  /// How the text is encoded; nil for UTF-8.
  public var encoding: TextEncoding?
  /// Whether areas without a unit are in square metres.
  public var isMetric = false
  /// Words of the feed and what they stand for, by field; they count before the catalogue's.
  public var words: [Field: [ValueMapping]] = [:]
  /// Whether the first refusal of more than a field is thrown.
  public var isStrict = false
  /// Whether dropped fields are put into `ListingBatch.refusals` one by one; they are counted in
  /// any case.
  public var reportsFields = false
  /// The most bytes of text that a record may have, at most 1 GiB; a larger one is refused and
  /// passed over.
  public var recordLimit = 16 << 20
  /// How many bytes to ask of a source at once.
  public var chunkSize = 1 << 20

  /// Whether the input is only looked through.
  var isSurvey = false

  /// How dates are read that are not ISO 8601.
  public enum DateReading: Sendable, Equatable {
    /// In the form that all values of a field share, where only one does; else they are dropped.
    case guessed
    /// Not at all.
    case iso
    /// In one form.
    case form(DateForm)
  }

  /// Makes the options that the properties start with.
  public init() {}

  /// Takes a mapping as the command line writes it: `column=key`, or several parted by commas.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` where it is written in another way or the
  ///   catalogue does not have the key.
  public mutating func map(_ text: String) throws(FeedError) {
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      let (column, field) = try Self.pair(String(part), option: "--map \(part)")
      columns[column] = field
    }
  }

  /// Takes a default as the command line writes it: `key=value`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` where it is written in another way or the
  ///   catalogue does not have the key.
  public mutating func setDefault(_ text: String) throws(FeedError) {
    guard let equals = text.firstIndex(of: "="), let field = Field.named(String(text[..<equals]))
    else {
      throw .badOption(
        option: "--set \(text)", reason: "Write KEY=VALUE, such as standardStatus=Closed.")
    }
    defaults[field] = String(text[text.index(after: equals)...])
  }

  /// Takes a form of dates as the command line writes it: `us`, `eu`, `iso`, `guess`, `excel`,
  /// `epoch`, `epoch-ms`, or a pattern such as `dd.MM.yyyy` or `%d/%m/%Y`.
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

  /// Takes an encoding as the command line writes it: `windows-1252`, `latin1`, `utf-16`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` for one that is not read.
  public mutating func setEncoding(_ text: String) throws(FeedError) {
    guard let encoding = TextEncoding(named: text) else {
      let names = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badOption(option: "--encoding \(text)", reason: "The encodings are \(names).")
    }
    self.encoding = encoding
  }

  /// Takes the units of areas as the command line writes them: `metric` or `us`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` for any other text.
  public mutating func setUnits(_ text: String) throws(FeedError) {
    guard ["metric", "us"].contains(text.lowercased()) else {
      throw .badOption(option: "--units \(text)", reason: "Write metric or us.")
    }
    isMetric = text.lowercased() == "metric"
  }

  /// Takes a word of the feed as the command line writes it: `FIELD:THEIRS=OURS`.
  ///
  /// - Throws: ``FeedError/badOption(option:reason:)`` where it is written in another way, the
  ///   catalogue does not have the field, or the field cannot have the value.
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
      throw .badOption(option: option, reason: "Write COLUMN=KEY, such as id=listingKey.")
    }
    let key = String(text[text.index(after: equals)...])
    guard let field = Field.named(key) else {
      let keys = Field.allCases.map(\.key).joined(separator: ", ")
      throw .badOption(option: option, reason: "There is no key \(key); the keys are \(keys).")
    }
    return (String(text[..<equals]), field)
  }
}
