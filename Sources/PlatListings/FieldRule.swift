import PlatJSON

/// A field's definition made ready for the work on each value.
struct FieldRule: Sendable {
  enum Kind: Sendable {
    case text, lookup, number, date, flag, json
  }

  let kind: Kind
  /// How numbers are kept; for other kinds without meaning.
  let number: NumberRule
  let maximumBytes: Int
  /// Whether a text is one line that people compare, so that control characters have no place in
  /// it.
  let isPlainLine: Bool
  /// Whether a part of a text may be one of its words.
  let takesParts: Bool
  /// Whether it is the listing's key.
  let isKey: Bool
  /// Whether it is an area in square feet.
  let isArea: Bool
  /// Stored numbers up to this one stand for an unknown value: nobody asks nothing or a dollar for
  /// a home, and no home is built on nothing.
  let unknownUpTo: Int64
  /// Where in ``wordLists`` the field's words are; -1 where it has none.
  let words: Int
  /// Where in ``keys`` the key stands, in quotes and with its colon.
  let key: Range<Int>

  /// The keys of all fields as JSON writes them, one after another.
  static let keys: [UInt8] = Field.allCases.flatMap { Array("\"\($0.key)\":".utf8) }

  /// The rule of each field, by ordinal.
  static let all: [FieldRule] = {
    var start = 0
    var lists = 0
    return Field.definitions.map { definition in
      let end = start + definition.field.key.utf8.count + 3
      defer { start = end }
      let hasWords = !Words(of: definition.field).texts.isEmpty
      if hasWords { lists += 1 }
      return FieldRule(definition, key: start..<end, words: hasWords ? lists - 1 : -1)
    }
  }()

  /// The words of each field that has any.
  static let wordLists: [Words] = Field.allFields.map(Words.init(of:)).filter { !$0.texts.isEmpty }

  private init(_ definition: FieldDefinition, key: Range<Int>, words: Int) {
    var number = NumberRule(scale: 1, minimum: 0, maximum: 0, rounds: false)
    var maximumBytes = 0
    switch definition.kind {
    case .text(let most):
      kind = .text
      maximumBytes = most
    case .lookup: kind = .lookup
    case .number(let scale, let minimum, let maximum, let rounds):
      kind = .number
      number = NumberRule(scale: scale, minimum: minimum, maximum: maximum, rounds: rounds)
    case .date: kind = .date
    case .flag: kind = .flag
    case .json: kind = .json
    }
    self.number = number
    self.maximumBytes = maximumBytes
    self.key = key
    isPlainLine = definition.storage != .document
    isKey = definition.storage == .key
    takesParts = [.standardStatus, .propertyType, .propertySubType].contains(definition.field)
    isArea = definition.unit == "square feet"
    unknownUpTo =
      switch definition.field {
      case .listPrice, .originalListPrice, .closePrice: 100
      case .sqft, .lotSizeSquareFeet, .lotSizeAcres, .stories, .yearBuilt: 0
      default: .min
      }
    self.words = words
  }
}
