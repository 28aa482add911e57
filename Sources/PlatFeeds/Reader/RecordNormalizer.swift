internal import PlatCommon
internal import PlatJSON
internal import PlatListings

/// Makes listings from records, regardless of their wrapping.
struct RecordNormalizer: ~Copyable {
  private var parser: JSONParser
  private var composer: RecordComposer
  private var normalizer: ListingNormalizer
  /// Values dropped from the last listing.
  private(set) var notes: [FieldNote] = []
  /// A position dropped from the last listing.
  private(set) var dropped: RecordComposer.Drop?

  private var projector: Projector?
  private var mends = Mends()

  /// The number of repairs needed to read records.
  struct Mends {
    /// Halves of characters and escapes that JSON does not have.
    var strings = 0
    /// Records and values with bytes that are not UTF-8.
    var encodings = 0
  }

  /// - Throws: ``FeedError/badOption(option:reason:)`` if the reference system is unknown.
  init(options: FeedOptions, dateForms: [Field: DateForm]) throws(FeedError) {
    var projector: Projector?
    if let name = options.referenceSystem { projector = try Projector(named: name) }
    self.projector = projector
    // Data added to a record during composition comes on top of its own bytes.
    parser = JSONParser(
      capacityLimit: options.recordLimit + 65_536, keepsLargeNumbers: true, mendsStrings: true,
      mendsValues: true)
    composer = RecordComposer(options: options)
    var reading = NormalizerOptions()
    reading.dateForms = dateForms
    switch options.dates {
    case .guessed: break
    case .iso: reading.readsMonthNames = false
    case .form(let form):
      for field in Field.allCases where field.definition.kind == .date {
        reading.dateForms[field] = form
      }
    }
    reading.isMetric = options.isMetric
    reading.words = options.words
    normalizer = ListingNormalizer(options: reading)
  }

  /// The observations of all records since the last call.
  mutating func takeObservations() -> FeedObservations { normalizer.takeObservations() }

  /// The number of repairs since the last call.
  mutating func takeMends() -> Mends {
    var mends = mends
    mends.strings = parser.takeMendedStrings()
    self.mends = Mends()
    return mends
  }

  /// The mapped keys that records of JSON had, until now.
  var foundKeys: [String] { composer.foundKeys }

  /// Makes a listing from a JSON record.
  mutating func normalize(
    _ text: Span<UInt8>, _ shape: Piece.Shape, into listing: inout Listing
  ) throws(RecordProblem) {
    notes.removeAll(keepingCapacity: true)
    dropped = nil
    guard
      try Self.compose(
        text, shape, &composer, &projector, &parser, &normalizer, &listing, &notes, &mends)
    else { return }
    notes.removeAll(keepingCapacity: true)
    dropped = composer.dropped
    let composed = composer.writer.bytes
    try Self.normalize(composed.span, &parser, &normalizer, &listing, &notes, &mends)
  }

  /// Makes a listing from names and texts.
  ///
  /// - Parameter add: Adds them, and returns an unusable position. It is called once.
  mutating func normalize(
    into listing: inout Listing,
    add: (inout ListingNormalizer, inout Projector?) -> RecordComposer.Drop?
  ) throws(RecordProblem) {
    notes.removeAll(keepingCapacity: true)
    normalizer.beginRecord()
    dropped = add(&normalizer, &projector)
    do throws(ListingRefusal) {
      try normalizer.finishRecord(into: &listing, notes: &notes)
    } catch {
      throw RecordProblem(error)
    }
  }

  /// Makes a listing from a plain record, or rewrites the record and returns true if it needs that.
  private static func compose(
    _ text: Span<UInt8>, _ shape: Piece.Shape, _ composer: inout RecordComposer,
    _ projector: inout Projector?,
    _ parser: inout JSONParser, _ normalizer: inout ListingNormalizer, _ listing: inout Listing,
    _ notes: inout [FieldNote], _ mends: inout Mends
  ) throws(RecordProblem) -> Bool {
    let record = try parse(text, &parser, &mends)
    var shape = shape
    if shape == .plain, !composer.changesPlainRecords {
      do throws(ListingRefusal) {
        try normalizer.normalize(record, into: &listing, notes: &notes)
        return false
      } catch {
        if error.reason == .noKey { shape = RecordComposer.shape(of: record) }
        if shape == .plain { throw RecordProblem(error) }
      }
    } else if shape == .plain {
      shape = RecordComposer.shape(of: record)
    }
    composer.compose(record, shape, &projector)
    return true
  }

  private static func normalize(
    _ text: Span<UInt8>, _ parser: inout JSONParser, _ normalizer: inout ListingNormalizer,
    _ listing: inout Listing,
    _ notes: inout [FieldNote], _ mends: inout Mends
  ) throws(RecordProblem) {
    let record = try parse(text, &parser, &mends)
    do throws(ListingRefusal) {
      try normalizer.normalize(record, into: &listing, notes: &notes)
    } catch {
      throw RecordProblem(error)
    }
  }

  @_lifetime(&parser)
  private static func parse(
    _ text: Span<UInt8>, _ parser: inout JSONParser, _ mends: inout Mends
  ) throws(RecordProblem) -> JSONValue {
    do throws(JSONError) {
      return try parser.parse(text)
    } catch {
      guard error.reason == .notUTF8 else { throw RecordProblem(error) }
    }
    // Bytes of another encoding do not lose the record.
    let decoded = Windows1252.mended(text).bytes
    mends.encodings += 1
    do throws(JSONError) {
      return try parser.parse(decoded.span)
    } catch {
      throw RecordProblem(error)
    }
  }
}

/// The reason why a record did not become a listing.
struct RecordProblem: Error {
  let reason: RefusalReason
  /// The offset of the fault in the record, if known.
  var offset: Int?
  var value: String?
  let expected: String

  /// Whether the record is valid JSON without a key.
  var isKeyMissing: Bool { reason == .listing(.noKey) }

  init(_ error: JSONError) {
    reason =
      switch error.reason {
      case .notUTF8: .notUTF8
      case .tooDeep: .tooDeep
      case .tooLarge: .tooLarge
      default: .malformed
      }
    offset = error.offset
    expected = "JSON: \(JSONError(error.reason, offset: nil))."
  }

  init(_ refusal: ListingRefusal) {
    reason = .listing(refusal.reason)
    value = refusal.value.isEmpty ? nil : refusal.value
    expected = "\(refusal)."
  }
}
