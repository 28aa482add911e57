public import JSON

extension ListingsDatabase {
  /// What places data says of a city or subdivision that listings name; nil where it says nothing.
  public func record(of place: CommunityPlace) -> PlaceRecord? {
    switch place.kind {
    case .city: places.record(.city, id: place.id) ?? places.city(named: place.name, state: place.state)
    case .subdivision: places.subdivision(named: place.name, city: place.city)
    }
  }

  /// The schools, associations or photos that places data has of a place; those of a city with its subdivisions'.
  public func records(_ kind: PlaceRecord.Kind, of place: CommunityPlace) -> [PlaceRecord] {
    let all =
      place.kind == .subdivision && kind != .school
      ? places.all(kind, ofSubdivision: place.name, city: place.city) : places.all(kind, inCity: place.city)
    // A city of the same name in another state has its own.
    return all.filter { $0.state == nil || place.state == nil || $0.state == States.code(place.state ?? "") }
  }

  /// Writes the schools, associations or photos of a place as an array; an empty one without places data.
  public func writeRecords(_ kind: PlaceRecord.Kind, of place: CommunityPlace, to writer: inout JSONWriter) {
    writer.beginArray()
    for record in records(kind, of: place) {
      writer.beginObject()
      record.writeMembers(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  /// Writes what places data says of a place as members of an object that is open: where it is, who lives there, what
  /// its source said. Nothing without places data.
  public func writePlaceData(of place: CommunityPlace, to writer: inout JSONWriter) {
    guard let record = record(of: place) else { return }
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
    if record.hasBoundary, let boundary = try? places.boundary(of: record) {
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
