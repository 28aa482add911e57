import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// The table that gives each distinct text a code.
@Suite(.timeLimit(.minutes(30))) struct DictionaryTests {
  @Test func codesCountUpInTheOrderOfFirstAppearance() {
    var draw = SeededGenerator(seed: 2)
    var builder = DictionaryBuilder()
    var codes: [String: UInt32] = ["": 0]
    for _ in 0..<3_000 {
      // Texts of all lengths around multiples of eight bytes, many of them known already.
      let length = draw.int(0...20)
      let text =
        String(repeating: "é", count: length / 4) + String(draw.int(0...900))
        + String(repeating: "x", count: length)
      let wanted = draw.percent(5) ? "" : text
      let known = codes[wanted]
      if draw.percent(1) { builder.reserve(draw.int(0...4_000)) }
      let code = builder.code(wanted.utf8Span.span)
      if let known {
        #expect(code == known, "seed 2: \(wanted)")
      } else {
        #expect(code == UInt32(codes.count), "seed 2: \(wanted)")
        codes[wanted] = code
      }
    }
    #expect(builder.texts.count == codes.count - 1)
    for (text, code) in codes where code > 0 {
      let isSame = builder.texts.equals(at: Int(code) - 1, text.utf8Span.span)
      let isLonger = builder.texts.equals(at: Int(code) - 1, (text + "!").utf8Span.span)
      #expect(isSame && !isLonger, "\(text)")
    }
  }

  @Test func foldingIgnoresCaseAndAccents() {
    let texts = [
      ("", ""), ("Palm Springs", "palm springs"), ("PALM", "palm"), ("a-Z[`{@", "a-z[`{@"),
      ("CAÑON", "canon"), ("CAN\u{303}ON", "canon"), ("İzmir", "izmir"), ("Straße", "strasse"),
      ("Ørsta", "orsta"), ("Łódź", "lodz"), ("ΑΣ", "ασ"), ("Ή", "η"), ("Й", "и"), ("日本", "日本"),
      ("한", "한"), ("\u{1112}\u{1161}\u{11AB}", "한"), ("\u{FFFD}", "\u{FFFD}"),
      (" A  b ", " a  b "),
    ]
    for (text, expected) in texts {
      let folded = TextFolding.fold(text.utf8Span.span)
      #expect(folded == Array(expected.utf8), "\(text)")
      #expect(TextFolding.fold(folded.span) == folded, "\(text) folded again")
    }
    // Bytes that are not UTF-8 become U+FFFD.
    let broken: [UInt8] = [0x41, 0xFF]
    let folded = TextFolding.fold(broken.span)
    #expect(folded == Array("a\u{FFFD}".utf8))
  }
}
