internal import PlatCommon
public import PlatJSON

/// Turns records of feeds into listings: every value validated, in stored form and under its own
/// key.
///
/// Values come in many shapes: numbers as text, letter codes and words, dates with and without
/// zone, other systems' names. A value that is readable without guessing is kept; any other is
/// dropped with a ``FieldNote``. Only a record without a usable `listingKey` is rejected.
///
/// Make one for each thread and reuse it for record after record: it keeps its memory, so a record
/// costs a few microseconds and no allocation.
///
/// ```swift
/// var normalizer = ListingNormalizer()
/// var listing = Listing()
/// var notes: [FieldNote] = []
/// try normalizer.normalize(parser.parse(line), into: &listing, notes: &notes)
/// ```
///
/// Parse with `JSONParser(keepsLargeNumbers: true)`, so that a number too large for any field is
/// dropped as one value.
///
/// ``Field/definitions`` determine the treatment of each field. In addition:
/// - If a field has several names, the key takes precedence over the aliases, and these follow in
///   their order; null, blank, masked and unusable values do not count. A losing value that differs
///   is noted. Of a duplicate member the last counts.
/// - MongoDB's Extended JSON is read by its values (`ExtendedJSON`).
/// - `baths` is derived from full, three-quarter, half and quarter baths if it is absent;
///   `BathroomsTotalInteger`, which counts a half bath as one, is the last resort. `lotSizeAcres`
///   and `lotSizeSquareFeet` are derived from each other or from `LotSizeArea` with `LotSizeUnits`;
///   `listAgentFullName` from first and last name.
/// - `LivingArea` in another unit than square feet (`LivingAreaUnits`) is converted, or dropped if
///   the unit is unknown.
/// - Latitude and longitude are valid only together, and never as 0, 0.
/// - `slug` is stored only if it differs from the one that ``Slug`` makes.
/// - Texts lose spaces at their ends; several values of a RESO lookup are joined with commas.
/// - RESO `Media` of photos become `photos`; other media stay unchanged.
/// - Unknown members stay unchanged, in their order, after the known ones, which follow the
///   catalogue's order.
public struct ListingNormalizer: ~Copyable, Sendable {
  private var pass: NormalizerPass
  private var parser = JSONParser(keepsLargeNumbers: true)
  private var record = JSONWriter()
  private var early: [FieldNote] = []

  /// Makes a normalizer.
  ///
  /// - Parameter options: The conventions for dates, areas and words.
  public init(options: NormalizerOptions = NormalizerOptions()) { pass = NormalizerPass(options) }

  /// The observations of all records since the last call.
  public mutating func takeObservations() -> FeedObservations {
    var observations = pass.observations
    observations.unknownNames = pass.unknownNames.names
    pass.observations = FeedObservations()
    pass.unknownNames = NameCounter()
    return observations
  }

  /// Normalizes one record, a JSON object.
  ///
  /// - Parameters:
  ///   - record: The record, such as a line of a feed or the `StandardFields` of a Spark listing.
  ///   - listing: Receives the result; its previous contents are removed.
  ///   - notes: Receives notes on dropped values, appended.
  /// - Throws: ``ListingRefusal``; the listing is then empty, and notes may have been appended.
  /// - Complexity: O(n) in the record's bytes.
  public mutating func normalize(
    _ record: JSONValue, into listing: inout Listing, notes: inout [FieldNote]
  ) throws(ListingRefusal) {
    let isExtended = try pass.run(record, into: &listing, notes: &notes, leavesExtended: true)
    guard isExtended else { return }
    self.record.reset()
    ExtendedJSON.write(record, to: &self.record)
    let bytes = self.record.bytes
    try Self.run(bytes.span, &parser, &pass, into: &listing, notes: &notes)
  }

  /// Begins a record given as names and texts, such as a row of CSV.
  ///
  /// ``add(name:text:)`` adds its values and ``finishRecord(into:notes:)`` ends it.
  public mutating func beginRecord() {
    record.reset()
    record.beginObject()
    early.removeAll(keepingCapacity: true)
  }

  /// Adds a value to the record that ``beginRecord()`` began; a blank value is ignored.
  public mutating func add(name: Span<UInt8>, text: Span<UInt8>) {
    guard text.trimmed.count > 0 else { return }
    guard name.isValidUTF8, text.isValidUTF8 else {
      let value = NormalizerPass.shortened(text)
      guard name.isValidUTF8, let decoded = Windows1252.decoded(text) else {
        early.append(
          FieldNote(name: name.text, field: Field.named(name), reason: .notUTF8, value: value))
        return
      }
      pass.observations.decodedValues += 1
      record.key(name)
      record.string(decoded.span)
      return
    }
    record.key(name)
    record.string(text)
  }

  /// Normalizes the begun record, as ``normalize(_:into:notes:)`` does with an object of strings.
  ///
  /// - Throws: ``ListingRefusal``.
  public mutating func finishRecord(
    into listing: inout Listing, notes: inout [FieldNote]
  ) throws(ListingRefusal) {
    record.endObject()
    notes.append(contentsOf: early)
    let bytes = record.bytes
    try Self.run(bytes.span, &parser, &pass, into: &listing, notes: &notes)
  }

  private static func run(
    _ record: Span<UInt8>, _ parser: inout JSONParser, _ pass: inout NormalizerPass,
    into listing: inout Listing,
    notes: inout [FieldNote]
  ) throws(ListingRefusal) {
    let root: JSONValue
    do throws(JSONError) {
      root = try parser.parse(record)
    } catch {
      // Only a record beyond the parser's limit gets here.
      listing.removeAll()
      throw ListingRefusal(.notAnObject, value: error.description)
    }
    _ = try pass.run(root, into: &listing, notes: &notes, leavesExtended: false)
  }
}
