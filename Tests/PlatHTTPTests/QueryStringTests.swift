import Testing

@testable import PlatHTTP

@Suite(.timeLimit(.minutes(30))) struct QueryStringTests {
  private func pairs(_ text: String, limit: Int = 1000) throws -> [[String]] {
    try QueryString.pairs(Array(text.utf8).span, limit: limit).map { [$0.name, $0.value] }
  }

  @Test func namesAndValues() throws {
    #expect(try pairs("") == [])
    #expect(try pairs("a") == [["a", ""]])
    #expect(try pairs("a=") == [["a", ""]])
    #expect(try pairs("=b") == [["", "b"]])
    #expect(try pairs("=") == [["", ""]])
    #expect(try pairs("a=1&b=2&a=3") == [["a", "1"], ["b", "2"], ["a", "3"]])
    #expect(try pairs("&&a=1&&") == [["a", "1"]])
    #expect(try pairs("a=b=c") == [["a", "b=c"]])
    #expect(
      try pairs("city=Palm+Springs&x=%26%3D%2B%25") == [["city", "Palm Springs"], ["x", "&=+%"]])
    #expect(try pairs("%C3%A9=%F0%9F%8F%A0") == [["é", "🏠"]])
    #expect(try pairs("é=1") == [["é", "1"]])
    #expect(try pairs("a=%00") == [["a", "\0"]])
  }

  @Test(arguments: [
    ("a=%", 2), ("a=%4", 2), ("a=%4g", 2), ("b&%zz=1", 2), ("%&41", 0), ("a=1%2", 3),
  ])
  func escapesThatAreNone(text: String, place: Int) {
    #expect(throws: PercentError(reason: .badEscape, offset: place)) { try pairs(text) }
  }

  @Test(arguments: [
    ("a=%FF", 2), ("%C3=1", 0), ("a=1&b=%ED%A0%80", 6), ("a=%C0%AF", 2), ("a=%C3&b=%A9", 2),
  ])
  func bytesThatAreNoText(text: String, place: Int) {
    #expect(throws: PercentError(reason: .notUTF8, offset: place)) { try pairs(text) }
  }

  @Test func asManyAsAreRead() throws {
    #expect(try pairs("a&b&c", limit: 3).count == 3)
    #expect(throws: PercentError(reason: .tooMany(limit: 2), offset: 4)) {
      try pairs("a&b&c", limit: 2)
    }
  }

  @Test func partsOfPaths() throws {
    #expect(try PercentCoding.decode(Array("a+b%20c%2Fd".utf8).span) == "a+b c/d")
    #expect(throws: PercentError.self) { try PercentCoding.decode(Array("%".utf8).span) }
  }

  @Test func errorsSayWhere() {
    #expect(PercentError(reason: .badEscape, offset: 7).description.contains("byte 7"))
    #expect(PercentError(reason: .notUTF8, offset: 8).description.contains("byte 8"))
    #expect(PercentError(reason: .tooMany(limit: 9), offset: 0).description.contains("9"))
  }
}
