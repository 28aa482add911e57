import PlatJSON
import Testing

@testable import PlatAssistant

/// The kinds of parameter values: their limits, descriptions and schemas.
@Suite(.timeLimit(.minutes(30))) struct ValueKindTests {
  @Test func theBordersOfNumbersBelongToThem() {
    let kind = ValueKind.number(-1...2.5)
    for (text, number) in [("-1", -1), ("2.5", 2.5), ("0", 0), ("1e0", 1)] {
      #expect(kind.number(text) == number, "\(text)")
    }
    for text in ["-1.0001", "2.5001", "", "x", "nan", "inf", "1e400", " 1", "1,5"] {
      #expect(kind.number(text) == nil, "\(text)")
    }
    let whole = ValueKind.whole(1...3)
    #expect(whole.number("1") == 1 && whole.number("3.0") == 3)
    for text in ["0", "4", "1.5", "1e300", "-1"] { #expect(whole.number(text) == nil, "\(text)") }
    #expect(ValueKind.text.number("7") == 7, "another kind has no bounds")
  }

  @Test func textsAreCountedInCharacters() {
    let kind = ValueKind.word(1...3)
    #expect(kind.allows("a") && kind.allows("äöü") && !kind.allows("") && !kind.allows("abcd"))
    // A letter with a separate mark counts as two.
    #expect(kind.allows("e\u{301}x") && !kind.allows("e\u{301}e\u{301}"))
    let choice = ValueKind.choice(["chat", "responses"])
    #expect(choice.allows("chat") && !choice.allows("Chat") && ValueKind.text.allows(""))
    #expect(choice.nearest(to: "respnses") == "responses" && choice.nearest(to: "qqqq") == nil)
    #expect(kind.nearest(to: "chat") == nil)
  }

  @Test func flagsAndLists() {
    #expect(ValueKind.flag("true") == true && ValueKind.flag("FALSE") == false)
    for text in ["", "yes", "1", "tru", " true"] { #expect(ValueKind.flag(text) == nil, "\(text)") }
    #expect(ValueKind.texts(" Condo, ,Townhouse,") == ["Condo", "Townhouse"])
    #expect(ValueKind.texts("").isEmpty && ValueKind.texts(" , ").isEmpty)
  }

  private static let kinds: [(kind: ValueKind, expected: String, schema: String, strict: String)] =
    [
      (.text, "a text", #""type":"string""#, #""type":["string","null"]"#),
      (
        .word(1...20), "a text of 1 to 20 characters",
        #""type":"string","minLength":1,"maxLength":20"#, #""type":["string","null"]"#
      ),
      (
        .whole(0...500), "a whole number from 0 to 500",
        #""type":"integer","minimum":0,"maximum":500"#, #""type":["integer","null"]"#
      ),
      (
        .number(0.5...2.5), "a number from 0.5 to 2.5",
        #""type":"number","minimum":0.5,"maximum":2.5"#, #""type":["number","null"]"#
      ),
      (.flag, "true or false", #""type":"boolean""#, #""type":["boolean","null"]"#),
      (
        .choice(["a", "b"]), #""a" or "b""#, #""type":"string","enum":["a","b"]"#,
        #""type":["string","null"],"enum":["a","b",null]"#
      ),
      (
        .texts, "a list of texts", #""type":"array","items":{"type":"string"}"#,
        #""type":["array","null"],"items":{"type":"string"}"#
      ),
    ]

  @Test(arguments: kinds.indices) func aKindIsDescribed(_ place: Int) {
    let (kind, expected, schema, strict) = Self.kinds[place]
    func written(isNullable: Bool, hasBounds: Bool) -> String {
      var writer = JSONWriter()
      writer.object { writer in
        kind.writeSchemaMembers(isNullable: isNullable, hasBounds: hasBounds, to: &writer)
      }
      return String(decoding: writer.bytes, as: UTF8.self)
    }
    #expect(kind.expected == expected)
    #expect(written(isNullable: false, hasBounds: true) == "{\(schema)}")
    #expect(written(isNullable: true, hasBounds: false) == "{\(strict)}")
  }

  @Test func textsAreOneTextOutsideABody() {
    var writer = JSONWriter()
    writer.object { writer in
      ValueKind.texts.writeSchemaMembers(isNullable: false, isInBody: false, to: &writer)
    }
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"type":"string"}"#)
  }
}
