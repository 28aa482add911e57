import PlatCommon
import PlatJSON

/// The meaning of an input name.
///
/// It is packed in 16 bits for the ``NameTable``: the role in the top four bits, then the rank,
/// then the field or part.
struct InputName {
  enum Role: UInt16 {
    /// The field itself, under its key (rank 0) or an alias; not kept under that name.
    case field
    /// Another RESO field that may stand in for the field; kept under its own name too.
    case standIn
    /// A source for derived fields; kept under its own name too.
    case part
    /// A flag that controls the public display of a listing (``DisplayFlag``); kept under its own
    /// name.
    case flag
  }

  let packed: UInt16

  init(packed: UInt16) { self.packed = packed }

  init(_ role: Role, rank: Int, index: Int) {
    packed = role.rawValue << 12 | UInt16(rank & 0xF) << 8 | UInt16(index & 0xFF)
  }

  var role: Role { Role(rawValue: packed >> 12) ?? .part }
  var rank: Int { Int(packed >> 8 & 0xF) }
  /// The ordinal of the field, or the number of the part or flag.
  var index: Int { Int(packed & 0xFF) }
}

/// Members of RESO records that are not fields here but are sources for derived fields.
enum InputPart: Int, CaseIterable {
  case bathroomsThreeQuarter, bathroomsOneQuarter
  case lotSizeArea, lotSizeUnits, livingAreaUnits, buildingAreaUnits
  case listAgentFirstName, listAgentLastName
  case media
  case associationFeeFrequency, poolPrivate, addressLine, position

  /// Names in PascalCase.
  var names: [String] {
    switch self {
    case .bathroomsThreeQuarter: ["BathroomsThreeQuarter", "BathsThreeQuarter"]
    case .bathroomsOneQuarter: ["BathroomsOneQuarter", "BathsOneQuarter"]
    case .lotSizeArea: ["LotSizeArea", "LotAreaValue"]
    case .lotSizeUnits: ["LotSizeUnits", "LotAreaUnits", "LotAreaUnit"]
    case .livingAreaUnits: ["LivingAreaUnits", "LivingAreaUnit"]
    case .buildingAreaUnits: ["BuildingAreaUnits", "BuildingAreaUnit"]
    case .listAgentFirstName: ["ListAgentFirstName"]
    case .listAgentLastName: ["ListAgentLastName"]
    case .media: ["Media"]
    case .associationFeeFrequency:
      ["AssociationFeeFrequency", "HOAFeeFrequency", "HOAFrequency", "HOADuesFrequency"]
    case .poolPrivate: ["PoolPrivateYN", "PoolYN", "PrivatePoolYN", "HasPool", "HasPrivatePool"]
    case .addressLine:
      [
        "UnparsedAddress", "FullAddress", "StreetAddress", "PropertyAddress", "SiteAddress",
        "FullStreetLine", "FullStreetAddress", "AddressLine1", "Address1", "Address", "Street",
      ]
    case .position:
      [
        "Coordinates", "GeoLocation", "GeoPoint", "GeoPosition", "LatLng", "LatLon", "LatLong",
        "LatitudeLongitude", "GeoCoordinates", "GPSCoordinates", "Geometry", "Geo", "Position",
        "Coordinate",
      ]
    }
  }
}

extension Field {
  /// Every known input name, in the spellings that nearly all feeds use.
  ///
  /// It is tried before ``foldedNames``, which takes some ten nanoseconds longer.
  static let names = NameTable(
    meanings.flatMap { name, value in NameTable.forms(of: name).map { (name: $0, value: value) } })

  /// The same names and those of flags, folded (``FoldedName``).
  static let foldedNames = NameTable(
    (meanings + DisplayFlag.names).map { name, value in
      (name: String(decoding: Array(folded: name), as: UTF8.self), value: value)
    })

  /// Names and their meanings; of a duplicate name the first counts.
  private static let meanings: [(name: String, value: UInt16)] = {
    var names: [(name: String, value: UInt16)] = []
    func add(_ name: String, _ value: InputName) { names.append((name, value.packed)) }
    for definition in definitions {
      add(definition.field.key, InputName(.field, rank: 0, index: definition.field.ordinal))
    }
    for definition in definitions {
      for (place, alias) in definition.aliases.enumerated() {
        add(alias, InputName(.field, rank: min(place + 1, 15), index: definition.field.ordinal))
      }
      for (place, name) in definition.standIns.enumerated() {
        add(name, InputName(.standIn, rank: place, index: definition.field.ordinal))
      }
    }
    for part in InputPart.allCases {
      for (place, name) in part.names.enumerated() {
        add(name, InputName(.part, rank: min(place, 15), index: part.rawValue))
      }
    }
    return names
  }()

  /// The meaning of a folded input name; nil for a ratio of the named quantity, and for a dollar
  /// sign on a field that is not in dollars.
  static func meaning(of name: FoldedName) -> InputName? {
    guard !name.isCut else { return nil }
    if name.hasNumberSign, let found = foldedNames.find(name.appending("number")) {
      return meaning(InputName(packed: found), of: name)
    }
    if let found = foldedNames.find(name) { return meaning(InputName(packed: found), of: name) }
    return meaning(ofCount: name)
  }

  private static func meaning(_ found: InputName, of name: FoldedName) -> InputName? {
    if found.role == .flag { return found }
    if name.hasRatioSign, !(name.hasSlash && slashedNames.find(name) != nil) { return nil }
    if name.hasDollarSign, found.role == .part || !takesDollars[found.index] { return nil }
    return found
  }

  /// The meaning of `Number of Beds` and `# of Beds`.
  private static func meaning(ofCount name: FoldedName) -> InputName? {
    guard !name.hasRatioSign else { return nil }
    for prefix in countPrefixes where name.hasPrefix(prefix) {
      if prefix.count == 2, !name.hasNumberSign { continue }
      guard let found = foldedNames.find(name.dropping(prefix.count)).map(InputName.init(packed:)),
        found.role == .field, isCount[found.index]
      else { continue }
      return found
    }
    return nil
  }

  private static let countPrefixes = ["totalnumberof", "numberof", "numof", "noof", "num", "of"]
    .map { Array($0.utf8) }

  /// Whether each field is a count, by ordinal.
  private static let isCount = definitions.map { definition in
    if case .number = definition.kind { return definition.unit.isEmpty }
    return false
  }

  /// Names that have a slash but still mean one quantity.
  private static let slashedNames = NameTable(
    [
      "HOA/Month", "HOA/Mo", "HOAFee/Month", "HOAFee/Mo", "HOAFees/Month", "HOADues/Month",
      "HOADues/Mo", "State/Province", "State/Prov", "City/Town", "Zip/PostalCode", "Postal/ZipCode",
      "Zip/Postal", "Lat/Long", "Lat/Lng", "Lat/Lon", "Latitude/Longitude",
      "Neighborhood/Subdivision", "Subdivision/Neighborhood", "Unit/Apt", "Apt/Unit",
    ].map { (name: String(decoding: Array(folded: $0), as: UTF8.self), value: UInt16(0)) })

  /// Whether each field is in dollars, by ordinal.
  private static let takesDollars = definitions.map { $0.unit == "dollars" }

  /// The field for an input name: its key or one of its aliases, ignoring case, spaces and signs.
  ///
  /// - Complexity: O(n) in the name's bytes; allocates nothing.
  public static func named(_ name: Span<UInt8>) -> Field? {
    let found =
      names.find(name, hash: NameTable.hash(name)).map(InputName.init(packed:))
      ?? meaning(of: FoldedName(name))
    guard let found, found.role == .field else { return nil }
    return allFields[found.index]
  }

  /// The field for an input name: its key or one of its aliases, ignoring case, spaces and signs.
  public static func named(_ name: String) -> Field? { named(name.utf8Span.span) }

  /// The field with exactly this key in documents; nil for every other spelling.
  ///
  /// - Complexity: O(n) in the key's bytes; allocates nothing.
  package static func keyed(_ key: Span<UInt8>) -> Field? {
    guard let found = names.find(key, hash: NameTable.hash(key)).map(InputName.init(packed:)),
      found.role == .field
    else { return nil }
    let field = allFields[found.index]
    let own = FieldRule.all[field.ordinal].key
    // The rule's key is in quotes and has its colon.
    let keys = FieldRule.keys
    let text = keys.span.extracting((own.lowerBound + 1)..<(own.upperBound - 2))
    return key.hasSameBytes(as: text) ? field : nil
  }

  /// The field whose input name is nearest to an unknown name, such as `latitude` for `Lattitude`;
  /// nil if none is near.
  ///
  /// - Complexity: O(names), some tenths of a millisecond.
  public static func nearest(to name: String) -> Field? {
    let folded = FoldedName(name)
    guard !folded.isCut, !folded.hasRatioSign, folded.count >= 4 else { return nil }
    let typed = String(decoding: Array(folded: name), as: UTF8.self)
    let most = folded.count < 8 ? 1 : 2
    var nearest: (field: Field, distance: Int)?
    for (known, packed) in foldedMeanings where abs(known.utf8.count - typed.utf8.count) <= most {
      let meaning = InputName(packed: packed)
      guard meaning.role == .field || meaning.role == .standIn, known.utf8.count >= 4 else {
        continue
      }
      let distance = Spelling.distance(known, typed)
      if distance <= most, distance < nearest?.distance ?? .max {
        nearest = (allFields[meaning.index], distance)
      }
    }
    return nearest?.field
  }

  private static let foldedMeanings = meanings.map { name, value in
    (name: String(decoding: Array(folded: name), as: UTF8.self), value: value)
  }

  /// All fields as an array, which is faster to index than ``allCases``.
  static let allFields = Array(allCases)
}
