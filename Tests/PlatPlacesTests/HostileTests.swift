import Dispatch
import PlatPlaces
import PlatTestSupport
import Synchronization
import Testing

/// Untrusted texts: rejected with a reason or answered, never a trap, never slow.
@Suite(.timeLimit(.minutes(30))) struct HostileTests {
  @Test func longTextsAreRefusedAtOnce() {
    let gazetteer = MatchTests.gazetteer
    let long = String(repeating: "palm springs ", count: 80_000)
    #expect(throws: PlaceTextError.tooLong(bytes: long.utf8.count, limit: 256)) {
      try gazetteer.match(long)
    }
    #expect(throws: PlaceTextError.tooManyWords(limit: 32)) {
      try gazetteer.match(String(repeating: "a ", count: 100))
    }
    #expect(gazetteer.addressReadings(long).isEmpty)
  }

  @Test(arguments: ["", " ", ",,,", "\u{0}\u{1}\u{7F}", "日本", "🏠", "\u{301}\u{301}", "...", "-"])
  func textsWithoutNamesAreEmpty(_ text: String) {
    #expect(throws: PlaceTextError.empty) { try MatchTests.gazetteer.match(text) }
  }

  @Test(arguments: [
    "#", "# # #", "1", "11111", "99999-9999", "st", "st st st", "ca", "ca ca ca", "in in in",
    "near near near near",
    "the the", "a,b,c,d,e,f,g,h", "1/2", "1 2 3 4 5 6 7 8", "apt", "apt 4", "123 apt", "123 #",
    "n s e w", "usa",
    "united states", "indio\u{0}", "\u{202E}oidni",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    """
    zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\
    zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz
    """,
    "İstanbul",
  ]) func oddTextsAreAnswered(_ text: String) throws {
    for match in try MatchTests.gazetteer.match(text).matches {
      #expect((0...1).contains(match.confidence))
    }
    _ = MatchTests.gazetteer.addressReadings(text)
  }

  @Test func anyBytesAreAnswered() {
    let seed: UInt64 = 77
    var random = SeededGenerator(seed: seed)
    for _ in 0..<800 {
      let bytes = (0..<random.int(0...120)).map { _ in
        random.percent(70) ? UInt8(random.int(32...122)) : UInt8(random.int(0...255))
      }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = try? MatchTests.gazetteer.match(text)
      _ = MatchTests.gazetteer.addressReadings(text)
    }
  }

  @Test func emptyGazetteersKnowNothing() throws {
    let answer = try Gazetteer([]).match("indio")
    #expect(answer.verdict == .none && answer.matches.isEmpty && answer.best == nil)
    #expect(try Gazetteer([Place(.city, "")]).match("indio").matches.isEmpty)
    #expect(
      try Gazetteer([Place(.city, "Indio", listings: -5, population: -9)]).match("indio").verdict
        == .certain)
  }

  @Test func threadsGetTheSameAnswers() throws {
    let texts = ["palm sprngs", "pga west la quinta", "92262", "sun city", "near indio", "xyz"]
    let alone = try texts.map { try MatchTests.gazetteer.match($0) }
    let differences = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 400) { round in
      let number = round % texts.count
      if (try? MatchTests.gazetteer.match(texts[number])) != alone[number] {
        differences.withLock { $0 += 1 }
      }
    }
    #expect(differences.withLock { $0 } == 0)
  }
}
