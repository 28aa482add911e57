/// The elements of an array, in order.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
  let decoder: JSONTapeDecoder
  /// The tape index of each element.
  private let places: [Int]
  private(set) var currentIndex = 0

  init(_ decoder: JSONTapeDecoder) throws {
    guard decoder.kind == .array else {
      throw decoder.mismatch([Any].self, expected: "an array")
    }
    self.decoder = decoder
    places = decoder.with { array in
      var places: [Int] = []
      var elements = array.elements
      while elements.next() { places.append(elements.value.index) }
      return places
    }
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { places.count }
  var isAtEnd: Bool { currentIndex >= places.count }

  /// The next element; it stays the next one until ``take(_:)`` succeeds.
  private func next() throws -> JSONTapeDecoder {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Any.self,
        DecodingError.Context(
          codingPath: codingPath + [JSONPathKey(intValue: currentIndex)],
          debugDescription: "expected an element, found the array's end"))
    }
    return decoder.nested(places[currentIndex], JSONPathKey(intValue: currentIndex))
  }

  private mutating func take<T>(_ read: (JSONTapeDecoder) throws -> T) throws -> T {
    let value = try read(next())
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard try next().kind == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try take { try $0.bool() } }
  mutating func decode(_ type: String.Type) throws -> String { try take { try $0.string() } }
  mutating func decode(_ type: Double.Type) throws -> Double { try take { try $0.double() } }
  mutating func decode(_ type: Float.Type) throws -> Float { try take { try $0.float() } }
  mutating func decode(_ type: Int.Type) throws -> Int { try take { try $0.integer(type) } }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try take { try $0.integer(type) } }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try take { try $0.integer(type) } }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try take { try $0.integer(type) } }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try take { try $0.integer(type) } }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try take { try $0.integer(type) } }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try take { try $0.integer(type) } }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try take { try $0.integer(type) } }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try take { try $0.integer(type) } }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try take { try $0.integer(type) } }
  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try take { try $0.decoded(type) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try take { try $0.container(keyedBy: type) } }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try take { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try take { $0 } }
}

/// One value.
struct JSONSingleContainer: SingleValueDecodingContainer {
  let decoder: JSONTapeDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.kind == .null }
  func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
  func decode(_ type: String.Type) throws -> String { try decoder.string() }
  func decode(_ type: Double.Type) throws -> Double { try decoder.double() }
  func decode(_ type: Float.Type) throws -> Float { try decoder.float() }
  func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decoded(type) }
}
