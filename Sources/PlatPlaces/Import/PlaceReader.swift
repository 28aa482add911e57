internal import PlatFeeds
internal import PlatGeometry
internal import PlatJSON
internal import PlatListings

/// Reads files of places data into records, and reports the parts that it rejects.
struct PlaceReader {
  let options: PlaceImport.Options
  private(set) var records: [(record: PlaceRecord, boundary: [UInt8]?)] = []
  private(set) var allRefusals: [Refusal] = []
  private(set) var summary = PlaceImport.Summary()

  /// The position of a record in its file.
  struct Origin {
    let input: String
    var record: Int?
    var line: Int?
    var offset = 0
  }

  init(_ options: PlaceImport.Options) { self.options = options }

  /// Reads one file.
  mutating func read(_ input: FeedInput, _ progress: (Int) -> Void) throws(FeedError) {
    switch try DataFile.open(input) {
    case .refused(let refusal): try refuse(refusal)
    case .json(let bytes): try read(geoJSON: bytes, input.name, progress)
    case .table(var table):
      let fields = table.header.map { PlaceField.named($0) }
      let columns = PlaceColumns(names: table.header)
      while let row = try table.next() {
        summary.read += 1
        if summary.read % 256 == 0 { progress(summary.read) }
        switch row {
        case .refused(let refusal): try refuse(refusal)
        case .cells(let cells, let record, let line, let offset):
          let origin = Origin(input: input.name, record: record, line: line, offset: offset)
          var draft = PlaceDraft()
          for (place, cell) in cells.enumerated() where !cell.isEmpty {
            draft.add(table.header[place], fields[place], cell)
          }
          try take(draft, columns, nil, origin)
        }
      }
    }
  }

  /// Finishes a record and takes or rejects it.
  mutating func take(
    _ draft: PlaceDraft, _ columns: PlaceColumns, _ geometry: (polygon: Polygon, json: [UInt8])?,
    _ origin: Origin
  ) throws(FeedError) {
    var draft = draft
    for value in options.defaults where !draft.has(value.name) {
      draft.add(value.name, PlaceField.named(value.name), value.value)
    }
    if draft.record.coordinate != nil, draft.has(.latitude) != draft.has(.longitude) {
      draft.dropHalfPosition()
    }
    let kind = options.kind ?? columns.kind(of: draft, hasBoundary: geometry != nil)
    for drop in draft.drops {
      try refuse(
        Refusal(
          .field, .value(.wrongKind), input: origin.input, record: origin.record, line: origin.line,
          offset: origin.offset, field: drop.name, value: String(drop.value.prefix(80)),
          expected: "Expected \(drop.expected)."))
    }
    guard let kind else {
      return try refuse(
        origin, .unknownKind,
        "Say what the file holds: --kind city, subdivision, school, hoa, photo, region, …")
    }
    var record = draft.record
    record.kind = kind
    if let problem = record.finish() {
      return try refuse(origin, problem.reason, problem.expected, record.name)
    }
    if let geometry {
      record.box = geometry.polygon.boundingBox
      record.coordinate = record.coordinate ?? record.box?.middle
      record.hasBoundary = true
      summary.boundaries += 1
    }
    summary.taken[kind, default: 0] += 1
    records.append((record, geometry?.json))
  }

  /// Rejects a record.
  mutating func refuse(
    _ origin: Origin, _ reason: RefusalReason, _ expected: String, _ value: String = ""
  ) throws(FeedError) {
    try refuse(
      Refusal(
        .record, reason, input: origin.input, record: origin.record, line: origin.line,
        offset: origin.offset,
        value: value.isEmpty ? nil : String(value.prefix(80)), expected: expected))
  }

  private mutating func refuse(_ refusal: Refusal) throws(FeedError) {
    if options.isStrict { throw .refused(refusal) }
    if refusal.scope == .field {
      summary.dropped += 1
    } else {
      summary.refused[refusal.reason, default: 0] += 1
    }
    // A hostile file can have too many refusals: count all of them, but store only some.
    if allRefusals.count < 100_000 { allRefusals.append(refusal) }
  }
}

extension PlaceReader {
  /// Reads the features of a GeoJSON text.
  private mutating func read(geoJSON bytes: [UInt8], _ input: String, _ progress: (Int) -> Void)
    throws(FeedError)
  {
    var parser = JSONParser()
    let root: JSONValue
    do throws(JSONError) { root = try parser.parse(bytes.span) } catch {
      return try refuse(
        Refusal(.file, .malformed, input: input, offset: error.offset ?? 0, expected: "\(error)"))
    }
    if root["type"].string == "Feature" {
      summary.read += 1
      return try read(feature: root, Origin(input: input, record: 1))
    }
    guard root["features"].kind == .array else {
      return try refuse(
        Refusal(
          .file, .noResults, input: input, offset: 0,
          expected: "Expected a GeoJSON FeatureCollection or Feature with properties."))
    }
    var features = root["features"].elements
    var number = 0
    while features.next() {
      number += 1
      summary.read += 1
      if number % 16 == 0 { progress(summary.read) }
      try read(feature: features.value, Origin(input: input, record: number))
    }
  }

  private mutating func read(feature: borrowing JSONValue, _ origin: Origin) throws(FeedError) {
    guard feature.kind == .object, feature["type"].string == "Feature" else {
      return try refuse(origin, .malformed, "Expected an object of type Feature.")
    }
    var draft = PlaceDraft()
    var names: [String] = []
    let properties = feature["properties"]
    if properties.kind == .object {
      var members = properties.members
      while members.next() {
        let name = members.key.text
        names.append(name)
        draft.add(name, PlaceField.named(name), members.value)
      }
    }
    var geometry: (polygon: Polygon, json: [UInt8])?
    let shape = feature["geometry"]
    switch shape["type"].string {
    case "Polygon", "MultiPolygon":
      do throws(PolygonError) {
        var writer = JSONWriter()
        writer.value(shape)
        geometry = (try Polygon(geoJSON: shape), writer.bytes)
      } catch {
        return try refuse(origin, .invalidBoundary, "\(error).", draft.record.name)
      }
    case "Point":
      draft.dropHalfPosition()
      let position = shape["coordinates"]
      guard position.kind == .array, position.count >= 2, let x = position.element(0).double,
        let y = position.element(1).double,
        let place = Coordinate(latitudeDegrees: y, longitudeDegrees: x)
      else {
        return try refuse(origin, .invalidBoundary, "Expected [longitude, latitude] in degrees.")
      }
      draft.record.coordinate = place
    case nil where shape.kind == .null || shape.kind == .missing: break
    default:
      return try refuse(
        origin, .invalidBoundary, "Expected a geometry of type Polygon, MultiPolygon or Point.",
        draft.record.name)
    }
    try take(draft, PlaceColumns(names: names), geometry, origin)
  }
}
