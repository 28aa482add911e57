import PlatSamples
import Testing

/// The same count and seed give the same bytes, for any batch size.
@Suite(.timeLimit(.minutes(30))) struct SampleBytesTests {
  @Test func goldenBytes() {
    let bytes = written(count: 1_000, seed: 1)
    #expect(bytes.count == 664_550)
    #expect(fowlerNollVo(bytes) == 0x210B2D1275905712)
  }

  @Test(arguments: [1, 7, 64, 999, 1_000, 1_001, Int.max])
  func batchesDoNotMatter(batch: Int) {
    #expect(
      written(count: 1_000, seed: 3, batch: batch) == written(count: 1_000, seed: 3, batch: 333),
      "batch \(batch)")
  }

  @Test func partsWrittenApartJoinToTheWhole() {
    var parts: [UInt8] = []
    for part in 0..<4 {
      var samples = SampleListings(count: 1_000, seed: 9)
      samples.skip(part * 250)
      #expect(samples.next(into: &parts, listings: 250) == 250)
    }
    #expect(parts == written(count: 1_000, seed: 9))
  }

  @Test func seedsDiffer() {
    #expect(written(count: 50, seed: 1) != written(count: 50, seed: 2))
    #expect(written(count: 50, seed: 0) != written(count: 50, seed: .max))
    let keys = [1, 2].map { seed in
      Set(SampleRow.all(count: 50, seed: seed).map { $0.text("listingKey") })
    }
    #expect(keys[0].count == 50 && keys[0].isDisjoint(with: keys[1]))
  }

  @Test func appendsToWhatIsThere() {
    var samples = SampleListings(count: 2, seed: 1)
    var bytes = Array("first\n".utf8)
    #expect(samples.next(into: &bytes, listings: 2) == 2)
    #expect(bytes.starts(with: Array("first\n{\"listingKey\":\"SC".utf8)))
  }

  @Test(arguments: [-5, 0])
  func noListings(count: Int) {
    var samples = SampleListings(count: count, seed: 1)
    var bytes: [UInt8] = []
    #expect(samples.count == 0)
    #expect(samples.next(into: &bytes, listings: 10) == 0)
    #expect(bytes.isEmpty)
  }

  @Test func oneListing() {
    let bytes = written(count: 1, seed: 1)
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
    #expect(bytes.first == UInt8(ascii: "{"))
    #expect(bytes.suffix(2) == Array("}\n".utf8)[...])
  }

  @Test func oddRequestsAreHarmless() {
    var samples = SampleListings(count: 10, seed: 1)
    var bytes: [UInt8] = []
    #expect(samples.next(into: &bytes, listings: -1) == 0)
    #expect(samples.next(into: &bytes, listings: 0) == 0)
    samples.skip(-3)
    #expect(samples.position == 0)
    samples.skip(.max)
    #expect(samples.position == 10)
    #expect(samples.next(into: &bytes, listings: .max) == 0)
    #expect(bytes.isEmpty)
  }

  @Test func theGreatestCountHasAFirstAndALastListing() {
    var samples = SampleListings(count: .max, seed: .max)
    var bytes: [UInt8] = []
    #expect(samples.next(into: &bytes, listings: 1) == 1)
    samples.skip(.max - 2)
    #expect(samples.next(into: &bytes, listings: 5) == 1)
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 2)
  }
}

/// All listings of a set.
func written(count: Int, seed: UInt64, batch: Int = 256) -> [UInt8] {
  var samples = SampleListings(count: count, seed: seed)
  var bytes: [UInt8] = []
  while samples.next(into: &bytes, listings: batch) > 0 {}
  return bytes
}

/// The FNV-1a hash of bytes, written out here so that the golden value depends on nothing else.
private func fowlerNollVo(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
