import PlatCommon
import Testing

/// The generator, tested with the numbers of its reference implementation.
@Suite(.timeLimit(.minutes(30))) struct SplitMix64Tests {
  @Test func theSequenceOfASeedIsTheReferences() {
    // S. Vigna's splitmix64.c with the state 1234567.
    var random = SplitMix64(seed: 1_234_567)
    let drawn = (0..<5).map { _ in random.next() }
    #expect(
      drawn == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func mixingAStateIsDrawingFromIt() {
    for seed in [0, 1, UInt64.max] {
      var random = SplitMix64(seed: seed)
      #expect(random.next() == SplitMix64.mix(seed &+ SplitMix64.increment))
    }
    #expect(SplitMix64.mix(0) == 0)
  }
}
