public import PlatJSON
public import PlatPlaces
internal import PlatStore

extension ListingsDatabase {
  /// Writes the schools, associations or photos of a place as an array, which is empty without
  /// places data.
  ///
  /// - Throws: ``PlatError/records(_:)`` if places data cannot be read.
  public func writeRecords(
    _ kind: PlaceKind, of place: Place, to writer: inout JSONWriter
  ) throws(PlatError) {
    let records = try places().records(kind, of: place)
    writer.array { writer in
      for record in records {
        writer.object { writer in
          record.writeMembers(to: &writer)
        }
      }
    }
  }

  /// The place at the position that places data gives it; the place as it is where it gives none.
  ///
  /// - Throws: ``PlatError/records(_:)`` where places data cannot be read.
  public func located(_ place: Place) throws(PlatError) -> Place {
    guard let coordinate = try places().record(of: place)?.coordinate else { return place }
    var located = place
    located.coordinate = coordinate
    return located
  }

  /// Writes the places data of a place as members of an open object; nothing without places data.
  ///
  /// Its position is not among them: write the place that ``located(_:)`` returns.
  ///
  /// - Parameters:
  ///   - place: The place.
  ///   - hasBoundary: Whether to write its boundary, which may be long.
  ///   - writer: Receives the members.
  /// - Throws: ``PlatError/records(_:)`` if places data cannot be read.
  public func writePlaceData(
    of place: Place, hasBoundary: Bool, to writer: inout JSONWriter
  ) throws(PlatError) {
    let places = try places()
    guard let record = places.record(of: place) else { return }
    PlaceRecord.describedMembers.writeMembers(of: record, to: &writer)
    guard hasBoundary else { return }
    if let boundary = try part({ () throws(StoreError) in try places.boundary(of: record) }) {
      writer.key(named: PlaceRecord.boundary.name)
      writer.raw(boundary.span)
    }
  }
}
