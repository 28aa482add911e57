import PlatJSON
import Testing

@Suite("Parsing", .timeLimit(.minutes(30)))
struct ParserTests {
  @Test func readsEveryKindOfValue() throws {
    let text = Array(
      #"""
      {"a":null,"b":true,"c":false,"d":-7,"e":18446744073709551615,"f":2.5,\#
      "g":"é\n\u0041","h":[1,[],{}],"i":{}}
      """#
      .utf8)
    var parser = JSONParser()
    let root = try parser.parse(text.span)
    #expect(root.kind == .object)
    #expect(root.count == 9)
    #expect(root["a"].kind == .null)
    #expect(root["b"].bool == true)
    #expect(root["c"].bool == false)
    #expect(root["d"].int64 == -7)
    #expect(root["d"].uint64 == nil)
    #expect(root["d"].double == -7)
    #expect(root["e"].kind == .uint64)
    #expect(root["e"].uint64 == UInt64.max)
    #expect(root["e"].int64 == nil)
    #expect(root["f"].double == 2.5)
    #expect(root["f"].int64 == nil)
    #expect(root["g"].string == "é\nA")
    #expect(root["h"].count == 3)
    #expect(root["h"].element(0).int64 == 1)
    #expect(root["h"].element(1).kind == .array)
    #expect(root["h"].element(2).kind == .object)
    #expect(root["h"].element(3).isMissing == true)
    #expect(root["h"].element(-1).isMissing == true)
    #expect(root["i"].count == 0)
  }

  @Test func whatIsNotThereIsMissing() throws {
    let text = Array(#"{"a":[1]}"#.utf8)
    var parser = JSONParser()
    let root = try parser.parse(text.span)
    #expect(root["b"].isMissing == true)
    #expect(root["b"]["c"]["d"].kind == .missing)
    #expect(root["a"]["b"].isMissing == true)
    #expect(root["a"].element(0).element(0).isMissing == true)
    #expect(root["b"].string == nil)
    #expect(root["b"].bytes.count == 0)
    #expect(root["b"].double == nil)
    #expect(root["b"].bool == nil)
    #expect(root["b"].count == 0)
    var members = root["b"].members
    #expect(members.next() == false)
    var elements = root["b"].elements
    #expect(elements.next() == false)
    // An object is not an array, nor the reverse.
    var wrong = root.elements
    #expect(wrong.next() == false)
    // A missing value, which has the index of the root's own word, must not be walked into.
    #expect(root["b"].position == root["c"].position)
    #expect(root.value(at: root["b"].position).isMissing == true)
  }

  @Test func theLastOfTwoEqualKeysCounts() throws {
    let text = Array(#"{"a":1,"b":2,"a":3}"#.utf8)
    var parser = JSONParser()
    let root = try parser.parse(text.span)
    #expect(root["a"].int64 == 3)
    #expect(root.count == 3)
  }

  @Test func walksMembersAndElementsInOrder() throws {
    let text = Array(#"{"x":[1,[2,3],{"y":4}],"s":"t","n":1.5,"e":{}}"#.utf8)
    var parser = JSONParser()
    let root = try parser.parse(text.span)
    var keys: [String] = []
    var members = root.members
    while members.next() { keys.append(members.key.text) }
    #expect(keys == ["x", "s", "n", "e"])
    #expect(members.next() == false)
    var kinds: [JSONKind] = []
    var elements = root["x"].elements
    while elements.next() { kinds.append(elements.value.kind) }
    #expect(kinds == [.int64, .array, .object])
  }

  @Test func positionsLeadBack() throws {
    let text = Array(#"{"a":{"b":[10,20]}}"#.utf8)
    var parser = JSONParser()
    let root = try parser.parse(text.span)
    let position = root["a"]["b"].element(1).position
    #expect(root.value(at: position).int64 == 20)
    // A position from a longer document gives a missing value here.
    var other = JSONParser()
    let long = Array(("[" + String(repeating: "1,", count: 100) + "2]").utf8)
    let far = try other.parse(long.span).element(100).position
    #expect(root.value(at: far).isMissing == true)
  }

  @Test func aParserTakesOneDocumentAfterAnother() throws {
    var parser = JSONParser()
    for count in [0, 1, 10, 5_000, 3, 100_000, 1] {
      let text = Array(("[" + (0..<count).map(String.init).joined(separator: ",") + "]").utf8)
      #expect(try parser.parse(text.span).count == count)
      #expect(throws: JSONError.self) { try rewritten("[1,") }
    }
  }

  @Test func refusesWhatIsTooLarge() throws {
    var parser = JSONParser(capacityLimit: 100)
    let fits = Array(("\"" + String(repeating: "a", count: 98) + "\"").utf8)
    #expect(try parser.parse(fits.span).string?.utf8.count == 98)
    let tooLarge = fits + [0x20]
    #expect(throws: JSONError(.tooLarge(limit: 100), offset: nil)) {
      _ = try parser.parse(tooLarge.span).kind
    }
    #expect(try parser.parse(fits.span).string?.utf8.count == 98)
    var none = JSONParser(capacityLimit: -5)
    #expect(throws: JSONError(.tooLarge(limit: 0), offset: nil)) {
      _ = try none.parse(fits.span).kind
    }
  }

  @Test func scalarsStandAlone() throws {
    for text in ["1", "-0.5", "true", "false", "null", "\"x\"", "[]", "{}"] {
      #expect(try rewritten(text) == text)
    }
    #expect(try rewritten(" \n\t\r 12 \n") == "12")
  }

  @Test func bytesAreTheSameOnlyWhereAllAre() {
    for length in 0..<40 {
      let bytes = (0..<length).map { UInt8($0) }
      #expect(bytes.span.hasSameBytes(as: bytes.span) == true)
      #expect(bytes.span.hasSameBytes(as: (bytes + [0]).span) == false)
      for place in 0..<length {
        var other = bytes
        other[place] ^= 0x80
        #expect(bytes.span.hasSameBytes(as: other.span) == false, "\(length) \(place)")
      }
    }
  }

  @Test func stringsOfEveryLengthComeBack() throws {
    for length in 0..<200 {
      let text = "[\"" + String(repeating: "x", count: length) + "\"]"
      #expect(try rewritten(text) == text)
    }
  }
}
