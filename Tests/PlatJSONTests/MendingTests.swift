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
    }
  }
}
