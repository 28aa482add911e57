import PlatJSON

extension NormalizerPass {
  /// Splits a property type that is a kind of home, as portals write it, into type and subtype.
  func partTypes(_ listing: inout Listing) {
    guard let kind = kind(ofType: listing) else { return }
    if !listing.hasText(Field.propertySubType.ordinal) { setText(.propertySubType, kind, &listing) }
    let word =
      switch String(decoding: kind, as: UTF8.self) {
      case "Duplex", "Triplex", "Quadruplex", "Multi Family": "C"
      case "Unimproved Land": "Land"
      default: "A"
      }
    setText(.propertyType, Array(word.utf8), &listing)
  }

  /// The kind of home in a property type that is not a known type.
  private func kind(ofType listing: borrowing Listing) -> [UInt8]? {
    let text = listing.bytes(of: .propertyType)
    let (types, kinds) = (
      rules[Field.propertyType.ordinal].words, rules[Field.propertySubType.ordinal].words
    )
    guard text.count > 1, types >= 0, kinds >= 0, wordLists[types].find(text) == nil,
      let found = wordLists[kinds].find(text)
    else { return nil }
    let kind = Array(wordLists[kinds].texts[found])
    return Self.otherKinds.contains(kind) ? nil : kind
  }

  /// Kinds of property that are no homes, so that they say nothing about the type.
  private static let otherKinds = ["Mixed Use", "Deeded Parking", "Boat Slip"].map {
    Array($0.utf8)
  }

  /// Sets a text field to a derived value if the value is valid.
  func setText(_ field: Field, _ text: [UInt8], _ listing: inout Listing) {
    guard !text.isEmpty, text.count <= rules[field.ordinal].maximumBytes,
      text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return }
    let start = listing.texts.count
    listing.texts += text
    listing.textRanges[field.ordinal] = start..<listing.texts.count
  }

  /// Sets the pool from the private pool's flag if the pool is absent; a private pool also
  /// outweighs a list of features that says None.
  func derivePool(_ record: JSONValue, _ listing: inout Listing) {
    let flag = part(.poolPrivate, record)
    guard !flag.isMissing else { return }
    let saysNone = listing.bytes(of: .pool).hasSameBytes(as: "None".utf8Span.span)
    guard saysNone || !listing.hasText(Field.pool.ordinal) else { return }
    let outcome =
      flag.kind == .string
      ? Self.flag(flag.bytes.trimmed) : number(flag, for: Field.isFeatured.ordinal)
    guard case .value(let stored) = outcome, stored == 1 || !saysNone else { return }
    setText(.pool, Array((stored == 1 ? "Yes" : "None").utf8), &listing)
  }

  /// Takes the street from a one-line address if no field has it.
  func deriveAddress(_ record: JSONValue, _ listing: inout Listing) {
    let line = part(.addressLine, record)
    guard line.kind == .string, !listing.hasText(Field.streetName.ordinal) else { return }
    let text = line.bytes.trimmed
    guard text.count > 0, text.count <= 256, !text.isMask, !text.saysUnknown,
      let address = AddressLine(text.text)
    else { return }
    for (field, value) in [
      (Field.streetNumber, address.number), (.streetDirPrefix, address.prefix),
      (.streetName, address.name), (.streetSuffix, address.suffix),
      (.streetDirSuffix, address.direction), (.unitNumber, address.unit),
    ] where !listing.hasText(field.ordinal) {
      setText(field, Array(value.utf8), &listing)
    }
  }

  /// Converts the owners' association's fee to a monthly fee.
  ///
  /// The catalogue's own key, names with a month in them and amounts with a period of their own
  /// (`$100/mo`) are monthly already.
  mutating func convertFee(
    from key: JSONPosition, _ record: JSONValue, _ listing: inout Listing,
    _ notes: inout [FieldNote]
  ) {
    let ordinal = Field.hoaFee.ordinal
    guard let fee = listing.number(.hoaFee), fee > 0 else { return }
    let frequency = frequency(record)
    let name = record.value(at: key).bytes
    guard !frequency.isEmpty, !name.hasSameBytes(as: "hoaFee".utf8Span.span) else { return }
    let folded = FoldedName(name)
    if folded.contains(Self.month) || folded.hasSuffix(Self.shortMonth) { return }
    let amount = record.value(ofKeyAt: key)
    if amount.kind == .string, CellNumber.namesPeriod(amount.bytes.trimmed) { return }
    guard let times = FeePeriod.timesAYear(frequency) else {
      listing.numbers[ordinal] = Listing.missing
      notes.append(
        FieldNote(
          name: "AssociationFeeFrequency", field: .hoaFee, reason: .unknownUnit,
          value: Self.shortened(frequency.utf8Span.span)))
      return
    }
    if times == 12 { return }
    listing.numbers[ordinal] = Listing.missing
    store(Int64((Double(fee) * times / 12).rounded()), in: .hoaFee, &listing)
  }

  private static let month = Array("month".utf8)
  private static let shortMonth = Array("mo".utf8)

  /// How often the fee is paid, from a text or from the list or object of an enumeration; empty if
  /// that is unknown.
  private mutating func frequency(_ record: JSONValue) -> String {
    let value = part(.associationFeeFrequency, record)
    scratch.reset()
    switch value.kind {
    case .string: return Self.known(value.bytes.trimmed)
    case .array, .object:
      guard Self.join(value, into: &scratch.bytes) else { return "" }
      return Self.known(scratch.bytes.span.trimmed)
    default: return ""
    }
  }

  private static func known(_ text: Span<UInt8>) -> String {
    text.isMask || text.saysUnknown ? "" : text.text
  }

  // MARK: Positions

  /// Counts a position that seems to lack a sign or to have swapped numbers: the listing's state is
  /// in North America, but the position is not.
  mutating func lookAtPosition(_ listing: borrowing Listing) {
    let latitude = listing.numbers[Field.latitude.ordinal]
    let longitude = listing.numbers[Field.longitude.ordinal]
    guard longitude > 0 || latitude < 0, States.contains(listing.bytes(of: .stateOrProvince)) else {
      return
    }
    if Self.isNorthAmerican(latitude, -longitude) {
      observations.unsignedLongitudes += 1
    } else if Self.isNorthAmerican(longitude, latitude) {
      observations.exchangedPositions += 1
    }
  }

  private static func isNorthAmerican(_ latitude: Int64, _ longitude: Int64) -> Bool {
    (170_000_000...720_000_000).contains(latitude)
      && (-1_800_000_000 ... -520_000_000).contains(longitude)
  }
}

/// The states and provinces of North America, by two-letter code and by name.
private enum States {
  static func contains(_ text: Span<UInt8>) -> Bool {
    text.count >= 2 && names.contains(FoldedName(text))
  }

  private static let names = FoldedNames(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM \
    NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR VI AB BC MB NB NL NS NT NU ON \
    PE QC SK YT Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida \
    Georgia Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland \
    Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada NewHampshire \
    NewJersey NewMexico NewYork NorthCarolina NorthDakota Ohio Oklahoma Oregon Pennsylvania \
    RhodeIsland SouthCarolina SouthDakota Tennessee Texas Utah Vermont Virginia Washington \
    WestVirginia Wisconsin Wyoming Ontario Quebec Alberta Manitoba Saskatchewan
    """.split(separator: " ").map(String.init))
}
