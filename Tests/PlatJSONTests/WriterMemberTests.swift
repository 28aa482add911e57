import Foundation
import PlatJSON
import PlatTestSupport
import Testing

/// Objects, arrays and members in one call, and objects that are described once.
@Suite(.timeLimit(.minutes(30))) struct WriterMemberTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return writer.bytes.span.text
  }

  @Test func objectsAndArraysAreWrittenAsByTheirBeginsAndEnds() {
    let name = "na\"me"
    let text = written { writer in
      writer.object { writer in
        writer.member("a", 1)
        writer.array("b") { writer in
          writer.object { _ in }
          writer.array { _ in }
        }
        writer.object("c") { writer in writer.member(named: name, "x") }
        writer.array(named: name) { _ in }
        writer.object(named: name) { _ in }
      }
    }
    let expected =
      #"{"a":1,"b":[{},[]],"c":{"na\"me":"x"},"na\"me":[],"na\"me":{}}"#
    #expect(text == expected)
  }

  @Test func membersOfNilAreLeftOutOrNull() {
    let (none, some): (String?, Int?) = (nil, 7)
    let text = written { writer in
      writer.object { writer in
        writer.member("a", ifPresent: none)
        writer.member(named: "b", ifPresent: none)
        writer.member("c", orNull: none)
        writer.member("d", ifPresent: some)
        writer.member("e", orNull: some)
        writer.member("f", shortest: nil)
        writer.member("g", hundredths: nil)
      }
    }
    #expect(text == #"{"c":null,"d":7,"e":7,"g":null}"#)
  }

  @Test func numbersOfMembersHaveTheDigitsThatTheirLabelsSay() {
    let text = written { writer in
      writer.object { writer in
        writer.member("a", 2.0)
        writer.member("b", shortest: 2.0)
        writer.member("c", shortest: 2.5)
        writer.member("d", 2.046, decimals: 2)
        writer.member("e", .infinity, decimals: 2)
        writer.member("f", hundredths: 2.046)
        writer.member("g", hundredths: 2)
        writer.member("h", share: 1)
        writer.member("i", share: 0.123_46)
        writer.member("j", fixed: 1_234_500, decimals: 4)
        writer.member("k", [true, false])
        writer.member("l", UInt64.max)
        writer.member("m", Int64.min)
      }
    }
    let expected =
      #"{"a":2.0,"b":2,"c":2.5,"d":2.05,"e":null,"f":2.05,"g":2,"h":1.0,"i":0.1235,"j":123.45,"#
      + #""k":[true,false],"l":18446744073709551615,"m":-9223372036854775808}"#
    #expect(text == expected)
  }

  @Test func aMemberThatThrowsPassesItsErrorOn() {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      var writer = JSONWriter()
      try writer.object { writer throws(Failure) in
        try writer.array("a") { _ throws(Failure) in throw Failure() }
      }
    }
  }

  // MARK: Described objects

  private struct Home: Sendable {
    var key: String
    var beds: Int?
    var photos: [String] = []
  }

  private static let photo = DescribedObject<String>([.member("url") { $0 }])
  private static let home = DescribedObject<Home>([
    .member("key", "Its key.") { $0.key },
    .optional("beds", as: .integer(least: 0)) { $0.beds },
    .nullable("cover") { $0.photos.first },
    .list("photos", by: photo) { $0.photos },
    .object("first", by: photo) { $0.photos.first ?? "" },
    .written("note", .words(["none"]), when: { $0.photos.isEmpty }) { $1.string("none") },
  ])

  @Test func aDescribedObjectHasTheMembersOfItsListInTheirOrder() {
    let full = written { Self.home.write(Home(key: "a", beds: 3, photos: ["u"]), to: &$0) }
    #expect(
      full == #"{"key":"a","beds":3,"cover":"u","photos":[{"url":"u"}],"first":{"url":"u"}}"#)
    let bare = written { Self.home.write(Home(key: "b"), to: &$0) }
    #expect(bare == #"{"key":"b","cover":null,"photos":[],"first":{"url":""},"note":"none"}"#)
  }

  @Test func theSchemaNamesEachMemberWithItsTypeAndThoseThatAreAlwaysThere() {
    let schema = written { JSONType.object(Self.home.descriptions).writeSchema(to: &$0) }
    let photo =
      #"{"type":"object","required":["url"],"properties":{"url":{"type":"string"}}}"#
    let expected =
      #"{"type":"object","required":["key","cover","photos","first"],"properties":{"#
      + #""key":{"type":"string","description":"Its key."},"#
      + #""beds":{"type":"integer","minimum":0},"cover":{"type":["string","null"]},"#
      + #""photos":{"type":"array","items":\#(photo)},"first":\#(photo),"#
      + #""note":{"type":"string","enum":["none"]}}}"#
    #expect(schema == expected)
  }

  @Test(arguments: [
    (JSONType.dateTime, #"{"type":"string","format":"date-time"}"#),
    (.number(in: 0...1), #"{"type":"number","minimum":0,"maximum":1}"#),
    (.number(least: 0.5), #"{"type":"number","minimum":0.5}"#),
    (.constant("a"), #"{"type":"string","const":"a"}"#),
    (
      .array(of: .boolean, count: 4...4),
      #"{"type":"array","items":{"type":"boolean"},"minItems":4,"maxItems":4}"#
    ),
    (.array(of: nil, count: 0...9), #"{"type":"array","items":{},"maxItems":9}"#),
    (.map(of: nil), #"{"type":"object"}"#),
    (.map(of: .string), #"{"type":"object","additionalProperties":{"type":"string"}}"#),
    (.nullable(.number()), #"{"type":["number","null"]}"#),
    (
      .nullable(.named("A")), ##"{"oneOf":[{"$ref":"#/components/schemas/A"},{"type":"null"}]}"##
    ),
    (.any([.string, .boolean]), #"{"anyOf":[{"type":"string"},{"type":"boolean"}]}"#),
    (.all([.string]), #"{"allOf":[{"type":"string"}]}"#),
  ])
  func aTypeIsWrittenAsJSONSchemaHasIt(_ type: JSONType, _ schema: String) {
    #expect(written { type.writeSchema(to: &$0) } == schema)
  }
}
