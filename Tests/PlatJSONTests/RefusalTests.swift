import Foundation
import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatJSON

@Suite("Refusals", .timeLimit(.minutes(30)))
struct RefusalTests {
  @Test(arguments: [
    ("", JSONError(.empty, offset: nil)),
    (" \n ", JSONError(.empty, offset: nil)),
    ("{", JSONError(.expected(.keyOrEnd), offset: 1)),
    ("[", JSONError(.expected(.valueOrEnd), offset: 1)),
    ("}", JSONError(.expected(.value), offset: 0)),
    ("[1,]", JSONError(.expected(.value), offset: 3)),
    ("[1 2]", JSONError(.expected(.commaOrBracket), offset: 3)),
    ("[1}", JSONError(.expected(.commaOrBracket), offset: 2)),
    (#"{"a" 1}"#, JSONError(.expected(.colon), offset: 5)),
    (#"{"a":1,}"#, JSONError(.expected(.key), offset: 7)),
    (#"{"a":1]"#, JSONError(.expected(.commaOrBrace), offset: 6)),
    (#"{a:1}"#, JSONError(.expected(.keyOrEnd), offset: 1)),
    (#"{"a":}"#, JSONError(.expected(.value), offset: 5)),
    ("[tru]", JSONError(.expected(.valueOrEnd), offset: 1)),
    ("nullx", JSONError(.expected(.value), offset: 0)),
    ("NaN", JSONError(.expected(.value), offset: 0)),
    ("[Infinity]", JSONError(.expected(.valueOrEnd), offset: 1)),
    ("01", JSONError(.malformedNumber, offset: 0)),
    ("[1.]", JSONError(.malformedNumber, offset: 1)),
    ("[-]", JSONError(.malformedNumber, offset: 1)),
    ("[1e]", JSONError(.malformedNumber, offset: 1)),
    ("[.5]", JSONError(.expected(.valueOrEnd), offset: 1)),
    ("[+5]", JSONError(.expected(.valueOrEnd), offset: 1)),
    ("[12abc]", JSONError(.malformedNumber, offset: 1)),
    ("[1e400]", JSONError(.numberOutOfRange, offset: 1)),
    ("[18446744073709551616]", JSONError(.numberOutOfRange, offset: 1)),
    ("[-9223372036854775809]", JSONError(.numberOutOfRange, offset: 1)),
    ("1 2", JSONError(.trailingBytes, offset: 2)),
    ("{} {}", JSONError(.trailingBytes, offset: 3)),
    ("\"abc", JSONError(.malformedString, offset: 4)),
    ("\"a\nb\"", JSONError(.malformedString, offset: 2)),
    (#""a\x""#, JSONError(.malformedString, offset: 2)),
    (#""\u12g4""#, JSONError(.malformedString, offset: 1)),
    (#""\ud800""#, JSONError(.malformedString, offset: 1)),
    (#""\udc00""#, JSONError(.malformedString, offset: 1)),
    (#""\ud800\u0041""#, JSONError(.malformedString, offset: 1)),
    ("\u{FEFF}[]", JSONError(.expected(.value), offset: 0)),
  ])
  func saysWhatAndWhere(text: String, error: JSONError) {
    #expect(refusal(text) == error, "\(text)")
  }

  @Test func theLimitsOfNumbersFit() throws {
    for text in [
      "9223372036854775807", "-9223372036854775808", "18446744073709551615",
      "1.7976931348623157e+308", "0.0",
    ] {
      #expect(try rewritten(text) == text)
    }
    // A number too small for a double is zero, not an error.
    #expect(try rewritten("1e-400") == "0.0")
  }

  @Test func largeNumbersBecomeTextWhereThatIsAskedFor() throws {
    func rewritten(_ text: String) throws(JSONError) -> String {
      var parser = JSONParser(keepsLargeNumbers: true)
      let root = try parser.parse(text.utf8Span.span)
      var writer = JSONWriter()
      writer.value(root)
      return writer.bytes.span.text
    }
    #expect(try rewritten("1e400") == #""1e400""#)
    #expect(
      try rewritten("[-1E+999, 20060725224713296297000000 ,5]")
        == #"["-1E+999","20060725224713296297000000",5]"#)
    #expect(
      try rewritten(#"{"a":1e999,"b":[18446744073709551616]}"#)
        == #"{"a":"1e999","b":["18446744073709551616"]}"#)
    #expect(throws: JSONError(.malformedNumber, offset: 7)) { try rewritten("[1e400,01]") }
    #expect(throws: JSONError(.expected(.commaOrBracket), offset: 7)) { try rewritten("[1e400 5]") }
    #expect(throws: JSONError(.malformedNumber, offset: 0)) { try rewritten("-") }
  }

  @Test func refusesWhatIsNotUTF8() {
    let bad: [([UInt8], Int)] = [
      ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0xAF, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
      ([0x22, 0x61, 0xE2, 0x82, 0x22], 2), ([0xFF, 0xFE, 0x7B, 0x00], 0),
      ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], 1),
    ]
    for (bytes, offset) in bad {
      #expect(refusal(bytes) == JSONError(.notUTF8, offset: offset), "\(bytes)")
    }
  }

  @Test func deepNestingIsAnErrorNotACrash() throws {
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
      let deep = String(repeating: opening, count: 100_000)
      #expect(refusal(deep)?.reason == .tooDeep)
      #expect(refusal(deep + "1" + String(repeating: closing, count: 100_000))?.reason == .tooDeep)
      let most = JSONParser.depthLimit - 1
      let fits =
        String(repeating: opening, count: most) + "1" + String(repeating: closing, count: most)
      #expect(try rewritten(fits) == fits)
      #expect(
        refusal(opening + fits + closing) == JSONError(.tooDeep, offset: most * opening.utf8.count))
    }
  }

  @Test func everyTruncationIsRefusedAsTheGrammarSays() {
    let text = Array(
      #"{"a":[1,-2.5e3,"é\u00e9\ud83c\udfe0",null,true,false,{"b":{}}],"c":"\"\\\/\b\f\n\r\t"}"#
        .utf8)
    #expect(refusal(text) == nil)
    for length in 0..<text.count {
      let cut = Array(text.prefix(length))
      #expect(refusal(cut) != nil, "length \(length)")
      checkAgainstGrammar(cut, "length \(length)")
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func randomBytesAreTakenOrRefusedAsTheGrammarSays(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet =
      Array(#"{}[]",:\tfn-+.eE0123456789 "#.utf8) + [
        0x0A, 0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xA9, 0xFF,
      ]
    let seedText = Array(
      #"{"listingKey":"K\u00e9","n":[1,2.5,-3e2,true,false,null],"o":{"x":"y"}}"#.utf8)
    for round in 0..<2_000 {
      var bytes: [UInt8]
      if round % 2 == 0 {
        bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
      } else {
        bytes = seedText
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
      }
      checkAgainstGrammar(bytes, "seed \(seed) round \(round)")
    }
  }

  @Test func everyExtractIsTaken() throws {
    for name in try RealData.files(of: .extracts, below: "reso", ending: ".json") {
      let bytes = try RealData.bytes(name)
      if !Self.malformed.contains(name) { #expect(refusal(bytes) == nil, "\(name)") }
      checkAgainstGrammar(bytes, name)
    }
  }

  /// Extracts that are not valid JSON.
  private static let malformed: Set = [
    "reso/odata-utah-docs-examples/odata-endpoints-5.json",
    "reso/odata-utah-docs-examples/query-options-11.json",
    "reso/odata-utah-docs-examples/replication-0.json",
  ]

  @Test(.enabled(if: RealData.isThere("reso/MANIFEST.json"), "\(RealData.hint)"))
  func theMalformedFilesAreRefusedAndTheOthersTaken() throws {
    let manifest = try RealData.bytes("reso/MANIFEST.json")
    var parser = JSONParser()
    let entries = try parser.parse(manifest.span)
    var taken = 0
    var refused: [String] = []
    var cursor = entries.elements
    while cursor.next() {
      let name = cursor.value["file"].string ?? ""
      let isValid = cursor.value["valid_json"].bool
      guard let isValid else { continue }
      let bytes = try RealData.bytes("reso/" + name)
      let error = refusal(bytes)
      #expect(
        (error == nil) == isValid, "\(name): \(error.map(String.init(describing:)) ?? "taken")")
      #expect(error?.reason != .parserFailure, "\(name)")
      checkAgainstGrammar(bytes, name)
      if error == nil { taken += 1 } else { refused.append(name) }
    }
    #expect(taken > 120)
    #expect(refused.count == 6)
  }

  /// The parser and its slow twin must agree on every input.
  private func checkAgainstGrammar(_ bytes: [UInt8], _ label: String) {
    let isUTF8 = bytes.span.isValidUTF8
    #expect(isUTF8 == (String(validating: bytes, as: UTF8.self) != nil), "\(label)")
    guard isUTF8 else {
      #expect(refusal(bytes)?.reason == .notUTF8, "\(label) \(bytes)")
      return
    }
    var grammar = JSONGrammar(bytes: bytes.span)
    #expect(refusal(bytes) == grammar.firstFault(), "\(label) \(bytes.span.text)")
  }
}
