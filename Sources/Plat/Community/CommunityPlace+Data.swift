internal import PlatGazetteer
public import PlatJSON

extension ListingsDatabase {
  /// What places data says of a city or subdivision that listings name; nil where it says nothing.
  ///
  /// - Throws: ``PlatError/records(_:)`` where places data cannot be read.
  public func record(of place: CommunityPlace) throws(PlatError) -> PlaceRecord? {
    let places = try places()
    return switch place.kind {
    case .city:
      places.record(.city, id: place.id)
        ?? places.city(named: place.name, state: Self.letters(place.state))
    case .subdivision: places.subdivision(named: place.name, city: place.city)
    }
  }

  /// The schools, associations or photos that places data has of a place; those of a city with its
  /// subdivisions'.
  ///
  /// - Throws: ``PlatError/records(_:)`` where places data cannot be read.
  public func records(_ kind: PlaceRecord.Kind, of place: CommunityPlace) throws(PlatError)
    -> [PlaceRecord]
  {
    let places = try places()
    let all =
      place.kind == .subdivision && kind != .school
      ? places.all(kind, ofSubdivision: place.name, city: place.city)
      : places.all(kind, inCity: place.city)
    // A city of the same name in another state has its own.
    let state = Self.letters(place.state)
    return all.filter { $0.state == nil || state == nil || $0.state == state }
  }

  private static func letters(_ state: String?) -> String? { state.flatMap { States.code($0) } }

  /// Writes the schools, associations or photos of a place as an array; an empty one without places
  /// data.
  ///
  /// - Throws: ``PlatError/records(_:)`` where places data cannot be read.
  public func writeRecords(
    _ kind: PlaceRecord.Kind, of place: CommunityPlace, to writer: inout JSONWriter
  ) throws(PlatError) {
    let records = try records(kind, of: place)
    writer.beginArray()
    for record in records {
      writer.beginObject()
      record.writeMembers(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  /// Writes what places data says of a place as members of an object that is open; nothing without
  /// places data.
  ///
  /// - Parameters:
  ///   - place: The place.
  ///   - hasBoundary: Whether its boundary is written as well, which may be long.
  ///   - writer: Receives the members.
  /// - Throws: ``PlatError/records(_:)`` where places data cannot be read.
  public func writePlaceData(
    of place: CommunityPlace, hasBoundary: Bool, to writer: inout JSONWriter
  ) throws(PlatError) {
    guard let record = try record(of: place) else { return }
    if let coordinate = record.coordinate {
      writer.key("latitude")
      writer.fixed(Int64(coordinate.latitude), decimals: 7)
      writer.key("longitude")
      writer.fixed(Int64(coordinate.longitude), decimals: 7)
    }
    if let population = record.population {
      writer.key("population")
      writer.integer(Int64(population))
    }
    writer.optional("medianIncome", record.medianIncome)
    if let url = record.url {
      writer.key("url")
      writer.string(url)
    }
    if let caption = record.caption {
      writer.key("description")
      writer.string(caption)
    }
    if let credit = record.credit {
      writer.key("credit")
      writer.string(credit)
    }
    if hasBoundary, let boundary = try places().boundary(of: record) {
      writer.key("boundary")
      writer.raw(boundary.span)
    }
  }
}

extension JSONWriter {
  /// Writes a number under a key, where there is one.
  fileprivate mutating func optional(_ key: StaticString, _ value: Double?) {
    guard let value else { return }
    self.key(key)
    if let whole = Int64(exactly: value) { integer(whole) } else { double(value) }
  }
}
