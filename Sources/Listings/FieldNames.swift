/// What a name on input means.
///
/// Packed in 16 bits for the ``NameTable``: what it is for in the top four bits, then its rank, then field or part.
struct InputName {
  enum Role: UInt16 {
    /// The field itself, under its key (rank 0) or an alias; not kept under that name.
    case field
    /// Another RESO field that may stand in for the field; kept under its own name too.
    case standIn
    /// Something that fields are derived from; kept under its own name too.
    case part
  }

  let packed: UInt16

  init(packed: UInt16) { self.packed = packed }

  init(_ role: Role, rank: Int, index: Int) {
    packed = role.rawValue << 12 | UInt16(rank & 0xF) << 8 | UInt16(index & 0xFF)
  }

  var role: Role { Role(rawValue: packed >> 12) ?? .part }
  var rank: Int { Int(packed >> 8 & 0xF) }
  /// The ordinal of the field or the number of the part.
  var index: Int { Int(packed & 0xFF) }
}

/// Members of RESO records that are no fields here but that fields are derived from.
enum InputPart: Int, CaseIterable {
  case bathroomsThreeQuarter, bathroomsOneQuarter
  case lotSizeArea, lotSizeUnits, livingAreaUnits
  case listAgentFirstName, listAgentLastName
  case media

  /// Names in PascalCase.
  var names: [String] {
    switch self {
    case .bathroomsThreeQuarter: ["BathroomsThreeQuarter", "BathsThreeQuarter"]
    case .bathroomsOneQuarter: ["BathroomsOneQuarter", "BathsOneQuarter"]
    case .lotSizeArea: ["LotSizeArea"]
    case .lotSizeUnits: ["LotSizeUnits"]
    case .livingAreaUnits: ["LivingAreaUnits"]
    case .listAgentFirstName: ["ListAgentFirstName"]
    case .listAgentLastName: ["ListAgentLastName"]
    case .media: ["Media"]
    }
  }
}

extension Field {
  /// Every name that means something on input.
  static let names: NameTable = {
    var names: [(name: String, value: UInt16)] = []
    func add(_ name: String, _ value: InputName) {
      for form in NameTable.forms(of: name) { names.append((form, value.packed)) }
    }
    for definition in definitions {
      add(definition.field.key, InputName(.field, rank: 0, index: definition.field.ordinal))
    }
    for definition in definitions {
      for (place, alias) in definition.aliases.enumerated() {
        add(alias, InputName(.field, rank: place + 1, index: definition.field.ordinal))
      }
      for (place, name) in definition.standIns.enumerated() {
        add(name, InputName(.standIn, rank: place, index: definition.field.ordinal))
      }
    }
    for part in InputPart.allCases {
      for name in part.names { add(name, InputName(.part, rank: 0, index: part.rawValue)) }
    }
    return NameTable(names)
  }()

  /// The field that a name on input means: its key or one of its aliases, in PascalCase or camelCase.
  ///
  /// - Complexity: O(1); allocates nothing.
  public static func named(_ name: Span<UInt8>) -> Field? {
    guard let found = names.find(name, hash: NameTable.hash(name)).map(InputName.init(packed:)) else { return nil }
    return found.role == .field ? allFields[found.index] : nil
  }

  /// The field that a name on input means: its key or one of its aliases, in PascalCase or camelCase.
  public static func named(_ name: String) -> Field? { named(name.utf8Span.span) }

  /// All fields as an array, which is quicker to look into than ``allCases``.
  static let allFields = Array(allCases)
}
