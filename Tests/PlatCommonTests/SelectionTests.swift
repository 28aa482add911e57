import Testing

@testable import PlatCommon

/// Selection and quantiles against sorting.
@Suite(.timeLimit(.minutes(30))) struct SelectionTests {
  @Test func theNthSmallestStandsWhereSortingPutsIt() {
    for seed in UInt64(0)..<400 {
      var random = SplitMix64(seed: seed)
      let count = Int.random(in: 1...70, using: &random)
      // Few values, so that many are equal.
      let numbers = (0..<count).map { _ in Double(Int.random(in: 0...20, using: &random)) }
      let place = Int.random(in: 0..<count, using: &random)
      var moved = numbers
      #expect(moved.nthSmallest(place) == numbers.sorted()[place], "seed \(seed)")
      #expect(moved.sorted() == numbers.sorted(), "seed \(seed): an element is lost")
      #expect(moved[..<place].allSatisfy { $0 <= moved[place] }, "seed \(seed)")
      #expect(moved[place...].allSatisfy { $0 >= moved[place] }, "seed \(seed)")
    }
  }

  @Test func aPlaceBeyondTheEndsHasNoElement() {
    var none: [Double] = []
    var two = ["b", "a"]
    #expect(none.nthSmallest(0) == nil)
    for place in [-1, 2] { #expect(two.nthSmallest(place) == nil, "\(place)") }
    #expect(two.nthSmallest(1) == "b")
  }

  @Test func numbersThatAreNoneDoNotHangTheSelection() {
    for seed in UInt64(0)..<100 {
      var random = SplitMix64(seed: seed)
      var numbers = (0..<33).map { _ in
        Bool.random(using: &random) ? Double.nan : Double.random(in: 0...1, using: &random)
      }
      _ = numbers.nthSmallest(16)
      #expect(numbers.count == 33)
    }
  }

  @Test func theLookIsToldWhatIsLeftAndMayEndTheSelection() {
    var left: [Int] = []
    var numbers = (0..<1000).map { Double($0 * 7919 % 1000) }
    #expect(throws: WorkEnded.deadline) {
      _ = try numbers.nthSmallest(500) { (count) throws(WorkEnded) in
        left.append(count)
        if left.count == 3 { throw WorkEnded.deadline }
      }
    }
    #expect(left.first == 999 && left.count == 3 && left == left.sorted(by: >))
  }

  private func expect(_ numbers: inout [Double], _ share: Double, _ quantile: Double) throws {
    let found = try Quantile.of(&numbers, share)
    #expect(found == quantile, "\(share) of \(numbers)")
  }

  @Test func quantilesInterpolateBetweenNeighbours() throws {
    var none: [Double] = []
    try expect(&none, 0.5, 0)
    var four = [4.0, 1, 3, 2]
    try expect(&four, 0.5, 2.5)
    try expect(&four, 0, 1)
    try expect(&four, 1, 4)
    try expect(&four, 0.25, 1.75)
  }

  @Test func aQuantileOfManyNumbersEndsWithItsLimit() throws {
    let limit = WorkLimit(endingAtCheck: 1)
    #expect(throws: WorkEnded.self) {
      try limit.run { () throws(WorkEnded) in
        var many = (0..<(Quantile.window * 2)).map { Double($0) }
        _ = try Quantile.of(&many, 0.5)
      }
    }
  }
}
