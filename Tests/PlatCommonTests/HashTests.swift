import Testing

@testable import PlatCommon

/// The hashes, tested with values published by their authors or computed by another program.
@Suite(.timeLimit(.minutes(30))) struct HashTests {
  @Test func fastHashesAreXXH3() {
    // The values of `xxhsum -H3` for these bytes.
    #expect(FastHash.of("") == 0x2D06_8005_38D3_94C2)
    #expect(FastHash.of("a") == 0xE6C6_32B6_1E96_4E1F)
    #expect(FastHash.of(Array("abc".utf8).span) == 0x78AF_5F94_892F_3950)
  }

  @Test func aSeedGivesAnotherHash() {
    let texts = ["", "a", String(repeating: "plat", count: 100)]
    for text in texts {
      #expect(FastHash.of(text, seed: 0) == FastHash.of(text))
      #expect(FastHash.of(text, seed: 1) != FastHash.of(text))
    }
  }

  @Test func stableHashesAreThoseOfFowlerNollAndVo() {
    // From the test vectors of draft-eastlake-fnv.
    #expect(StableHash.of([]) == 0xCBF2_9CE4_8422_2325)
    #expect(StableHash.of("a".utf8) == 0xAF63_DC4C_8601_EC8C)
    #expect(StableHash.of("foobar".utf8) == 0x8594_4171_F739_67E8)
    #expect(StableHash.of32([]) == 0x811C_9DC5)
    #expect(StableHash.of32("a".utf8) == 0xE40C_292C)
    #expect(StableHash.of32("foobar".utf8) == 0xBF9C_F968)
  }

  @Test func hashesOfKeysNeverChange() {
    let known: [(String, UInt64, UInt64)] = [
      ("", 0, 0x2943_6C2C_4E80_15DE), ("a", 0x3C50_19C5_4684_3BB4, 0xC898_4658_BE71_ABE0),
      ("CV021643583", 0x21A4_4B43_2E52_9FCD, 0xD2F2_D3C9_91FA_8A7F),
      ("0123456789abcdef", 0xA6AB_5237_8574_4E9B, 0xD368_8B9B_0C17_7594),
      ("0123456789abcdefg", 0xA7CD_7C18_ED28_1F23, 0x6196_3B7B_1FBD_7BA1),
    ]
    for (text, plain, seeded) in known {
      #expect(KeyHash.of(text.utf8Span.span) == plain, "\(text)")
      #expect(KeyHash.of(text.utf8Span.span, seed: 1) == seeded, "\(text)")
    }
  }

  /// The form for sixteen bytes in two words, whatever follows the text.
  @Test func hashesOfWordsAreThoseOfBytes() {
    let bytes: [UInt8] = (0..<16).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
    func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
      Array(bytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    let words = SIMD2(word(bytes.prefix(8)), word(bytes.dropFirst(8)))
    for count in 0...16 {
      #expect(
        KeyHash.of(words, count: count) == KeyHash.of(Array(bytes.prefix(count)).span), "\(count)")
    }
  }

  @Test func bytesAddedOneByOneGiveTheHashOfAll() {
    var hash = StableHash()
    for byte in "foobar".utf8 { hash.add(byte) }
    #expect(hash.value == StableHash.of("foobar".utf8))
  }
}
