import PlatJSON

extension NormalizerPass {
  /// Takes the position from a member that holds both numbers, if no field has one of them.
  ///
  /// Members such as `Coordinates` and `Location` come as a GeoJSON point, as an object with
  /// latitude and longitude, as an array with the longitude first, as WKT, or as
  /// `latitude,longitude`.
  mutating func derivePosition(_ record: JSONValue, _ listing: inout Listing) {
    let (latitude, longitude) = (Field.latitude.ordinal, Field.longitude.ordinal)
    guard listing.numbers[latitude] == Listing.missing,
      listing.numbers[longitude] == Listing.missing, refusedLatitude == .none
    else { return }
    var place = position(in: part(.position, record))
    if place == nil {
      for standIn in standIns where standIn.ordinal == Field.subdivision.ordinal && place == nil {
        place = position(in: record.value(ofKeyAt: standIn.key))
      }
    }
    guard let place,
      case .stored(let y) = rules[latitude].number.store(place.latitude),
      case .stored(let x) = rules[longitude].number.store(place.longitude)
    else { return }
    listing.numbers[latitude] = y
    listing.numbers[longitude] = x
  }

  /// Whether a value is a position and no name.
  func isPosition(_ value: JSONValue) -> Bool {
    value.kind == .string ? Self.position(inText: value.bytes.trimmed) != nil : false
  }

  private typealias Place = (latitude: Double, longitude: Double)

  private func position(in value: JSONValue) -> Place? {
    switch value.kind {
    case .string: return Self.position(inText: value.bytes.trimmed)
    case .array: return Self.position(inArray: value)
    case .object:
      let coordinates = value["coordinates"]
      if coordinates.kind == .array { return Self.position(inArray: coordinates) }
      return position(inMembers: value)
    default: return nil
    }
  }

  /// Longitude and latitude as GeoJSON orders them; the other order if only that is possible.
  private static func position(inArray value: JSONValue) -> Place? {
    guard (2...3).contains(value.count), let first = value.element(0).double,
      let second = value.element(1).double
    else { return nil }
    return place(longitude: first, latitude: second) ?? place(longitude: second, latitude: first)
  }

  private func position(inMembers value: JSONValue) -> Place? {
    var place: (latitude: Double?, longitude: Double?) = (nil, nil)
    var members = value.members
    while members.next() {
      let number =
        members.value.kind == .string
        ? members.value.bytes.trimmed.decimalDouble : members.value.double
      switch Field.named(members.key) {
      case .latitude: place.latitude = number
      case .longitude: place.longitude = number
      default: break
      }
    }
    guard let latitude = place.latitude, let longitude = place.longitude else { return nil }
    return Self.place(longitude: longitude, latitude: latitude)
  }

  /// `POINT(-116.5 33.8)`, also with `SRID=4326;` before it, or `33.8,-116.5`.
  private static func position(inText text: Span<UInt8>) -> Place? {
    guard text.count >= 3, text.count <= 80,
      text[text.count - 1].isDigit || text[text.count - 1] == 0x29
    else { return nil }
    var plain = Substring(text.text.uppercased())
    if plain.hasPrefix("SRID=4326;") { plain = plain.dropFirst(10) }
    let isPoint = plain.hasPrefix("POINT")
    if isPoint {
      plain = plain.dropFirst(5).drop { $0 == " " || $0 == "Z" }
      guard plain.hasPrefix("("), plain.hasSuffix(")") else { return nil }
    }
    if plain.hasPrefix("("), plain.hasSuffix(")") { plain = plain.dropFirst().dropLast() }
    let numbers = plain.split { " ,;".contains($0) }
    guard (2...(isPoint ? 3 : 2)).contains(numbers.count), isPoint || plain.contains(","),
      isPoint || numbers.allSatisfy({ $0.contains(".") }), let first = Double(numbers[0]),
      let second = Double(numbers[1])
    else { return nil }
    if isPoint { return place(longitude: first, latitude: second) }
    return place(longitude: second, latitude: first) ?? place(longitude: first, latitude: second)
  }

  private static func place(longitude: Double, latitude: Double) -> Place? {
    abs(latitude) <= 90 && abs(longitude) <= 180 ? (latitude, longitude) : nil
  }
}
