internal import PlatCommon
internal import PlatIndex
internal import PlatJSON
internal import PlatListings
internal import PlatRecords
internal import PlatStore

/// An export of listings in progress, made by ``ListingsDatabase/export(_:as:allFields:)``.
///
/// It holds the listings as they were when it began. A listing whose document is no longer there,
/// or is now hidden from the public, is left out.
public struct ListingExport: Sendable {
  /// A listing to export.
  struct Match: Sendable {
    let record: UInt32
    let ordinal: UInt32
  }

  /// The number of listings to export.
  public var count: Int { matches.count }
  /// The number of listings that were read so far.
  public private(set) var position = 0
  /// The number of listings that were written so far.
  public private(set) var written = 0

  private let listings: ListingsDatabase
  private let state: Generation
  private let matches: [Match]
  private let format: ExportFormat
  private let allFields: Bool
  /// The fields of a table, in the order of its columns.
  private let columns: [Field]
  private var hasBegun = false
  private var isDone = false

  /// The listings that are read at once.
  private static let listingsAtOnce = 500

  init(
    _ listings: ListingsDatabase, _ state: Generation, _ matches: [Match],
    _ format: ExportFormat, allFields: Bool
  ) {
    (self.listings, self.state, self.matches) = (listings, state, matches)
    (self.format, self.allFields) = (format, allFields)
    columns = Field.definitions.filter {
      $0.kind != .json && (allFields || $0.visibility == .public)
    }.map(\.field)
  }

  /// Appends the next part of the output, some 500 listings.
  ///
  /// - Parameter bytes: Receives the output.
  /// - Returns: Whether anything was appended; false at the end.
  /// - Throws: ``PlatError/records(_:)`` if the record store is missing or damaged, and
  ///   ``PlatError/ended(_:)`` if the current `WorkLimit` ends the work.
  public mutating func next(into bytes: inout [UInt8]) throws(PlatError) -> Bool {
    if isDone { return false }
    if !hasBegun { begin(&bytes) }
    hasBegun = true
    try part { () throws(WorkEnded) in try WorkLimit.current?.check() }
    let chunk = matches[position..<min(position + Self.listingsAtOnce, matches.count)]
    if chunk.isEmpty {
      isDone = true
      end(&bytes)
      return true
    }
    let ordinals = chunk.map { Int($0.record) }
    let batch = try part { () throws(StoreError) in
      try listings.withRecords { (records) throws(StoreError) in
        var batch = RecordBatch()
        try records.records(ordinals: ordinals.span, into: &batch)
        return batch
      }
    }
    try append(batch, chunk, to: &bytes)
    position += chunk.count
    return true
  }

  /// Appends the listings of a chunk.
  private mutating func append(
    _ batch: RecordBatch, _ chunk: ArraySlice<Match>, to bytes: inout [UInt8]
  ) throws(PlatError) {
    let keys = try part { () throws(StoreError) in try listings.publicKeys() }
    for (place, match) in chunk.enumerated() {
      let listing = ListingView(state, Int(match.ordinal))
      // A record that was deleted since, or is another one's now.
      guard batch.keyText(at: place) == listing.key else { continue }
      do throws(JSONError) {
        let document = try shown(batch.documentArray(at: place), of: listing, keys)
        if !document.isEmpty { try append(document, of: listing.key, to: &bytes) }
      } catch {
        throw .records(
          StoreError(
            .damaged, path: listings.path + "/" + ListingsDatabase.recordsName,
            reason: "the document of \(listing.key) is not JSON"))
      }
    }
  }

  /// What is exported of a document; empty if it is hidden.
  private func shown(
    _ document: [UInt8], of listing: ListingView, _ keys: PublicKeys
  ) throws(JSONError) -> [UInt8] {
    if allFields { return document }
    var parser = JSONParser(keepsLargeNumbers: true)
    let parsed = try parser.parse(document.span)
    guard let open = listings.publicDocument(parsed, keys: keys) else { return [] }
    var writer = JSONWriter()
    open.write(parsed, of: listing, to: &writer)
    return writer.bytes
  }

  /// Appends a listing in the form of the export.
  private mutating func append(
    _ document: [UInt8], of key: String, to bytes: inout [UInt8]
  ) throws(JSONError) {
    if format == .ndjson {
      bytes.append(contentsOf: document)
      bytes.append(UInt8(ascii: "\n"))
    } else {
      var parser = JSONParser(keepsLargeNumbers: true)
      let parsed = try parser.parse(document.span)
      if format == .csv {
        appendRow(parsed, to: &bytes)
      } else {
        appendFeature(parsed, key, to: &bytes)
      }
    }
    written += 1
  }

  // MARK: Forms

  private func begin(_ bytes: inout [UInt8]) {
    switch format {
    case .ndjson: break
    case .csv:
      bytes.append(contentsOf: columns.map(\.key).joined(separator: ",").utf8)
      bytes.append(contentsOf: CSVText.lineEnd)
    case .geojson: bytes.append(contentsOf: #"{"type":"FeatureCollection","features":["#.utf8)
    }
  }

  private func end(_ bytes: inout [UInt8]) {
    if format == .geojson { bytes.append(contentsOf: "\n]}\n".utf8) }
  }

  /// Appends a document as a line of the table.
  private func appendRow(_ document: JSONValue, to bytes: inout [UInt8]) {
    var places = [JSONPosition](repeating: .none, count: Field.allCases.count)
    var members = document.members
    while members.next() {
      if let field = Field.keyed(members.key) { places[field.ordinal] = members.value.position }
    }
    for (number, field) in columns.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      let position = places[field.ordinal]
      if position == .none { continue }
      let value = document.value(at: position)
      switch value.kind {
      case .null, .missing, .object, .array: break
      case .string: CSVText.append(value.bytes, to: &bytes)
      default:
        var writer = JSONWriter(bytes: bytes)
        writer.value(value)
        bytes = writer.bytes
      }
    }
    bytes.append(contentsOf: CSVText.lineEnd)
  }

  /// Appends a document as a feature.
  private func appendFeature(_ document: JSONValue, _ key: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: (written == 0 ? "\n" : ",\n").utf8)
    var writer = JSONWriter(bytes: bytes)
    bytes = []
    writer.beginObject()
    writer.member("type", "Feature")
    writer.member("id", key)
    writer.key("geometry")
    if document["latitude"].double == nil || document["longitude"].double == nil {
      writer.null()
    } else {
      writer.beginObject()
      writer.member("type", "Point")
      writer.key("coordinates")
      writer.beginArray()
      writer.value(document["longitude"])
      writer.value(document["latitude"])
      writer.endArray()
      writer.endObject()
    }
    writer.key("properties")
    writer.value(document)
    writer.endObject()
    bytes = writer.bytes
  }
}
