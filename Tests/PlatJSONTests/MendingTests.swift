import PlatTestSupport
import Testing

@testable import PlatJSON

/// Strings and numbers that a parser can repair instead of refusing the document.
@Suite("Mending", .timeLimit(.minutes(30))) struct MendingTests {
  private func parsed(_ text: String, _ parser: inout JSONParser) -> String? {
    let bytes = Array(text.utf8)
    guard let value = try? parser.parse(bytes.span) else { return nil }
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes.span.text
  }

  @Test(
    arguments: [
      (#"["\ud83d"]"#, #"["�"]"#, 1), (#"["\udc00x"]"#, #"["�x"]"#, 1),
      (#"["\ud83d\ud83d"]"#, #"["��"]"#, 2), (#"["\ud83dA"]"#, #"["�A"]"#, 1),
      (#"["\ud83c\udfe0"]"#, #"["🏠"]"#, 0), (#"["\q"]"#, #"["\\q"]"#, 1),
      (#"["\u12"]"#, #"["\\u12"]"#, 1), ("[\"a\tb\"]", #"["a\tb"]"#, 1),
      ("[\"\u{1}\"]", #"["\u0001"]"#, 1), (#"["\\ud83d"]"#, #"["\\ud83d"]"#, 0),
      (#"["\ud83d",1e999]"#, #"["�","1e999"]"#, 1),
      (#"[99999999999999999999]"#, #"["99999999999999999999"]"#, 0),
      (#"{"\ud83d":1}"#, #"{"�":1}"#, 1), (#"["\ud83d"#, nil, 0), (#"["\ud83d"}"#, nil, 0),
      ("[\"a\nb\"]", nil, 0), (#"["\ud83d\"]"#, nil, 0), (#"[\ud83d]"#, nil, 0),
    ] as [(String, String?, Int)])
  func oneBadStringCostsNoDocument(text: String, expected: String?, count: Int) {
    var parser = JSONParser(keepsLargeNumbers: true, mendsStrings: true)
    #expect(parsed(text, &parser) == expected, "\(text)")
    if expected != nil { #expect(parser.takeMendedStrings() == count, "\(text)") }
    var strict = JSONParser(keepsLargeNumbers: true)
    if count > 0 { #expect(parsed(text, &strict) == nil, "\(text)") }
  }

  @Test(
    arguments: [
      (#"{"a":NaN,"b":-Infinity,"c":5}"#, #"{"a":null,"b":null,"c":5}"#, 2),
      (#"{"a":undefined,"b":None,"c":NULL}"#, #"{"a":null,"b":null,"c":null}"#, 3),
      (#"{"a":True,"b":FALSE}"#, #"{"a":true,"b":false}"#, 2),
      (
        #"{"a":+5,"b":.5,"c":5.,"d":05,"e":0x10}"#,
        #"{"a":"+5","b":".5","c":"5.","d":"05","e":"0x10"}"#, 5
      ),
      (#"{"a":5,}"#, #"{"a":5}"#, 1), (#"[1,2 , ]"#, #"[1,2]"#, 1), (#"[1,,2]"#, #"[1,2]"#, 1),
      (#"{"a":,"b": }"#, #"{"a":null,"b":null}"#, 2),
      (#"{"a":NumberLong(5)}"#, #"{"a":"NumberLong(5)"}"#, 1),
      (#"{"a":NaN,"b":99999999999999999999}"#, #"{"a":null,"b":"99999999999999999999"}"#, 1),
      (#"{"a":NaN,"b":"\ud83d"}"#, #"{"a":null,"b":"�"}"#, 2),
      (#"{"NaN":"NaN, +5,}","b":NaN}"#, #"{"NaN":"NaN, +5,}","b":null}"#, 1),
      (#"{"a":"x\"","b":NaN}"#, #"{"a":"x\"","b":null}"#, 1),
      (#"[{"a":[NaN,{"b":nan}]},]"#, #"[{"a":[null,{"b":null}]}]"#, 3),
      (#"{"a":5 6}"#, nil, 0), (#"{a:5}"#, nil, 0), (#"{"a":NaN"#, nil, 0), (#"{"a" 5}"#, nil, 0),
      (#"{"a":5}}"#, nil, 0), (#"{"a":[NaN}"#, nil, 0), ("", nil, 0), (",", nil, 0), ("]", nil, 0),
    ] as [(String, String?, Int)])
  func oneBadValueCostsNoDocument(text: String, expected: String?, count: Int) {
    var parser = JSONParser(keepsLargeNumbers: true, mendsStrings: true, mendsValues: true)
    #expect(parsed(text, &parser) == expected, "\(text)")
    if expected != nil { #expect(parser.takeMendedStrings() == count, "\(text)") }
    var strict = JSONParser(keepsLargeNumbers: true, mendsStrings: true)
    if count > 0 { #expect(parsed(text, &strict) == nil, "\(text)") }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func whatIsValidStaysAsItIs(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = [#"\""#, #"\\"#, "a", "é", #"\u00e9"#, #"\ud83c\udfe0"#, #"\n"#, "🏠", "/"]
    for _ in 0..<200 {
      let inner = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        parts[Int.random(in: 0..<parts.count, using: &random)]
      }.joined()
      let text = Array("[\"\(inner)\",{\"\(inner)\":1}]".utf8)
      let mended = JSONMending.mendingStrings(in: text.span)
      #expect(mended.bytes == text && mended.count == 0, "seed \(seed): \(inner)")
      let values = JSONValueMending.mendingValues(in: text.span)
      #expect(values.bytes == text && values.count == 0, "seed \(seed): \(inner)")
    }
  }
}
