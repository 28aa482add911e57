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
    writer.array { writer in
      for record in records {
        writer.object { writer in
          record.writeMembers(to: &writer)
        }
      }
    }
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
    PlaceRecord.describedMembers.writeMembers(of: record, to: &writer)
    if hasBoundary, let boundary = try places().boundary(of: record) {
      writer.key(named: PlaceRecord.boundary.name)
      writer.raw(boundary.span)
    }
  }
}

extension PlaceRecord {
  /// The members that places data adds to a city or a subdivision.
  static let describedMembers = DescribedObject<PlaceRecord>([
    .written("latitude", .number(), when: { $0.coordinate != nil }) { record, writer in
      writer.fixed(Int64(record.coordinate?.latitude ?? 0), decimals: 7)
    },
    .written("longitude", .number(), when: { $0.coordinate != nil }) { record, writer in
      writer.fixed(Int64(record.coordinate?.longitude ?? 0), decimals: 7)
    },
    .optional("population", "From places data, as all that follows.") { $0.population },
    .written("medianIncome", .number(), when: { $0.medianIncome != nil }) { record, writer in
      writer.shortest(record.medianIncome ?? 0)
    },
    .optional("url") { $0.url },
    .optional("description") { $0.caption },
    .optional("credit") { $0.credit },
  ])
  /// The member with a place's boundary, which lies beside the record.
  static let boundary = MemberDescription(
    "boundary", .map(of: nil), "A GeoJSON geometry.", isRequired: false)
}
