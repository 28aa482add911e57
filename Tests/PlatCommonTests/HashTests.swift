import Testing

@testable import PlatCommon

/// Both hashes, by the values that their authors publish.
@Suite(.timeLimit(.minutes(10))) struct HashTests {
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

  @Test func bytesAddedOneByOneGiveTheHashOfAll() {
    var hash = StableHash()
    for byte in "foobar".utf8 { hash.add(byte) }
    #expect(hash.value == StableHash.of("foobar".utf8))
  }
}
