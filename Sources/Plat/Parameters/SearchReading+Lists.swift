internal import PlatCommon
internal import PlatListings
internal import PlatPlaces
internal import PlatSearch

/// The parameters that take several values.
extension SearchReading {
  /// Adds the condition of a list.
  ///
  /// - Returns: Whether the list determines which statuses match, so that the default does not
  ///   apply.
  /// - Throws: ``ParameterError`` for an invalid word of a closed field, and for a place if there
  ///   are no listings to look it up in.
  mutating func add(_ parameter: SearchParameter, _ values: [SearchArgument])
    throws(ParameterError) -> Bool
  {
    switch parameter.effect {
    case .oneOf(let field):
      let texts = texts(values, field)
      if texts.isEmpty { return false }
      if field == .standardStatus, texts.contains(where: { $0.lowercased() == "any" }) {
        return true
      }
      let words = try words(texts, field, parameter)
      request.filter.conditions.append(.equals(field, words))
      return field == .standardStatus
    case .noneOf(let field):
      let words = try words(texts(values, field), field, parameter)
      if words.isEmpty { return false }
      request.filter.conditions.append(.excludes(field, words))
      // All other statuses are meant, and not Active ones alone.
      return field == .standardStatus
    case .contains(let field):
      var texts = texts(values, field)
      if field == .city { texts = Self.withoutStates(texts) }
      if let words = ownWords { texts = texts.map { words.value(of: $0, field) ?? $0 } }
      if let first = texts.first {
        request.filter.conditions.append(
          texts.count == 1 ? .contains(field, first) : .containsAny(field, texts))
      }
    case .keys:
      let keys = texts(values, .listingKey)
      if keys.isEmpty { return false }
      request.filter.conditions.append(.keys(keys))
      // A user who names listings wants them in any status.
      return true
    case .place(let kind): try addPlaces(kind, parameter, values)
    default: break
    }
    return false
  }

  private mutating func addPlaces(
    _ kind: PlaceKind, _ parameter: SearchParameter, _ values: [SearchArgument]
  ) throws(ParameterError) {
    let ids = values.flatMap { ValueText.pieces($0.value) }.map { $0.lowercased() }
    if ids.isEmpty { return }
    guard let listings else {
      throw ParameterError(
        parameter.name, ids[0], .conflict,
        expected: "listings to look it up in: use database.search(parameters:)")
    }
    let found = listings.condition(ofPlaces: ids, kind)
    request.filter.conditions.append(found.condition)
    for id in found.unknown {
      request.warnings.append(
        SearchWarning(
          parameter: parameter.name, value: id.shortened(),
          nearest: listings.nearestPlace(to: id, kind)))
    }
  }

  /// The single values of a list.
  ///
  /// One value is split at its commas, except within quotes, unless some listing has the whole
  /// text: the value of a facet, `Villa, Attached`, means what the facet counted. If there are
  /// several values, each counts as a whole if texts of the field may contain commas, unless all of
  /// its parts are known words of the field. Elements of a JSON array always count as a whole.
  private func texts(_ values: [SearchArgument], _ field: Field) -> [String] {
    let mayHaveCommas = [.city, .subdivision, .propertySubType, .listingKey].contains(field)
    var texts: [String] = []
    for value in values {
      let parts = ValueText.pieces(value.value)
      let isOne = value.isElement || (values.count > 1 && mayHaveCommas)
      if value.mayBeSplit, hasText(value.value, field) {
        texts.append(value.value)
      } else if isOne, mayHaveCommas, parts.count > 1,
        !parts.allSatisfy({ field.storedWord($0) != nil })
      {
        texts.append(value.value)
      } else {
        texts += parts
      }
    }
    return texts
  }

  /// Whether some listing has exactly this text.
  ///
  /// - Complexity: O(distinct texts of the field).
  private func hasText(_ text: String, _ field: Field) -> Bool {
    let wanted = Array(text.utf8)
    return (listings?.state.parts ?? []).contains { part in
      guard let column = part.index.codes(field) else { return false }
      return (0..<UInt64(column.codes)).contains { code in
        column.text(code: code + 1).utf8.elementsEqual(wanted)
      }
    }
  }

  /// The texts in listings for words of the request.
  private func words(_ texts: [String], _ field: Field, _ parameter: SearchParameter)
    throws(ParameterError) -> [String]
  {
    let own = ownWords
    var words: [String] = []
    for text in texts {
      if let word = own?.value(of: text, field) {
        words.append(word)
      } else if field == .stateOrProvince {
        words += States.spellings(text)
      } else if let word = Self.canonical(text, field) {
        words.append(word)
      } else {
        let closed = field.closedWords ?? []
        let any = field == .standardStatus && parameter.name == "standardStatus" ? ["any"] : []
        let isAll = ["all", "every", "everything", "*"].contains(text.lowercased())
        throw ParameterError(
          parameter.name, text, .badValue,
          expected: "one of " + (any + closed).joined(separator: ", "),
          nearest: isAll ? any.first : field.nearestWord(to: text))
      }
    }
    return words
  }

  /// The words that the operator mapped when the listings were built; nil without any.
  private var ownWords: FeedWords? {
    guard let words = listings?.feedWords, !words.isEmpty else { return nil }
    return words
  }

  /// The word in listings for a word of the request, `A` for `Residential`; nil if the field is
  /// closed and has no such word.
  static func canonical(_ text: String, _ field: Field) -> String? {
    // Signs of a word do not count, but one before it may mean its opposite: `!Active`.
    let isOpposite = text.first.map { "!-~<>=≠^".contains($0) } == true
    let word = isOpposite ? nil : field.storedWord(text)
    return word ?? (field.closedWords == nil ? text : nil)
  }

  /// Names of cities without the states after them: `Palm Springs, CA` is one city.
  private static func withoutStates(_ texts: [String]) -> [String] {
    var cities: [String] = []
    for text in texts {
      if !cities.isEmpty, States.code(text) != nil { continue }
      cities.append(PlaceWording.withoutState(text))
    }
    return cities
  }
}
