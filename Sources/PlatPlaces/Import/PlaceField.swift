internal import PlatGeometry
internal import PlatJSON

/// The columns and properties of places data with a meaning.
enum PlaceField: String, CaseIterable, Sendable {
  case name, city, subdivision, state, latitude, longitude, aliases, cities, population,
    medianIncome, level, grades
  case rating, fee, feePer, amenities, url, caption, credit, sourceID

  /// A value of a field.
  enum Value {
    case text(String)
    case number(Double)
    case texts([String])
  }

  /// The field of a column or property, by its name regardless of case and signs.
  static func named(_ name: String) -> PlaceField? {
    byName[String(name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })]
  }

  private static let byName: [String: PlaceField] = {
    let names: [(PlaceField, String)] = [
      (
        .name,
        """
        name title placename cityname schoolname hoaname neighborhood neighbourhood zcta5ce10 \
        zcta5ce20 region
        """
      ),
      (.city, "city cityname town municipality"),
      (.subdivision, "subdivision subdivisionname community"),
      (.state, "state stateorprovince stusps statecode statefp region1"),
      (.latitude, "latitude lat intptlat y"), (.longitude, "longitude lon lng long intptlon x"),
      (.aliases, "aliases alternatenames alternativenames akas"), (.cities, "cities members"),
      (.population, "population pop pop2020 residents totalpopulation"),
      (.medianIncome, "medianincome medianhouseholdincome income"),
      (.level, "level schoollevel schooltype"), (.grades, "grades gradespan graderange"),
      (.rating, "rating score"),
      (.fee, "fee hoafee associationfee dues monthlyfee"),
      (.feePer, "feeper feefrequency frequency associationfeefrequency"),
      (.amenities, "amenities"), (.url, "url link photo photourl image imageurl uri"),
      (.caption, "caption description"),
      (.credit, "credit attribution copyright author"),
      (.sourceID, "sourceid geonameid geoid geoid10 geoid20 ncessch"),
    ]
    var fields: [String: PlaceField] = [:]
    for (field, words) in names {
      for word in words.split(separator: " ") where fields[String(word)] == nil {
        fields[String(word)] = field
      }
    }
    fields["cityname"] = .city
    return fields
  }()

  /// The valid range of the field's numbers; nil for a text.
  var range: ClosedRange<Double>? {
    switch self {
    case .latitude: -90...90
    case .longitude: -180...180
    case .population: 0...1e10
    case .medianIncome: 0...1e8
    case .rating: 0...1_000
    case .fee: 0...1e7
    default: nil
    }
  }

  /// Whether the field has several texts.
  var isList: Bool { self == .aliases || self == .cities || self == .amenities }

  /// The maximum length of a text in bytes.
  var byteLimit: Int { self == .url ? 2_048 : self == .caption ? 4_096 : 256 }
}

extension PlaceRecord {
  /// Sets a field to a text after checking it; returns the expected value if it is invalid.
  mutating func set(_ field: PlaceField, _ text: String) -> String? {
    if let range = field.range {
      let plain = String(text.filter { $0 != "," && $0 != "$" && $0 != "+" && $0 != " " })
      guard let number = plain.utf8Span.span.decimalDouble, number.isFinite else {
        return "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
      }
      return set(field, number)
    }
    if field.isList {
      set(field, Self.list(text))
      return nil
    }
    guard text.utf8.count <= field.byteLimit else {
      return "text of at most \(field.byteLimit) bytes"
    }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return "text without control characters"
    }
    switch field {
    case .name: name = text
    case .city: city = text
    case .subdivision: subdivision = text
    case .state:
      guard let code = States.code(text) ?? States.code(fips: text) else {
        return "a state's name or two letters"
      }
      state = code
    case .level: level = text
    case .grades: grades = text
    case .feePer: feePer = text
    case .url:
      guard text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("/") else {
        return "an address that begins with https://, http:// or /"
      }
      url = text
    case .caption: caption = text
    case .credit: credit = text
    case .sourceID: sourceID = text
    default: break
    }
    return nil
  }

  /// Sets a field to a number; returns the expected value if it is invalid.
  mutating func set(_ field: PlaceField, _ number: Double) -> String? {
    guard let range = field.range else { return set(field, Self.plain(number)) }
    guard range.contains(number) else {
      return "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    }
    switch field {
    case .latitude:
      coordinate = Coordinate(
        latitudeDegrees: number, longitudeDegrees: coordinate?.longitudeDegrees ?? 0)
    case .longitude:
      coordinate = Coordinate(
        latitudeDegrees: coordinate?.latitudeDegrees ?? 0, longitudeDegrees: number)
    case .population: population = Int(number.rounded())
    case .medianIncome: medianIncome = number
    case .rating: rating = number
    case .fee: fee = number
    default: break
    }
    return nil
  }

  /// Sets a field to texts.
  mutating func set(_ field: PlaceField, _ texts: [String]) {
    let kept = texts.filter { !$0.isEmpty && $0.utf8.count <= 256 }
    switch field {
    case .aliases: aliases = kept
    case .cities: cities = kept
    case .amenities: amenities = kept
    default: _ = set(field, kept.joined(separator: ", "))
    }
  }

  /// The value of a field, or nil if there is none.
  func value(_ field: PlaceField) -> PlaceField.Value? {
    switch field {
    case .name: name.isEmpty ? nil : .text(name)
    case .city: city.map { .text($0) }
    case .subdivision: subdivision.map { .text($0) }
    case .state: state.map { .text($0) }
    case .latitude: coordinate.map { .number($0.latitudeDegrees) }
    case .longitude: coordinate.map { .number($0.longitudeDegrees) }
    case .aliases: .texts(aliases)
    case .cities: .texts(cities)
    case .population: population.map { .number(Double($0)) }
    case .medianIncome: medianIncome.map { .number($0) }
    case .level: level.map { .text($0) }
    case .grades: grades.map { .text($0) }
    case .rating: rating.map { .number($0) }
    case .fee: fee.map { .number($0) }
    case .feePer: feePer.map { .text($0) }
    case .amenities: .texts(amenities)
    case .url: url.map { .text($0) }
    case .caption: caption.map { .text($0) }
    case .credit: credit.map { .text($0) }
    case .sourceID: sourceID.map { .text($0) }
    }
  }

  /// The parts of a list, split at `|`, else at `;`, else at `,`.
  private static func list(_ text: String) -> [String] {
    let separator: Character = text.contains("|") ? "|" : text.contains(";") ? ";" : ","
    return text.split(separator: separator).map { part in
      var part = part[...]
      while part.first == " " { part = part.dropFirst() }
      while part.last == " " { part = part.dropLast() }
      return String(part)
    }
  }

  private static func plain(_ number: Double) -> String {
    Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
