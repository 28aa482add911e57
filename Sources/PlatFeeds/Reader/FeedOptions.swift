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
  /// Whether the first refusal of more than a field is thrown.
  public var isStrict = false
  /// Whether dropped fields are put into ``ListingBatch/refusals`` one by one; they are counted in
  /// any case.
  public var reportsFields = false
  /// The most bytes of text that a record may have, at most 1 GiB; a larger one is refused and
  /// passed over.
  public var recordLimit = 16 << 20
  /// How many bytes to ask of a source at once.
  public var chunkSize = 1 << 20

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
