extension PolygonRings {
  /// Reads `POLYGON` or `MULTIPOLYGON` as specified in OGC 06-103r4 (Simple Features, part 1), in
  /// upper or lower case.
  ///
  /// `SRID=4326;` may precede it, and `Z`, `M` or `ZM` may follow the name; heights and measures
  /// are ignored.
  mutating func read(wkt bytes: Span<UInt8>) throws(PolygonError) {
    var cursor = WKTCursor(bytes: bytes)
    var name = cursor.word()
    if name == "SRID" {
      guard cursor.skip("="), cursor.numeral() == "4326", cursor.skip(";") else {
        throw expected("SRID=4326;", at: cursor)
      }
      name = cursor.word()
    }
    guard name == "POLYGON" || name == "MULTIPOLYGON" else {
      throw error(
        .expected(
          "POLYGON or MULTIPOLYGON",
          found: name.isEmpty ? cursor.found : "\"\(Self.shortened(name))\"", offset: 0))
    }
    var qualifier = cursor.word()
    var extra = 0
    if let count = ["Z": 1, "M": 1, "ZM": 2][qualifier] {
      extra = count
      qualifier = cursor.word()
    }
    if qualifier == "EMPTY" { throw error(.empty) }
    guard qualifier.isEmpty else {
      throw error(.expected("'('", found: "\"\(Self.shortened(qualifier))\"", offset: nil))
    }

    beginPart(isMulti: name == "MULTIPOLYGON")
    if name == "POLYGON" {
      try readPolygon(&cursor, extra: extra)
    } else {
      try open(&cursor)
      repeat { try readPolygon(&cursor, extra: extra) } while cursor.skip(",")
      try close(&cursor)
    }
    guard cursor.isAtEnd else { throw expected("the end", at: cursor) }
    try endPart()
  }

  private mutating func readPolygon(_ cursor: inout WKTCursor, extra: Int) throws(PolygonError) {
    beginPolygon()
    try open(&cursor)
    repeat {
      try beginRing()
      try open(&cursor)
      repeat { try readPosition(&cursor, extra: extra) } while cursor.skip(",")
      try close(&cursor)
      try endRing()
    } while cursor.skip(",")
    try close(&cursor)
    try endPolygon()
  }

  /// Reads longitude and latitude, and up to two more numbers, or as many as the name announces.
  private mutating func readPosition(_ cursor: inout WKTCursor, extra: Int) throws(PolygonError) {
    beginPosition()
    let longitude = try number(&cursor)
    let latitude = try number(&cursor)
    for _ in 0..<extra { _ = try number(&cursor) }
    if extra == 0 {
      for _ in 0..<2 where cursor.isAtNumeral { _ = try number(&cursor) }
    }
    try append(longitude: longitude, latitude: latitude)
  }

  private func number(_ cursor: inout WKTCursor) throws(PolygonError) -> Double {
    let start = cursor
    guard let number = Double(cursor.numeral()), number.isFinite else {
      throw expected("a number", at: start)
    }
    return number
  }

  private func open(_ cursor: inout WKTCursor) throws(PolygonError) {
    guard cursor.skip("(") else { throw expected("'('", at: cursor) }
  }

  private func close(_ cursor: inout WKTCursor) throws(PolygonError) {
    guard cursor.skip(")") else { throw expected("',' or ')'", at: cursor) }
  }

  private func expected(_ what: String, at cursor: borrowing WKTCursor) -> PolygonError {
    error(.expected(what, found: cursor.found, offset: cursor.offset))
  }
}

/// Splits WKT into words, numerals and signs; blanks between them are ignored.
private struct WKTCursor: ~Escapable {
  private let bytes: Span<UInt8>
  /// The offset of the next nonblank byte.
  private(set) var offset = 0

  @_lifetime(copy bytes)
  init(bytes: Span<UInt8>) {
    self.bytes = bytes
    skipBlanks()
  }

  var isAtEnd: Bool { offset == bytes.count }

  var isAtNumeral: Bool { !isAtEnd && Self.isOfNumeral(bytes[offset]) }

  /// The next byte, for an error message.
  var found: String {
    guard !isAtEnd else { return "the end" }
    let byte = bytes[offset]
    return byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }

  /// Skips a sign; false if the next byte is another one.
  @_lifetime(self: copy self)
  mutating func skip(_ sign: Unicode.Scalar) -> Bool {
    guard !isAtEnd, bytes[offset] == UInt8(ascii: sign) else { return false }
    offset += 1
    skipBlanks()
    return true
  }

  /// The letters from here on, in upper case; empty if there are none.
  @_lifetime(self: copy self)
  mutating func word() -> String {
    take { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }.uppercased()
  }

  /// The characters of a decimal number from here on; empty if there are none.
  @_lifetime(self: copy self)
  mutating func numeral() -> String { take(Self.isOfNumeral) }

  private static func isOfNumeral(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  @_lifetime(self: copy self)
  private mutating func take(_ isWanted: (UInt8) -> Bool) -> String {
    let start = offset
    while offset < bytes.count, isWanted(bytes[offset]) { offset += 1 }
    var text = ""
    for i in start..<offset { text.unicodeScalars.append(Unicode.Scalar(bytes[i])) }
    skipBlanks()
    return text
  }

  @_lifetime(self: copy self)
  private mutating func skipBlanks() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }
}
