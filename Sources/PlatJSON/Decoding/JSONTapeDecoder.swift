/// The decoder of one value of a document.
struct JSONTapeDecoder: Decoder {
  let document: JSONDocument
  /// The value's tape index.
  let index: Int
  let codingPath: [any CodingKey]

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(try JSONKeyedContainer(self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try JSONUnkeyedContainer(self) }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    JSONSingleContainer(decoder: self)
  }

  /// The decoder of a value inside this one.
  func nested(_ index: Int, _ key: any CodingKey) -> JSONTapeDecoder {
    JSONTapeDecoder(document: document, index: index, codingPath: codingPath + [key])
  }

  /// Decodes a value of any type.
  func decoded<T: Decodable>(_ type: T.Type) throws -> T {
    guard codingPath.count <= JSONDocument.depthLimit else {
      throw DecodingError.dataCorrupted(
        context("nested deeper than \(JSONDocument.depthLimit) levels"))
    }
    return try T(from: self)
  }

  /// The kind of the value.
  var kind: JSONKind { with { $0.kind } }

  /// Reads the value.
  func with<Result>(_ body: (borrowing JSONValue) throws -> Result) rethrows -> Result {
    let (words, strings) = (document.tape, document.strings)
    let (tape, bytes) = (words.span, strings.span)
    // Both arrays are copies from one parse; the value does not outlive them.
    let value = unsafe JSONValue(tape: tape, strings: bytes.bytes, index: index)
    return try body(value)
  }

  func context(_ reason: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: codingPath, debugDescription: reason)
  }

  /// The error for a value that does not match a type.
  func mismatch(_ type: Any.Type, expected: String) -> DecodingError {
    let kind = kind
    let reason = "expected \(expected), found \(kind.words)"
    return kind == .null
      ? .valueNotFound(type, context(reason)) : .typeMismatch(type, context(reason))
  }

  func bool() throws -> Bool {
    guard let value = with({ $0.bool }) else {
      throw mismatch(Bool.self, expected: "true or false")
    }
    return value
  }

  func string() throws -> String {
    guard let value = with({ $0.string }) else {
      throw mismatch(String.self, expected: "a string")
    }
    return value
  }

  func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    switch kind {
    case .int64, .uint64:
      if let value = with({ value -> T? in
        if let number = value.int64 { return T(exactly: number) }
        return value.uint64.flatMap { T(exactly: $0) }
      }) {
        return value
      }
    case .double:
      if let number = with({ $0.double }), let value = T(exactly: number) { return value }
    default: throw mismatch(type, expected: "a number")
    }
    throw DecodingError.dataCorrupted(context("the number is no \(type)"))
  }

  func double() throws -> Double {
    guard let value = with({ $0.double }) else {
      throw mismatch(Double.self, expected: "a number")
    }
    return value
  }

  func float() throws -> Float {
    let number = try double()
    let value = Float(number)
    guard value.isFinite else {
      throw DecodingError.dataCorrupted(context("the number is no \(Float.self)"))
    }
    return value
  }
}

/// The key of a member, or of an element by its index.
struct JSONPathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}

extension JSONKind {
  /// The kind in words, with its article.
  var words: String {
    switch self {
    case .missing: "nothing"
    case .null: "null"
    case .true, .false: "true or false"
    case .int64, .uint64, .double: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
