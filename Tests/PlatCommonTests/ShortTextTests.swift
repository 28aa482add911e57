import PlatCommon
import Testing

/// Shortening of untrusted texts.
@Suite(.timeLimit(.minutes(30))) struct ShortTextTests {
  @Test(arguments: [
    ("", 3, ""), ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("aéé", 3, "a…"), ("aéé", 4, "aé…"),
    ("aéé", 5, "aéé"), ("日本語", 4, "日…"), ("😀😀", 5, "😀…"), ("😀", 2, "…"), ("abc", 0, "…"),
  ])
  func textsAreCutBetweenScalars(_ text: String, _ bytes: Int, _ expected: String) {
    #expect(text.shortened(to: bytes) == expected)
  }

  @Test func oneGraphemeClusterOfAMillionBytesIsCut() {
    let text = "a" + String(repeating: "\u{301}", count: 500_000)
    #expect(text.shortened().utf8.count <= 80 + "…".utf8.count)
    #expect(text.shortened().utf8.count > 70)
  }
}
