internal import PlatGeometry
internal import PlatJSON
internal import PlatListings

/// Rewrites a record that is not a listing as it stands: unwraps Spark's results and GeoJSON's
/// features, renames mapped keys to their fields, adds defaults, and converts projected positions
/// to degrees.
struct RecordComposer: ~Copyable {
  /// The last written record.
  private(set) var writer = JSONWriter()
  private let defaults: [(field: Field, value: [UInt8])]
  private let isProjected: Bool
  private var mappings: KeyMappings
  /// The part of the last record that could not be written.
  private(set) var dropped: Drop?
  /// The fields of the record that have a value, by ordinal.
  private var given = [Bool](repeating: false, count: Field.allCases.count)
  private var latitude: Double?
  private var longitude: Double?

  /// An unusable position.
  struct Drop {
    let field: String
    let reason: RefusalReason
    let value: String
    let expected: String
  }

  init(options: FeedOptions) {
    defaults = options.defaults.sorted { $0.key.ordinal < $1.key.ordinal }.map {
      ($0.key, Array($0.value.utf8))
    }
    isProjected = options.referenceSystem != nil
    mappings = KeyMappings(options.columns)
  }

  /// The mapped keys that records had, until now.
  var foundKeys: [String] { mappings.found }

  /// Whether plain records must be rewritten too.
  var changesPlainRecords: Bool { !defaults.isEmpty || isProjected || !mappings.isEmpty }

  /// The shape of a record without its own key.
  static func shape(of record: JSONValue) -> Piece.Shape {
    if record["StandardFields"].kind == .object { return .spark }
    if record["properties"].kind == .object,
      record["geometry"].kind == .object || record["geometry"].kind == .null
    {
      return .feature
    }
    return inner(of: record) == nil ? .plain : .wrapped
  }

  /// Writes a record.
  mutating func compose(_ record: JSONValue, _ shape: Piece.Shape, _ projector: inout Projector?) {
    writer.reset()
    for index in given.indices { given[index] = false }
    latitude = nil
    longitude = nil
    dropped = nil
    mappings.begin()
    writer.beginObject()
    switch shape {
    case .plain: write(membersOf: record)
    case .spark: writeSpark(record)
    case .feature: writeFeature(record)
    case .wrapped: writeWrapped(record)
    }
    writePosition(&projector)
    for value in defaults where !given[value.field.ordinal] {
      writer.key(value.field.key.utf8Span.span)
      writer.string(value.value.span)
    }
    writer.endObject()
  }

  /// Writes the listing of a Spark result, plus the result's other members, such as its custom
  /// fields.
  private mutating func writeSpark(_ record: JSONValue) {
    let fields = record["StandardFields"]
    guard fields.kind == .object else { return write(membersOf: record) }
    write(membersOf: fields)
    var members = record.members
    while members.next() {
      let key = members.key
      if key.hasSameBytes(as: "StandardFields".utf8Span.span) || mappings.place(of: key) != nil {
        continue
      }
      if key.hasSameBytes(as: "Id".utf8Span.span), !given[Field.listingKey.ordinal],
        !mappings.has(.listingKey)
      {
        write(members.value, as: .listingKey)
      } else if Field.named(key) == nil {
        writer.key(key)
        writer.value(members.value)
      }
    }
    writeMapped(in: record)
  }

  /// Names under which servers and search engines put one listing.
  private static let wrappers: [StaticString] = [
    "listing", "Listing", "property", "Property", "node", "_source", "document", "doc",
    "attributes", "fields", "record", "item", "value",
  ]

  private static func inner(of record: JSONValue) -> StaticString? {
    var members = record.members
    while members.next() {
      if Field.named(members.key) == .listingKey { return nil }
    }
    return wrappers.first { record[$0].kind == .object }
  }

  /// The listing inside of a record, under the record's `id` if it has no key of its own.
  private mutating func writeWrapped(_ record: JSONValue) {
    guard let name = Self.inner(of: record) else { return write(membersOf: record) }
    write(membersOf: record[name])
    if !given[Field.listingKey.ordinal], !record["id"].isMissing {
      write(record["id"], as: .listingKey)
    }
  }

  private mutating func writeFeature(_ record: JSONValue) {
    let geometry = record["geometry"]
    let position = geometry["coordinates"]
    if mappings.has(.latitude), mappings.has(.longitude) {
      // The operator said where the position is.
    } else if geometry["type"].string == "Point", let x = position.element(0).double,
      let y = position.element(1).double
    {
      longitude = x
      latitude = y
    } else if let inner = InnerPoint.find(geometry) {
      longitude = inner.x
      latitude = inner.y
    } else if geometry.kind == .object {
      dropped = Drop(
        field: "geometry", reason: .notAPoint, value: geometry["type"].string ?? "",
        expected: "Expected a Point, a Polygon or a MultiPolygon.")
    }
    write(membersOf: record["properties"], withoutPosition: longitude != nil)
    writeMapped(in: record)
    if !given[Field.listingKey.ordinal], !record["id"].isMissing {
      write(record["id"], as: .listingKey)
    }
  }

  private mutating func write(_ value: JSONValue, as field: Field) {
    given[field.ordinal] = true
    writer.key(field.key.utf8Span.span)
    writer.value(value)
  }

  private mutating func write(membersOf record: JSONValue, withoutPosition: Bool = false) {
    var members = record.members
    while members.next() {
      let value = members.value
      if let place = mappings.place(of: members.key) {
        mappings.find(place)
        let field = mappings.all[place].field
        write(value, of: field, as: field.key.utf8Span.span, withoutPosition: withoutPosition)
      } else if let field = Field.named(members.key) {
        if mappings.has(field) { continue }
        write(value, of: field, as: members.key, withoutPosition: withoutPosition)
      } else {
        writer.key(members.key)
        writer.value(value)
      }
    }
    writeMapped(in: record)
  }

  /// Writes the value of a field under a name, unless it is part of a position that is written
  /// later.
  private mutating func write(
    _ value: JSONValue, of field: Field, as name: Span<UInt8>, withoutPosition: Bool
  ) {
    if field == .latitude || field == .longitude {
      if withoutPosition { return }
      if isProjected, let number = Self.number(value) {
        if field == .latitude { latitude = number } else { longitude = number }
        return
      }
    }
    if Self.isValue(value) { given[field.ordinal] = true }
    writer.key(name)
    writer.value(value)
  }

  /// Writes the mapped values that an object has, of keys that the record has not had so far.
  private mutating func writeMapped(in object: JSONValue) {
    for place in mappings.all.indices where !mappings.isFound(place) {
      let mapping = mappings.all[place]
      let value = KeyMappings.value(of: mapping, in: object)
      if value.isMissing { continue }
      mappings.find(place)
      write(value, of: mapping.field, as: mapping.field.key.utf8Span.span, withoutPosition: false)
    }
  }

  /// Writes latitude and longitude if they differ from the given ones.
  private mutating func writePosition(_ projector: inout Projector?) {
    guard latitude != nil || longitude != nil else { return }
    guard let y = latitude, let x = longitude else {
      let field = latitude == nil ? Field.longitude : .latitude
      dropped = Drop(
        field: field.key, reason: .value(.noPartner), value: "\(latitude ?? longitude ?? 0)",
        expected: "Expected latitude and longitude together.")
      return
    }
    var degrees = (longitude: x, latitude: y)
    if isProjected {
      guard let place = projector?.place(x: x, y: y) else {
        dropped = projector?.drop(x: "\(x)", y: "\(y)")
        return
      }
      degrees = (place.longitudeDegrees, place.latitudeDegrees)
    }
    writer.key("latitude")
    writer.double(degrees.latitude)
    writer.key("longitude")
    writer.double(degrees.longitude)
    given[Field.latitude.ordinal] = true
    given[Field.longitude.ordinal] = true
  }

  private static func isValue(_ value: JSONValue) -> Bool {
    switch value.kind {
    case .null, .missing: false
    case .string: trimmed(value.bytes).count > 0
    default: true
    }
  }

  private static func number(_ value: JSONValue) -> Double? {
    value.kind == .string ? trimmed(value.bytes).decimalDouble : value.double
  }
}
