import Testing

@testable import PlatFeeds

@Suite(.timeLimit(.minutes(30))) struct ContentKindTests {
  @Test func inputsThatAreNeitherJSONNorCSVSayWhatTheyAre() {
    let inputs: [(bytes: [UInt8], reason: RefusalReason)] = [
      ([], .empty),
      (Array(" \n\t\r\n".utf8), .empty),
      ([0xEF, 0xBB, 0xBF], .empty),
      (Array("<?xml version=\"1.0\"?><html/>".utf8), .markup),
      ([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], .utf16),
      ([0xFE, 0xFF, 0x00, 0x7B], .utf16),
      ("{\"listingKey\":\"a\"}".utf8.flatMap { [$0, 0] }, .utf16),
      ("listingKey,city".utf8.flatMap { [0, $0] }, .utf16),
      ([0x50, 0x4B, 0x03, 0x04, 0x14], .binary),
      (Array("PAR1xyz".utf8), .binary),
      (Array("SQLite format 3\u{0}".utf8), .binary),
      (Array("BZh91AY&SY\u{1}".utf8), .binary),
      ([0x00, 0x01, 0x02, 0x03], .binary),
      ([0x7F, 0x45, 0x4C, 0x46], .binary),
      (Array("%PDF-1.4\n".utf8), .binary),
      (Array("12345".utf8), .noKeyColumn),
      (Array("hello world, this is text\n".utf8), .noKeyColumn),
      (Array("\"text\"".utf8), .noKeyColumn),
      (Array("a,\"b".utf8), .truncated),
      (Array("a,\"b\"c\n".utf8), .malformed),
    ]
    for (bytes, reason) in inputs {
      for cut in Cut.all {
        let found = load(bytes, cut)
        #expect(found.refusals.map(\.reason) == [reason], "\(bytes) \(cut): \(found.refusals)")
        #expect(found.refusals.first?.scope == .file)
        #expect(found.read == 0)
      }
    }
  }

  @Test func aHeadOfBlanksMayBeFollowedByJSON() {
    let found = load(String(repeating: " \n", count: 5000) + #"{"listingKey":"a"}"#)
    #expect(found.keys == ["a"])
    #expect(load(String(repeating: " \n", count: 5000)) == Load())
  }

  @Test func aHeaderThatBeginsLikeAnArchiveIsCSV() {
    #expect(load("BZhKey,listingKey\n1,a\n").keys == ["a"])
    #expect(load("PKID,listingKey\n1,a\n").keys == ["a"])
  }
}
