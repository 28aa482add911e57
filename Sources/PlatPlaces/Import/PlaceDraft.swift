internal import PlatFeeds
internal import PlatJSON

/// A record that is being read, with its invalid values.
struct PlaceDraft {
  var record = PlaceRecord(.city)
  /// The value of a column with the record's kind.
  private(set) var kindWord: String?
  private(set) var drops: [(name: String, value: String, expected: String)] = []
  private var fields: Set<PlaceField> = []

  /// Names of columns with a record's kind.
  private static let kindNames: Set<String> = ["kind", "type", "placekind"]

  /// Whether a column or its field has a value.
  func has(_ name: String) -> Bool { PlaceField.named(name).map(fields.contains) ?? false }

  /// Whether a field has a value.
  func has(_ field: PlaceField) -> Bool { fields.contains(field) }

  /// Adds a value given as text.
  mutating func add(_ name: String, _ field: PlaceField?, _ text: String) {
    guard !text.isEmpty else { return }
    guard let field, !fields.contains(field) else {
      if Self.kindNames.contains(name.lowercased()) { kindWord = kindWord ?? text }
      // Further columns are dropped; no real file of places has as many.
      if record.more.count < 64, name.utf8.count <= 64, text.utf8.count <= 1_024 {
        record.more.append(PlaceRecord.More(name: name, value: text))
      }
      return
    }
    let isNumbered = field == .sourceID
    if let expected = record.set(field, isNumbered ? "\(name.lowercased()):\(text)" : text) {
      drops.append((name, text, expected))
    } else {
      fields.insert(field)
    }
  }

  /// Drops a position if one half is missing or invalid.
  mutating func dropHalfPosition() {
    if has(.latitude) != has(.longitude) { record.coordinate = nil }
  }

  /// Adds a value of a GeoJSON property.
  mutating func add(_ name: String, _ field: PlaceField?, _ value: borrowing JSONValue) {
    switch value.kind {
    case .string: add(name, field, value.string ?? "")
    case .int64, .uint64:
      add(name, field, value.int64.map { "\($0)" } ?? value.uint64.map { "\($0)" } ?? "")
    case .double: add(name, field, value.double.map { "\($0)" } ?? "")
    case .true, .false: add(name, nil, value.bool == true ? "true" : "false")
    case .array:
      var texts: [String] = []
      var elements = value.elements
      while elements.next() { if let text = elements.value.string { texts.append(text) } }
      guard let field, field.isList, !texts.isEmpty, !fields.contains(field) else { return }
      record.set(field, texts)
      fields.insert(field)
    default: return
    }
  }
}

/// Evidence for the kind of a file's records, from its columns or properties.
struct PlaceColumns {
  private let names: Set<String>

  init(names: [String]) {
    self.names = Set(names.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } })
  }

  /// The kind of a record, or nil if there is no evidence.
  func kind(of draft: PlaceDraft, hasBoundary: Bool) -> PlaceKind? {
    if let word = draft.kindWord, let kind = Self.words[word.lowercased().filter { $0.isLetter }] {
      return kind
    }
    if has("zcta5ce10", "zcta5ce20", "zcta5ce") { return .postalCode }
    if draft.has(.cities) || (has("cities") && !has("url")) { return .region }
    if has("level", "schoollevel", "grades", "ncessch", "schoolname", "rating") { return .school }
    if has("fee", "amenities", "hoafee", "hoaname", "dues") { return .hoa }
    if has("url", "photo", "photourl", "imageurl", "image"), !has("population") { return .photo }
    if has("geonameid", "lsad", "namelsad", "placefp", "classfp") { return .city }
    if has("population", "pop", "medianincome"), !draft.has(.city), !draft.has(.subdivision) {
      return .city
    }
    if draft.has(.subdivision) || (draft.has(.city) && draft.has(.name) && !hasBoundary) {
      return .subdivision
    }
    if hasBoundary { return .boundary }
    return draft.has(.state) && draft.has(.name) ? .city : nil
  }

  private func has(_ wanted: String...) -> Bool { wanted.contains { names.contains($0) } }

  private static let words: [String: PlaceKind] = [
    "city": .city, "town": .city, "place": .city, "subdivision": .subdivision,
    "community": .subdivision,
    "development": .subdivision, "postalcode": .postalCode, "zip": .postalCode,
    "zipcode": .postalCode,
    "boundary": .boundary, "neighborhood": .boundary, "neighbourhood": .boundary, "school": .school,
    "elementary": .school, "middle": .school, "high": .school, "elementaryschool": .school,
    "middleschool": .school,
    "highschool": .school, "hoa": .hoa, "association": .hoa, "photo": .photo, "region": .region,
  ]
}

extension PlaceRecord {
  /// Fills in derived values and the id; returns the fault if the record is invalid.
  mutating func finish() -> (reason: RefusalReason, expected: String)? {
    if kind == .school, level == nil,
      let place = more.firstIndex(where: { ["kind", "type"].contains($0.name.lowercased()) })
    {
      let word = more.remove(at: place).value
      if word.lowercased() != "school" { level = word }
    }
    if name.isEmpty, kind == .subdivision || kind == .hoa, let subdivision { name = subdivision }
    if kind == .photo, url == nil { return (.nothingInIt, "A photo needs a url.") }
    if kind == .region, cities.isEmpty {
      return (.nothingInIt, "A region needs cities, parted by |.")
    }
    if kind != .photo, PlaceSlug.make(name).isEmpty {
      return (
        .noName, "Expected a name of letters or digits; give one to all with --set name=NAME."
      )
    }
    let needsCity: [PlaceKind] = [.subdivision, .school, .hoa, .photo]
    if needsCity.contains(kind), PlaceSlug.make(city).isEmpty {
      return (.noCity, "Expected the city that it is in; give one to all with --set city=NAME.")
    }
    if kind == .subdivision { subdivision = nil }
    if kind == .city { city = nil }
    id =
      switch kind {
      case .city: PlaceSlug.make(name, state)
      case .hoa: PlaceSlug.make(name, subdivision == name ? nil : subdivision, city, state)
      case .postalCode, .region: PlaceSlug.make(name)
      case .photo: PlaceSlug.make(subdivision, city, url.map { String($0.drop { $0 != "/" }) })
      default: PlaceSlug.make(name, city, state)
      }
    return nil
  }
}
