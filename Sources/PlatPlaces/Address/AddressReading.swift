/// One interpretation of a text as a street address: which words are the street, and which the
/// city.
package struct AddressReading: Sendable {
  /// The house number, as digits and letters in lower case; nil if the text has only a street.
  package let number: String?
  /// The street.
  package let street: StreetName
  /// The unit, in lower case; nil if there is none.
  package let unit: String?
  /// The city, in the gazetteer's spelling; nil if there is none.
  package let city: Place?
  /// The cost of the city's typing errors.
  package let cityCost: Double
  /// Whether there are words in the place of a city that match no city.
  package let hasUnknownCity: Bool
  /// The postal code's five digits.
  package let postalCode: String?
  /// The state's two letters.
  package let state: String?
}

extension Gazetteer {
  /// The interpretations of a text as a street address, or as a street if it has no number; none if
  /// the text is too long or has no street.
  ///
  /// A comma between street and city decides. Without a comma, every split that leaves a known city
  /// or none is tried.
  ///
  /// - Complexity: O(words), plus a few searches in the names of cities.
  package func addressReadings(_ text: String) -> [AddressReading] {
    guard var words = try? PlaceText(text).words else { return [] }
    PlaceSearch.dropCountry(&words)
    var number: String?
    if let first = words.first, let digit = first.letters.first, (0x30...0x39).contains(digit),
      words.count > 1,
      first.letters.count <= 10,
      !(StreetWords.canonical(PlaceWords.text(first), isLast: false).utf8.count
        < first.letters.count)
    {
      number = PlaceWords.text(first)
      words.removeFirst()
      Self.dropRestOfNumber(&words, number ?? "")
    }
    let code = PlaceSearch.takePostalCode(&words)
    let postalCode = code.map { String(decoding: $0, as: UTF8.self) }
    var state: String?
    if words.count > 1, let found = States.state(endingIn: words[...]), found.words < words.count,
      Self.namesState(words, isMarked: words[words.count - found.words].beginsPart)
    {
      state = found.code
      words.removeLast(found.words)
    }
    let unit = Self.takeUnit(&words)
    guard !words.isEmpty else { return [] }
    func reading(_ cut: Int, _ city: Place?, _ cost: Double, unknown: Bool = false)
      -> AddressReading
    {
      AddressReading(
        number: number, street: StreetName(words[..<cut]), unit: unit, city: city, cityCost: cost,
        hasUnknownCity: unknown, postalCode: postalCode, state: state)
    }
    if let comma = words.indices.dropFirst().first(where: { words[$0].beginsPart }) {
      let cities = cities(words[comma...], allowsErrors: true)
      if cities.isEmpty { return [reading(comma, nil, 0, unknown: true)] }
      return cities.map { reading(comma, $0.place, $0.cost) }
    }
    var readings = [reading(words.count, nil, 0)]
    for cut in words.indices.dropFirst() {
      for city in cities(words[cut...], allowsErrors: false) {
        readings.append(reading(cut, city.place, city.cost))
      }
    }
    if readings.count == 1 {
      for cut in words.indices.dropFirst() {
        for city in cities(words[cut...], allowsErrors: true) {
          readings.append(reading(cut, city.place, city.cost))
        }
      }
    }
    return readings
  }

  /// Whether a last word that names a state means the state.
  ///
  /// `Ct`, `Al` and `Ne` belong to a street unless a comma or a city precedes them. A city is a
  /// word after a suffix.
  private static func namesState(_ words: [PlaceText.Word], isMarked: Bool) -> Bool {
    let texts = words.map(PlaceWords.text)
    guard !isMarked, let last = texts.last,
      StreetWords.suffix(last) != nil || StreetWords.direction(last) != nil
    else { return true }
    let before = texts.dropLast()
    guard let city = before.last, StreetWords.suffix(city) == nil else { return false }
    return before.dropLast().dropFirst().contains { StreetWords.suffix($0) != nil }
  }

  /// The three most likely cities for some words, with the cost of their typing errors.
  private func cities(
    _ words: ArraySlice<PlaceText.Word>, allowsErrors: Bool
  ) -> [(place: Place, cost: Double)] {
    var words = words
    while words.count > 1, let first = words.first,
      PlaceWords.between.contains(PlaceWords.text(first))
    {
      words = words.dropFirst()
    }
    let text = PlaceWords.symbols(words)
    if let exact = names.number(of: text) { return cities(named: exact).map { ($0, 0) } }
    let most = NameModel.edits(length: text.count)
    guard allowsErrors, most > 0 else { return [] }
    let finds = names.names(within: min(most, 2), of: text)
    let costs = finds.flatMap { find in
      let cost = TypingModel.cost(of: text, from: names.name(find.number))
      return cities(named: find.number).map { (place: $0, cost: cost) }
    }
    return Array(
      costs.sorted { ($0.cost, $1.place.listings) < ($1.cost, $0.place.listings) }.prefix(3))
  }

  private func cities(named number: Int32) -> [Place] {
    owners[Int(number)].map { places[Int($0.place)] }.filter { $0.kind == .city }
  }

  /// Drops the rest of a number: a half (`1/2`), or the end of a range (`1234-1240`).
  private static func dropRestOfNumber(_ words: inout [PlaceText.Word], _ number: String) {
    if words.count > 2, words[0].letters == [0x31], words[1].letters == [0x32] {
      words.removeFirst(2)
    } else if words.count > 1, let second = Int(PlaceWords.text(words[0])), let first = Int(number),
      second > first,
      words[0].letters.count == number.utf8.count, words.count > 2
    {
      words.removeFirst()
    }
  }

  /// Removes a unit from the words: its designator and the next word.
  private static func takeUnit(_ words: inout [PlaceText.Word]) -> String? {
    for place in words.indices.dropFirst() where StreetWords.isUnit(PlaceWords.text(words[place])) {
      var end = place + 1
      while end < words.count, StreetWords.isUnit(PlaceWords.text(words[end])) { end += 1 }
      guard end < words.count else {
        if words[place].beginsPart || words[place].letters == [0x23] {
          words.removeSubrange(place...)
        }
        return nil
      }
      let unit = words[end].letters
      let isShort = unit.count <= 2 || unit.contains { (0x30...0x39).contains($0) }
      guard isShort, unit.count <= 8, !(words[end].beginsPart && unit.count > 5) else { continue }
      if end + 1 < words.count {
        words[end + 1].beginsPart = words[end + 1].beginsPart || words[place].beginsPart
      }
      words.removeSubrange(place...end)
      return String(decoding: unit, as: UTF8.self)
    }
    return nil
  }
}
