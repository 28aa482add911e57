import Testing

@testable import PlatCommon

/// Distances between words, and suggestions.
@Suite(.timeLimit(.minutes(30))) struct SpellingTests {
  @Test(arguments: [
    ("", "", 0), ("beds", "beds", 0), ("beds", "", 4), ("bets", "beds", 1), ("bed", "beds", 1),
    ("ebds", "beds", 1), ("maxPirce", "maxPrice", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
    ("é", "e", 1),
  ])
  func distancesCountEdits(_ first: String, _ second: String, _ distance: Int) {
    #expect(Spelling.distance(first, second) == distance)
    #expect(Spelling.distance(second, first) == distance)
  }

  @Test func longWordsAreCutAt64Characters() {
    let long = String(repeating: "a", count: 64)
    #expect(Spelling.distance(long + "b", long + "ccc") == 0)
    #expect(Spelling.distance(long, "") == 64)
  }

  @Test func theNearestWordTakesFewMistakesForItsLength() {
    let words = ["minPrice", "maxPrice", "beds", "baths"]
    #expect(Spelling.nearest(to: "minprise", among: words) == "minPrice")
    #expect(Spelling.nearest(to: "BEDS", among: words) == "beds")
    #expect(Spelling.nearest(to: "bats", among: words) == "baths")
    // Words that share half of their characters or less are not alike.
    #expect(Spelling.nearest(to: "bad", among: words) == nil)
    #expect(Spelling.nearest(to: "sort", among: ["for"]) == nil)
    #expect(Spelling.nearest(to: "_", among: ["v"]) == nil)
    #expect(Spelling.nearest(to: "V", among: ["v"]) == "v")
    #expect(Spelling.nearest(to: "pool", among: words) == nil)
    // Three typos are too many for eight characters, and few enough for nine.
    #expect(Spelling.nearest(to: "abcdefgh", among: ["xyzdefgh"]) == nil)
    #expect(Spelling.nearest(to: "abcdefghi", among: ["xyzdefghi"]) == "xyzdefghi")
    #expect(Spelling.nearest(to: "beds", among: []) == nil)
  }

  @Test func theFirstOfEquallyNearWordsIsTaken() {
    #expect(Spelling.nearest(to: "bXds", among: ["beds", "bads"]) == "beds")
  }

  @Test func aLongTextHasNoNearestWord() {
    let long = String(repeating: "a", count: 257)
    #expect(Spelling.nearest(to: long, among: [long]) == nil)
    #expect(Spelling.nearest(to: String(long.dropLast()), among: [String(long.dropLast())]) != nil)
  }
}
