import PlatJSON

/// A field's definition, prepared for fast reading of values.
struct FieldRule: Sendable {
  enum Kind: Sendable {
    case text, lookup, number, date, flag, json
  }

  let kind: Kind
  /// The storage of numbers; unused for other kinds.
  let number: NumberRule
  let maximumBytes: Int
  /// Whether a text is a single line that is compared, so that control characters are invalid in
  /// it.
  let isPlainLine: Bool
  /// Whether one part of a text may be one of its words.
  let takesParts: Bool
  /// Whether it is the pool, whose lists may say None.
  let isPool: Bool
  /// Whether it is the listing's key.
  let isKey: Bool
  /// Whether it is an area in square feet.
  let isArea: Bool
  /// Stored numbers up to this one stand for an unknown value: a price of 0 or 1 dollar; an area, a
  /// number of stories or a year of 0.
  let unknownUpTo: Int64
  /// The index of the field's words in ``wordLists``; -1 if it has none.
  let words: Int
  /// The range of the key in ``keys``, with its quotes and colon.
  let key: Range<Int>

  /// The JSON keys of all fields, one after another.
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

  /// The words of each field that has a word list.
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
    isPool = definition.field == .pool
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
