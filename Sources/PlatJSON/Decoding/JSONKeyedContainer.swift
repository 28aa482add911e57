/// The members of an object.
struct JSONKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: JSONTapeDecoder
  /// The tape index of each member's value.
  private let places: [String: Int]

  init(_ decoder: JSONTapeDecoder) throws {
    guard decoder.kind == .object else {
      throw decoder.mismatch([String: Any].self, expected: "an object")
    }
    self.decoder = decoder
    places = decoder.with { object in
      var places: [String: Int] = [:]
      var members = object.members
      while members.next() { places[members.key.text] = members.value.index }
      return places
    }
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { places.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { places[key.stringValue] != nil }

  private func value(_ key: Key) throws -> JSONTapeDecoder {
    guard let place = places[key.stringValue] else {
      throw DecodingError.keyNotFound(key, decoder.context("the member is missing"))
    }
    return decoder.nested(place, JSONPathKey(stringValue: key.stringValue))
  }

  func decodeNil(forKey key: Key) throws -> Bool { try value(key).kind == .null }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).string() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).float() }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).integer(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).integer(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
    try value(key).integer(type)
  }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
    try value(key).integer(type)
  }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
    try value(key).integer(type)
  }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).integer(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
    try value(key).integer(type)
  }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    try value(key).integer(type)
  }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    try value(key).integer(type)
  }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    try value(key).integer(type)
  }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try value(key).decoded(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try value(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try value(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let place = places["super"] else {
      let key = JSONPathKey(stringValue: "super")
      throw DecodingError.keyNotFound(key, decoder.context("the member is missing"))
    }
    return decoder.nested(place, JSONPathKey(stringValue: "super"))
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
}
