import Testing

@testable import PlatCommon

/// Base64 for URLs, tested with the vectors of RFC 4648.
@Suite(.timeLimit(.minutes(30))) struct Base64URLTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func theVectorsOfTheStandardHold(_ plain: String, _ coded: String) {
    #expect(Base64URL.encode(Array(plain.utf8)) == coded)
    #expect(Base64URL.decode(coded) == Array(plain.utf8))
  }

  @Test func allBytesComeBack() {
    let bytes = (0...255).map { UInt8($0) }
    let text = Base64URL.encode(bytes)
    #expect(Base64URL.decode(text) == bytes && text.contains("-") && text.contains("_"))
  }

  @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "a+b", "a/b", "é"])
  func textsThatNoBytesGiveAreRefused(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}
