import PlatTestSupport
import Testing

@testable import PlatCommon

/// The contents of a bounded cache, compared with a plain list.
@Suite(.timeLimit(.minutes(30))) struct BoundedCacheTests {
  @Test func theEntryUsedLongestAgoMakesRoom() {
    var cache = BoundedCache<String, Int>(count: 2)
    cache.insert(1, for: "a")
    cache.insert(2, for: "b")
    let used = cache.value("a")
    #expect(used == 1)
    cache.insert(3, for: "c")
    #expect(cache.peek("a") == 1 && cache.peek("b") == nil && cache.peek("c") == 3)
    #expect(cache.count == 2)
  }

  @Test func aPeekIsNoUse() {
    var cache = BoundedCache<String, Int>(count: 2)
    cache.insert(1, for: "a")
    cache.insert(2, for: "b")
    #expect(cache.peek("a") == 1)
    cache.insert(3, for: "c")
    #expect(cache.peek("a") == nil && cache.peek("b") == 2)
  }

  @Test func aValueTakesThePlaceOfItsKeysOwn() {
    var cache = BoundedCache<String, Int>(count: 2, cost: 10)
    cache.insert(1, for: "a", cost: 4)
    cache.insert(2, for: "b", cost: 4)
    cache.insert(3, for: "a", cost: 6)
    #expect(cache.peek("a") == 3 && cache.peek("b") == 2 && cache.cost == 10)
  }

  @Test func aRemovedValueMakesRoom() {
    var cache = BoundedCache<String, Int>(count: 2, cost: 10)
    cache.insert(1, for: "a", cost: 4)
    cache.insert(2, for: "b", cost: 6)
    let (removed, none) = (cache.remove("a"), cache.remove("c"))
    #expect(removed == 1 && none == nil && cache.cost == 6 && cache.count == 1)
    cache.insert(3, for: "c", cost: 4)
    #expect(cache.peek("b") == 2 && cache.peek("c") == 3)
  }

  @Test func aValueThatCostsMoreThanAllMayIsNotKept() {
    var cache = BoundedCache<String, Int>(count: 5, cost: 10)
    cache.insert(1, for: "a", cost: 3)
    cache.insert(2, for: "b", cost: 11)
    #expect(cache.peek("a") == 1 && cache.peek("b") == nil && cache.cost == 3)
    // The key's old value is removed, because it is out of date.
    cache.insert(3, for: "a", cost: 11)
    #expect(cache.count == 0 && cache.cost == 0)
  }

  @Test func oneEntryIsKeptHoweverSmallTheBound() {
    var cache = BoundedCache<Int, Int>(count: -1)
    cache.insert(1, for: 1)
    cache.insert(2, for: 2)
    #expect(cache.count == 1 && cache.peek(2) == 2)
  }

  @Test func itKeepsWhatAPlainListKeeps() {
    for seed in UInt64(0)..<60 {
      var random = SeededGenerator(seed: seed)
      let (most, mostCost) = (random.int(1...8), random.int(5...60))
      var cache = BoundedCache<Int, Int>(count: most, cost: mostCost)
      // The most recently used one last.
      var list: [(key: Int, value: Int, cost: Int)] = []
      for step in 0..<400 {
        let key = random.int(0...12)
        if random.int(0...1) == 0 {
          let place = list.firstIndex { $0.key == key }
          let found = cache.value(key)
          #expect(found == place.map { list[$0].value }, "seed \(seed), step \(step)")
          if let place { list.append(list.remove(at: place)) }
        } else {
          let cost = random.int(0...20)
          cache.insert(step, for: key, cost: cost)
          list.removeAll { $0.key == key }
          if cost <= mostCost {
            while list.count >= most || list.reduce(cost, { $0 + $1.cost }) > mostCost {
              list.removeFirst()
            }
            list.append((key, step, cost))
          }
        }
        #expect(
          cache.count == list.count && cache.cost == list.reduce(0) { $0 + $1.cost },
          "seed \(seed), step \(step)")
      }
    }
  }
}
