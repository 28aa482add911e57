import PlatJSON

extension NormalizerPass {
  /// Fills absent fields from other values, and drops values that contradict each other.
  mutating func derive(_ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]) {
    convertLivingArea(record, &listing, &notes)
    if best[Field.hoaFee.ordinal].exists {
      convertFee(from: best[Field.hoaFee.ordinal].key, record, &listing, &notes)
    }
    deriveBaths(record, &listing)
    deriveLotSize(record, &listing)
    if !listing.hasText(Field.listAgentFullName.ordinal) { deriveAgentName(record, &listing) }
    if !standIns.isEmpty { useStandIns(record, &listing, &notes) }
    if unreadSource != .none { noteUnreadSource(record, listing, &notes) }
    partTypes(&listing)
    derivePool(record, &listing)
    deriveAddress(record, &listing)
    derivePosition(record, &listing)
    pairCoordinates(record, &listing, &notes)
    checkSlug(&listing, &notes)
  }

  /// The source of derived fields for a part, or a missing value.
  @_lifetime(copy record)
  func part(_ part: InputPart, _ record: JSONValue) -> JSONValue {
    record.value(ofKeyAt: parts[part.rawValue])
  }

  private func has(_ field: Field, _ listing: borrowing Listing) -> Bool {
    switch rules[field.ordinal].kind {
    case .text, .lookup: listing.hasText(field.ordinal)
    case .number, .date, .flag: listing.numbers[field.ordinal] != Listing.missing
    case .json: best[field.ordinal].exists
    }
  }

  /// Stores a derived number if it is valid for the field.
  ///
  /// A number that rounds to 0, where 0 stands for an unknown value, is not stored, because it
  /// could not be read back. An example is the acreage of a lot of one square foot.
  func store(_ value: Int64, in field: Field, _ listing: inout Listing) {
    let rule = rules[field.ordinal]
    guard value > rule.unknownUpTo, value >= rule.number.minimum, value <= rule.number.maximum
    else { return }
    listing.numbers[field.ordinal] = value
  }

  // MARK: Size

  /// The engine's `sqft` is in square feet; RESO's `LivingArea` is in `LivingAreaUnits`.
  private mutating func convertLivingArea(
    _ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) {
    let ordinal = Field.sqft.ordinal
    guard best[ordinal].exists, best[ordinal].rank == Self.rankOfLivingArea else { return }
    convertArea(from: best[ordinal].key, in: .livingAreaUnits, record, &listing, &notes)
  }

  /// Converts `sqft` from the unit that a member beside it names.
  private mutating func convertArea(
    from key: JSONPosition, in part: InputPart, _ record: JSONValue, _ listing: inout Listing,
    _ notes: inout [FieldNote]
  ) {
    let ordinal = Field.sqft.ordinal
    let units = self.part(part, record)
    guard units.kind == .string, units.bytes.trimmed.count > 0, !units.bytes.trimmed.isMask,
      !units.bytes.trimmed.saysUnknown, let area = listing.number(.sqft),
      !namesUnit(record.value(ofKeyAt: key), of: .sqft)
    else { return }
    if var factor = Self.squareFeet(in: units.bytes) {
      // The record's own unit takes precedence over the feed's.
      if isMetric { factor /= Self.squareFeetOfMetre }
      if factor == 1 { return }
      listing.numbers[ordinal] = Listing.missing
      let converted = rules[ordinal].number.store(
        Double(area) / Double(rules[ordinal].number.scale) * factor)
      if case .stored(let stored) = converted { store(stored, in: .sqft, &listing) }
    } else {
      listing.numbers[ordinal] = Listing.missing
      notes.append(
        FieldNote(
          name: part.names[0], field: .sqft, reason: .unknownUnit,
          value: Self.shortened(units.bytes)))
    }
  }

  private static let rankOfLivingArea =
    (Field.sqft.definition.aliases.firstIndex(of: "LivingArea") ?? 0) + 1

  /// The square feet of a unit of area; nil if it is unknown.
  private static func squareFeet(in unit: Span<UInt8>) -> Double? {
    for (name, factor) in areaUnits {
      var place = 0
      var isSame = true
      for index in unit.indices where unit[index] != UInt8(ascii: " ") {
        if place < name.utf8CodeUnitCount, unsafe name.utf8Start[place] == unit[index] | 0x20 {
          place += 1
        } else {
          isSame = false
        }
      }
      if isSame, place == name.utf8CodeUnitCount { return factor }
    }
    return CellNumber.squareFeet(ofUnit: unit.trimmed.text)
  }

  /// The units of RESO's AreaUnits and LotSizeUnits, in lower case without spaces, in international
  /// square feet.
  private static let areaUnits: [(StaticString, Double)] = [
    ("squarefeet", 1), ("sqft", 1), ("squarefoot", 1), ("acres", 43_560), ("acre", 43_560),
    ("squaremeters", 1 / 0.092_903_04), ("sqm", 1 / 0.092_903_04),
    ("hectares", 10_000 / 0.092_903_04),
    ("hectare", 10_000 / 0.092_903_04), ("squareyards", 9), ("squaremiles", 27_878_400),
  ]

  /// Adds full baths and partial baths: three quarters, halves and quarters by their fraction.
  private func deriveBaths(_ record: JSONValue, _ listing: inout Listing) {
    // 0 baths in all beside full ones are a blank of the feed.
    let stored = listing.numbers[Field.baths.ordinal]
    guard stored == Listing.missing || stored == 0,
      let full = listing.number(.fullBaths)
    else { return }
    let quarters =
      full * 4 + 3 * wholePart(.bathroomsThreeQuarter, record) + 2
      * (listing.number(.halfBaths) ?? 0)
      + wholePart(.bathroomsOneQuarter, record)
    store(quarters, in: .baths, &listing)
  }

  /// A small whole number used to derive a field; 0 if there is none.
  private func wholePart(_ part: InputPart, _ record: JSONValue) -> Int64 {
    if case .value(let count) = number(self.part(part, record), for: Field.halfBaths.ordinal) {
      return count
    }
    return 0
  }

  private func deriveLotSize(_ record: JSONValue, _ listing: inout Listing) {
    let acres = listing.numbers[Field.lotSizeAcres.ordinal]
    let feet = listing.numbers[Field.lotSizeSquareFeet.ordinal]
    // An acre is 43,560 square feet; acres are stored times 10,000, square feet times 100.
    switch (acres == Listing.missing, feet == Listing.missing) {
    case (false, false): return
    case (false, true): store((acres * 4356 + 5) / 10, in: .lotSizeSquareFeet, &listing)
    case (true, false): store((feet * 10 + 2178) / 4356, in: .lotSizeAcres, &listing)
    case (true, true): deriveLotSizeFromArea(record, &listing)
    }
  }

  private func deriveLotSizeFromArea(_ record: JSONValue, _ listing: inout Listing) {
    let units = part(.lotSizeUnits, record)
    guard units.kind == .string, let factor = Self.squareFeet(in: units.bytes.trimmed) else {
      return
    }
    let area = part(.lotSizeArea, record)
    let isAcres = factor == 43_560
    let field = isAcres ? Field.lotSizeAcres : .lotSizeSquareFeet
    guard case .value(let stored) = number(area, for: field.ordinal, isConverted: true) else {
      return
    }
    if isAcres || factor == 1 {
      store(stored, in: field, &listing)
    } else {
      let rule = rules[field.ordinal].number
      guard case .stored(let converted) = rule.store(Double(stored) / Double(rule.scale) * factor)
      else { return }
      store(converted, in: field, &listing)
    }
    deriveLotSizeFromOther(&listing)
  }

  private func deriveLotSizeFromOther(_ listing: inout Listing) {
    if let acres = listing.number(.lotSizeAcres) {
      store((acres * 4356 + 5) / 10, in: .lotSizeSquareFeet, &listing)
    } else if let feet = listing.number(.lotSizeSquareFeet) {
      store((feet * 10 + 2178) / 4356, in: .lotSizeAcres, &listing)
    }
  }

  // MARK: Names

  private func deriveAgentName(_ record: JSONValue, _ listing: inout Listing) {
    let start = listing.texts.count
    let most = rules[Field.listAgentFullName.ordinal].maximumBytes
    for part in [InputPart.listAgentFirstName, .listAgentLastName] {
      let name = self.part(part, record).bytes.trimmed
      if name.count == 0 || name.isMask { continue }
      for index in name.indices where name[index] < 0x20 || name[index] == 0x7F {
        return discard(from: start, &listing)
      }
      if listing.texts.count > start { listing.texts.append(UInt8(ascii: " ")) }
      unsafe name.withUnsafeBufferPointer { unsafe listing.texts.append(contentsOf: $0) }
    }
    if listing.texts.count - start > most { return discard(from: start, &listing) }
    listing.textRanges[Field.listAgentFullName.ordinal] = start..<listing.texts.count
  }

  private func discard(from start: Int, _ listing: inout Listing) {
    listing.texts.removeSubrange(start...)
  }

  /// Uses stand-ins for fields that are still absent.
  ///
  /// Their errors are not reported, because they stay in the document.
  private mutating func useStandIns(
    _ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) {
    let status = Field.standardStatus.ordinal
    var unread: JSONPosition?
    // The status comes first, because it determines the meaning of a price.
    for isStatus in [true, false] {
      for rank in 0..<16 {
        for standIn in standIns.reversed()
        where standIn.rank == rank && (standIn.ordinal == status) == isStatus
          && standIn.ordinal != Field.listingKey.ordinal
        {
          var field = Field.allFields[standIn.ordinal]
          // The price of a closed listing is its close price.
          if field == .listPrice, isClosed(listing) { field = .closePrice }
          guard !has(field, listing),
            field != .subdivision || !isPosition(record.value(ofKeyAt: standIn.key))
          else { continue }
          let outcome = take(record.value(ofKeyAt: standIn.key), for: field.ordinal, &listing)
          if isStatus, case .refused(.unknownWord) = outcome { unread = standIn.key }
          if case .stored = outcome {
            correct(field, from: standIn, record, &listing, &notes)
          }
        }
      }
    }
    if let unread, !listing.hasText(status) { note(.unknownWord, unread, status, record, &notes) }
    if has(.lotSizeSquareFeet, listing) != has(.lotSizeAcres, listing) {
      deriveLotSizeFromOther(&listing)
    }
  }

  /// Notes a source that is none of the field's words, unless it became the listing service.
  private mutating func noteUnreadSource(
    _ record: JSONValue, _ listing: borrowing Listing, _ notes: inout [FieldNote]
  ) {
    let value = record.value(ofKeyAt: unreadSource)
    if value.kind == .string,
      value.bytes.trimmed.hasSameBytes(as: listing.bytes(of: .mlsSource))
    {
      return
    }
    note(.unknownWord, unreadSource, Field.source.ordinal, record, &notes)
  }

  /// Corrects a number that a stand-in gave, where other members say what it means.
  private mutating func correct(
    _ field: Field, from standIn: Candidate, _ record: JSONValue, _ listing: inout Listing,
    _ notes: inout [FieldNote]
  ) {
    switch field {
    case .baths: subtractHalves(record, &listing)
    case .hoaFee: convertFee(from: standIn.key, record, &listing, &notes)
    case .sqft where standIn.rank == 0:
      convertArea(from: standIn.key, in: .buildingAreaUnits, record, &listing, &notes)
    case .lotSizeSquareFeet:
      // `LotSize` is in square feet or in acres; no lot has 100 square feet.
      guard let area = listing.number(field), area < 100 * rules[field.ordinal].number.scale,
        !namesUnit(record.value(ofKeyAt: standIn.key), of: field)
      else { return }
      listing.numbers[field.ordinal] = Listing.missing
      note(.unknownUnit, standIn.key, field.ordinal, record, &notes)
    default: break
    }
  }

  private func isClosed(_ listing: borrowing Listing) -> Bool {
    listing.bytes(of: .standardStatus).hasSameBytes(as: "Closed".utf8Span.span)
  }

  /// Corrects `BathroomsTotalInteger`, which counts each partial bath as one, by the missing
  /// fractions.
  private func subtractHalves(_ record: JSONValue, _ listing: inout Listing) {
    guard let baths = listing.number(.baths) else { return }
    let missing =
      2 * (listing.number(.halfBaths) ?? 0) + wholePart(.bathroomsThreeQuarter, record)
      + 3 * wholePart(.bathroomsOneQuarter, record)
    if missing < baths { listing.numbers[Field.baths.ordinal] = baths - missing }
  }

  // MARK: Contradictions

  private mutating func pairCoordinates(
    _ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) {
    let pair = (listing.numbers[Field.latitude.ordinal], listing.numbers[Field.longitude.ordinal])
    switch pair {
    case (Listing.missing, Listing.missing): return
    case (_, Listing.missing): drop(.latitude, .noPartner, &listing, &notes)
    case (Listing.missing, _):
      if refusedLatitude != .none, abs(pair.1) <= 900_000_000 {
        // An invalid latitude may be a longitude.
        let value = record.value(ofKeyAt: refusedLatitude)
        if case .value = number(value, for: Field.longitude.ordinal) {
          observations.exchangedPositions += 1
        }
      }
      drop(.longitude, .noPartner, &listing, &notes)
    case (0, 0):
      drop(.latitude, .nullIsland, &listing, &notes)
      drop(.longitude, .nullIsland, &listing, &notes)
    default: lookAtPosition(listing)
    }
  }

  private func drop(
    _ field: Field, _ reason: FieldNote.Reason, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) {
    let value = field.plainText(of: listing.numbers[field.ordinal])
    listing.numbers[field.ordinal] = Listing.missing
    notes.append(FieldNote(name: field.key, field: field, reason: reason, value: value))
  }

  /// Drops a slug that equals the derived one or is invalid.
  private mutating func checkSlug(_ listing: inout Listing, _ notes: inout [FieldNote]) {
    let ordinal = Field.slug.ordinal
    guard listing.hasText(ordinal) else { return }
    guard Slug.isUsable(listing.bytes(of: .slug)) else {
      let value = Self.shortened(listing.bytes(of: .slug))
      notes.append(FieldNote(name: Field.slug.key, field: .slug, reason: .notASlug, value: value))
      listing.textRanges[ordinal] = 0..<0
      return
    }
    scratch.reset()
    Slug.append(
      streetNumber: listing.bytes(of: .streetNumber), streetName: listing.bytes(of: .streetName),
      city: listing.bytes(of: .city), listingKey: listing.bytes(of: .listingKey), to: &scratch.bytes
    )
    if scratch.bytes.span.hasSameBytes(as: listing.bytes(of: .slug)) {
      listing.textRanges[ordinal] = 0..<0
    }
  }
}
