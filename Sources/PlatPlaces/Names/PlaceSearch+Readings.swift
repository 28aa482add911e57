extension PlaceSearch {
  /// Finds the places for some words.
  mutating func run(_ words: [PlaceText.Word]) {
    var words = words
    Self.dropCountry(&words)
    let code = Self.takePostalCode(&words)
    if !words.isEmpty {
      readName(words[...], state: nil, penalty: 0)
      if let state = States.state(endingIn: words[...]), state.words < words.count {
        readName(words.dropLast(state.words), state: state.code, penalty: 0)
      }
    }
    if let code { readPostalCode(code, isAlone: words.isEmpty) }
  }

  /// Reads words as a name with other words around it.
  private mutating func readName(
    _ words: ArraySlice<PlaceText.Word>, state: String?, penalty: Double
  ) {
    let core = Core(words)
    readWhole(words, .within, state, penalty: penalty)
    for (slice, relation) in core.slices where slice != words {
      readWhole(slice, relation, state, penalty: penalty + 0.2)
    }
    guard let least = core.slices.last else { return }
    if words.count > 1 { readParts(least.words, least.relation, state, penalty: penalty + 0.2) }
    if state == nil || States.state(endingIn: least.words) == nil {
      takeUnknown(NameModel.unknown(length: PlaceWords.symbols(least.words).count) - penalty)
    }
  }

  /// The cost of the typing errors between a name and a text; higher if they turn one known word
  /// into another.
  private func cost(of text: [UInt8], _ find: NameTable.Find) -> Double {
    guard find.distance > 0 else { return 0 }
    let name = gazetteer.names.name(find.number)
    var cost = TypingModel.cost(of: text, from: name)
    let own = name.split(separator: 0)
    for word in text.split(separator: 0) where word.count > 2 && !own.contains(word) {
      if gazetteer.words.contains(Array(word)) { cost += NameModel.knownWord }
    }
    return cost
  }

  /// Reads words as one name.
  private mutating func readWhole(
    _ words: ArraySlice<PlaceText.Word>, _ relation: PlaceMatch.Relation, _ state: String?,
    penalty: Double
  ) {
    let text = PlaceWords.symbols(words)
    let most = NameModel.edits(length: text.count)
    guard most > 0 else {
      if let number = gazetteer.names.number(of: text) {
        take(Int(number), cost: 0, edits: 0, relation, state, penalty)
      }
      return
    }
    for find in gazetteer.names.names(within: most, of: text) {
      take(
        Int(find.number), cost: cost(of: text, find), edits: find.distance, relation, state, penalty
      )
    }
  }

  /// Adds the places that have a name.
  private mutating func take(
    _ name: Int, cost: Double, edits: Int, _ relation: PlaceMatch.Relation, _ state: String?,
    _ penalty: Double
  ) {
    for owner in gazetteer.owners[name] {
      let place = Int(owner.place)
      let alias = owner.alias.map { Int($0) }
      let isLoose = alias.map { $0 >= gazetteer.places[place].aliases.count } ?? false
      let score =
        gazetteer.priors[place] - cost - penalty
        - (alias == nil ? 0 : isLoose ? NameModel.otherName : NameModel.alias)
      let reason: PlaceMatch.Reason =
        edits > 0
        ? .misspelling(edits: edits) : alias.map { .alias(gazetteer.alias($0, of: place)) } ?? .name
      let isFar = edits > 2 || (edits == 2 && gazetteer.places[place].name.utf8.count < 9)
      takeInState(
        place, score, reason, relation, state, ceiling: isLoose || isFar ? NameModel.partly : 1)
    }
  }

  /// Adds a place.
  ///
  /// If the text has another state, an unknown place there is more likely.
  private mutating func takeInState(
    _ place: Int, _ score: Double, _ reason: PlaceMatch.Reason, _ relation: PlaceMatch.Relation,
    _ state: String?,
    ceiling: Double = 1
  ) {
    if let state, let own = gazetteer.places[place].state, own != state {
      takeUnknown(score - 1)
      take(place, score - NameModel.otherState, .otherState, relation, ceiling: ceiling)
    } else {
      take(place, score, reason, relation, ceiling: ceiling)
    }
  }

  /// Reads words as a smaller place and its city, in either order.
  private mutating func readParts(
    _ words: ArraySlice<PlaceText.Word>, _ relation: PlaceMatch.Relation, _ state: String?,
    penalty: Double
  ) {
    for cut in words.indices.dropFirst() {
      let (before, after) = (words[..<cut], words[cut...])
      let parts = Self.trimmed(before, after)
      guard !parts.left.isEmpty, !parts.right.isEmpty else { continue }
      readPart(parts.left, city: parts.right, isMarked: parts.isMarked, relation, state, penalty)
      readPart(
        parts.right, city: parts.left, isMarked: parts.isMarked, relation, state, penalty + 1.5)
    }
  }

  private mutating func readPart(
    _ part: ArraySlice<PlaceText.Word>, city words: ArraySlice<PlaceText.Word>, isMarked: Bool,
    _ relation: PlaceMatch.Relation, _ state: String?, _ penalty: Double
  ) {
    let text = PlaceWords.symbols(words)
    var cities: [NameTable.Find] = []
    if let exact = gazetteer.names.number(of: text) {
      cities = [NameTable.Find(number: exact, distance: 0)]
    } else if isMarked, NameModel.edits(length: text.count) > 0 {
      cities = gazetteer.names.names(within: min(2, NameModel.edits(length: text.count)), of: text)
    }
    for city in cities {
      let cost = cost(of: text, city)
      for owner in gazetteer.owners[Int(city.number)] {
        let place = Int(owner.place)
        guard gazetteer.places[place].kind == .city || gazetteer.places[place].kind == .region
        else { continue }
        let score =
          gazetteer.priors[place] - cost - penalty - (owner.alias == nil ? 0 : NameModel.alias)
        let isNearCenter = part.allSatisfy { PlaceWords.before[PlaceWords.text($0)] != nil }
        if !isNearCenter {
          readSmaller(part, in: place, score: score, relation, state)
          takeInState(
            place, score + NameModel.unknown(length: PlaceWords.symbols(part).count),
            .partly(unknown: String(decoding: PlaceText.joined(part), as: UTF8.self)), relation,
            state,
            ceiling: NameModel.partly)
        }
      }
    }
  }

  /// Reads words as a smaller place in a city.
  private mutating func readSmaller(
    _ words: ArraySlice<PlaceText.Word>, in city: Int, score: Double,
    _ relation: PlaceMatch.Relation, _ state: String?
  ) {
    let text = PlaceWords.symbols(words)
    guard let parts = gazetteer.parts[Gazetteer.symbols(of: gazetteer.places[city].name)] else {
      return
    }
    let most = NameModel.edits(length: text.count)
    let finds =
      most > 0
      ? gazetteer.names.names(within: most, of: text)
      : gazetteer.names.number(of: text).map { [NameTable.Find(number: $0, distance: 0)] } ?? []
    guard !finds.isEmpty else { return }
    for find in finds {
      let cost = cost(of: text, find)
      for owner in gazetteer.owners[Int(find.number)] where parts.contains(Int(owner.place)) {
        takeInState(
          Int(owner.place), score - NameModel.oneOf(parts.count) - cost,
          find.distance == 0 ? .name : .misspelling(edits: find.distance), relation, state)
      }
    }
  }

  /// Reads a postal code, and combines it with places from other words if it lies in them.
  private mutating func readPostalCode(_ code: [UInt8], isAlone: Bool) {
    guard let number = gazetteer.postalCodes[code] else {
      takeUnknown(isAlone ? 0 : (hypotheses.values.map(\.score).max() ?? -20) - 2)
      if isAlone {
        for (other, number) in gazetteer.postalCodes where Self.isOneDigitOff(code, other) {
          take(number, gazetteer.priors[number] - 3, .misspelling(edits: 1), .within)
        }
      }
      return
    }
    let place = gazetteer.places[number]
    let cities = Set(place.cities.map(Gazetteer.symbols))
    var best = gazetteer.priors[number] + NameModel.postalCode
    for (other, hypothesis) in hypotheses {
      let city = gazetteer.places[other].city.map(Gazetteer.symbols)
      guard let city, cities.contains(city) else { continue }
      // Both agree: no unknown place is as likely.
      best = max(best, hypothesis.score + 4)
      hypotheses[other]?.score += 2
    }
    take(
      number, best, .postalCode, hypotheses.values.max { $0.score < $1.score }?.relation ?? .within)
  }
}
