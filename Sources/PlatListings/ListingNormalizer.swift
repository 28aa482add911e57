internal import PlatCommon
public import PlatJSON

/// Turns records as feeds give them into listings: every value checked, in stored form and under
/// its own key.
///
/// Values come in many shapes: numbers as text, letter codes and words, dates with and without
/// zone, other systems' names. What can be read without guessing is taken; what cannot be is
/// dropped with a ``FieldNote``. Only a record without a usable `listingKey` is refused.
///
/// Make one for each thread and use it for one record after another: it keeps its memory, so that a
/// record costs a few microseconds and no allocation.
///
/// ```swift
/// var normalizer = ListingNormalizer()
/// var listing = Listing()
/// var notes: [FieldNote] = []
/// try normalizer.normalize(parser.parse(line), into: &listing, notes: &notes)
/// ```
///
/// Parse with `JSONParser(keepsLargeNumbers: true)`, so that a number that no field could hold is
/// dropped as one value.
///
/// What it does to each field is told by ``Field/definitions``. Beyond these:
/// - Of a field given under several names the key counts before the aliases and these in their
///   order; null, blank, masked and unusable values do not count. A value that loses and differs is
///   noted. Of a member that comes twice the last counts.
/// - Of MongoDB's Extended JSON the values count (`ExtendedJSON`).
/// - `baths` follows from full, three-quarter, half and quarter baths where it is absent;
///   `BathroomsTotalInteger`, which counts a half bath as one, is the last resort. `lotSizeAcres`
///   and `lotSizeSquareFeet` follow from each other or from `LotSizeArea` with `LotSizeUnits`;
///   `listAgentFullName` from first and last name.
/// - `LivingArea` in another unit than square feet (`LivingAreaUnits`) is converted, or dropped
///   where the unit is unknown.
/// - Latitude and longitude come together or not at all, and never as 0, 0.
/// - `slug` is kept only where it differs from the one that ``Slug`` makes.
/// - Texts lose blanks at their ends; several values of a RESO lookup are joined with commas.
/// - RESO `Media` of photos become `photos`; other media stay where they are.
/// - Unknown members are kept as they came, in their order, after the known ones in the order of
///   the catalogue.
public struct ListingNormalizer: ~Copyable, Sendable {
  private var pass: NormalizerPass
  private var parser = JSONParser(keepsLargeNumbers: true)
  private var record = JSONWriter()
  private var early: [FieldNote] = []

  /// Makes a normaliser.
  ///
  /// - Parameter options: How dates, areas and words are read.
  public init(options: NormalizerOptions = NormalizerOptions()) { pass = NormalizerPass(options) }

  /// What was seen of all records since the last call.
  public mutating func takeObservations() -> FeedObservations {
    var observations = pass.observations
    observations.unknownNames = pass.unknownNames.names
    pass.observations = FeedObservations()
    pass.unknownNames = NameCounter()
    return observations
  }

  /// Normalises one record, a JSON object.
  ///
  /// - Parameters:
  ///   - record: The record, such as a line of a feed or the `StandardFields` of a Spark listing.
  ///   - listing: What is filled; its former content goes.
  ///   - notes: Where notes on dropped values are appended.
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

  /// Begins a record that comes as names and texts, such as a row of CSV.
  ///
  /// ``add(name:text:)`` takes its values and ``finishRecord(into:notes:)`` ends it.
  public mutating func beginRecord() {
    record.reset()
    record.beginObject()
    early.removeAll(keepingCapacity: true)
  }

  /// Adds a value of a record that ``beginRecord()`` began; a blank one counts as none.
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

  /// Normalises the record that was begun, as ``normalize(_:into:notes:)`` does with an object of
  /// strings.
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
      // Only a record beyond the parser's limit comes here.
      listing.removeAll()
      throw ListingRefusal(.notAnObject, value: error.description)
    }
    _ = try pass.run(root, into: &listing, notes: &notes, leavesExtended: false)
  }
}
