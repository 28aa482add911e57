internal import PlatCommon

/// Names of cities, subdivisions, postal codes, boundaries and regions, with a search that
/// interprets texts.
///
/// A gazetteer never changes, and any number of threads may use it at once.
///
///     let gazetteer = Gazetteer([Place(.city, "Palm Springs", state: "CA", listings: 2_770)])
///     let answer = try gazetteer.match("near downtown palm sprngs")
///     if answer.verdict == .certain { print(answer.matches[0].place.name) }
public final class Gazetteer: Sendable {
  /// All places, in the given order.
  public let places: [Place]
  /// Every distinct name, in symbols.
  let names: NameTable
  /// For each name, the places that have it as their own or another name.
  let owners: [[Owner]]
  /// The postal codes among the places, by their digits.
  let postalCodes: [[UInt8]: Int]
  /// For each place, the logarithm of its prior probability.
  let priors: [Double]
  /// The places of each city, by the city's name in symbols.
  let parts: [[UInt8]: [Int]]

  /// All name words of three letters or more.
  let words: Set<[UInt8]>

  /// A place under one of its names.
  struct Owner: Sendable {
    let place: Int32
    /// The index of the alias among the place's aliases, followed by its other names; nil for its
    /// name.
    let alias: Int32?
  }

  /// Makes a gazetteer from places.
  ///
  /// - Complexity: O(n log n) in the names; about 1 µs for each.
  public init(_ places: [Place]) {
    self.places = places
    var symbols: [[UInt8]] = []
    var owners: [[Owner]] = []
    var numbers: [[UInt8]: Int] = [:]
    var postalCodes: [[UInt8]: Int] = [:]
    var parts: [[UInt8]: [Int]] = [:]
    var words: Set<[UInt8]> = []
    for (number, place) in places.enumerated() {
      if place.kind == .postalCode {
        let digits = place.name.utf8.prefix { (0x30...0x39).contains($0) }
        if postalCodes[Array(digits)] == nil { postalCodes[Array(digits)] = number }
        continue
      }
      for (alias, name) in ([place.name] + place.aliases + place.otherNames).enumerated() {
        let name = Self.symbols(of: name)
        guard !name.isEmpty else { continue }
        let owner = Owner(place: Int32(number), alias: alias == 0 ? nil : Int32(alias - 1))
        if let known = numbers[name] {
          if owners[known].last?.place != Int32(number) { owners[known].append(owner) }
        } else {
          numbers[name] = symbols.count
          symbols.append(name)
          for word in name.split(separator: 0) where word.count > 2 { words.insert(Array(word)) }
          owners.append([owner])
        }
      }
      if place.kind == .subdivision || place.kind == .boundary {
        for city in place.cities { parts[Self.symbols(of: city), default: []].append(number) }
      }
    }
    names = NameTable(symbols)
    self.words = words
    self.owners = owners
    self.postalCodes = postalCodes
    self.parts = parts
    let weights = places.map(Self.weight)
    let total = max(weights.reduce(0, +), 1)
    priors = weights.map { log($0 / total) }
  }

  /// Interprets a text.
  ///
  /// - Parameters:
  ///   - text: A place's name with or without words around it (`near downtown palm springs`,
  ///     `PGA West in La Quinta`, `92262-1234`, `indio, ca`), in any case, with typing errors; at
  ///     most 256 bytes.
  ///   - limit: The maximum number of matches.
  /// - Returns: The possible places with their confidences, the most likely first. Read
  ///   ``PlaceAnswer/verdict`` before you rely on the first.
  /// - Throws: ``PlaceTextError``.
  /// - Complexity: O(distinct names), a nanosecond each, for a few passes over them.
  public func match(_ text: String, limit: Int = 5) throws(PlaceTextError) -> PlaceAnswer {
    var search = PlaceSearch(self)
    search.run(try PlaceText(text).words)
    return PlaceAnswer(search.matches(limit: limit))
  }

  /// The place of a kind with exactly this name, except for case, accents and abbreviations; of
  /// several the one with the most listings.
  public func place(_ kind: PlaceKind, named name: String, state: String? = nil) -> Place? {
    if kind == .postalCode { return postalCodes[Array(name.utf8.prefix(5))].map { places[$0] } }
    guard let number = names.number(of: Self.symbols(of: name)) else { return nil }
    return owners[Int(number)].map { places[Int($0.place)] }
      .filter { $0.kind == kind && (state == nil || $0.state == nil || $0.state == state) }
      .max { ($0.listings, $0.population) < ($1.listings, $1.population) }
  }

  /// A place's alias or other name, by its index among both.
  func alias(_ number: Int, of place: Int) -> String {
    let names = places[place].aliases + places[place].otherNames
    return names.indices.contains(number) ? names[number] : ""
  }

  /// A name in the form used for comparison.
  static func symbols(of name: String) -> [UInt8] { PlaceWords.symbols(PlaceText.words(name)[...]) }

  /// The relative prior of a place: the square root of its size.
  private static func weight(_ place: Place) -> Double {
    let size = Double(max(place.listings, 0)) + Double(max(place.population, 0)) / 100 + 1
    let share: Double =
      switch place.kind {
      case .city, .region, .postalCode, .address, .street, .listing: 1
      case .subdivision: 0.3
      case .boundary, .school, .hoa, .photo: 0.2
      }
    return share * size.squareRoot()
  }

  /// The approximate memory of the names, in bytes.
  package var byteCount: Int {
    names.byteCount + places.count * MemoryLayout<Place>.stride + owners.count * 40
  }
}
