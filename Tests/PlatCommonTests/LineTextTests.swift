import Testing

@testable import PlatCommon

/// White space in texts of one line.
@Suite(.timeLimit(.minutes(30))) struct LineTextTests {
  private static let cases: [(text: String, line: String)] = [
    ("", ""), (" ", ""), ("\u{A0}\t", ""), ("\u{200B}", ""), ("a", "a"),
    ("Palm Springs", "Palm Springs"),
    (" Palm", "Palm"), ("Palm ", "Palm"), ("Palm  Springs", "Palm Springs"),
    ("Palm\tSprings", "Palm Springs"), ("Palm\r\nSprings", "Palm Springs"),
    ("Palm\u{A0}Springs", "Palm Springs"), ("Palm \u{A0} Springs", "Palm Springs"),
    ("Palm\u{2003}Springs", "Palm Springs"), ("Palm\u{3000}Springs", "Palm Springs"),
    ("Palm\u{2028}Springs", "Palm Springs"), ("\u{FEFF}Palm Springs", "Palm Springs"),
    ("Pa\u{200B}lm", "Palm"), ("Palm \u{200B} Springs", "Palm Springs"),
    ("La Cañada", "La Cañada"), ("東京", "東京"), ("a\u{2014}b", "a\u{2014}b"), ("\u{85}é\u{85}", "é"),
    ("👩\u{200D}🌾", "👩\u{200D}🌾"),
  ]

  @Test(arguments: cases.indices) func whiteSpaceIsUniform(_ number: Int) {
    let (text, line) = Self.cases[number]
    #expect(LineText.uniform(text) == line)
    let isUneven = LineText.isUneven(text.utf8Span.span)
    #expect(isUneven == (Array(text.utf8) != Array(line.utf8)), "\(text)")
    let staysUneven = LineText.isUneven(line.utf8Span.span)
    #expect(!staysUneven, "the uniform form stays as it is: \(line)")
  }

  @Test func bytesThatAreNoTextAreKept() {
    for bytes: [UInt8] in [[0xC2], [0xE2, 0x80], [0xFF, 0xC2], [0xE2]] {
      var line: [UInt8] = []
      LineText.append(bytes.span, to: &line)
      #expect(line == bytes && !LineText.isUneven(bytes.span))
    }
  }
}
