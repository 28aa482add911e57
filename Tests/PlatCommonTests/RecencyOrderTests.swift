import PlatTestSupport
import Testing

@testable import PlatCommon

/// The order of use, compared with a plain list.
@Suite(.timeLimit(.minutes(30))) struct RecencyOrderTests {
  @Test func theOldestIsThatOfAPlainList() {
    for seed in 0..<UInt64(40) {
      var random = SeededGenerator(seed: seed)
      var order = RecencyOrder()
      var list: [Int] = []
      #expect(order.oldest == nil)
      for _ in 0..<300 {
        if list.isEmpty || (order.count < 40 && Int.random(in: 0..<4, using: &random) == 0) {
          list.append(order.count)
          order.add()
        } else if list.count < order.count, Int.random(in: 0..<4, using: &random) == 0 {
          // A removed place is used again.
          let place = (0..<order.count).first { !list.contains($0) } ?? 0
          list.append(place)
          order.use(place)
        } else if Int.random(in: 0..<8, using: &random) == 0 {
          order.remove(list.remove(at: Int.random(in: 0..<list.count, using: &random)))
        } else {
          // The oldest and the newest are used more often than others.
          let place =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: 0
            case 1: list.count - 1
            default: Int.random(in: 0..<list.count, using: &random)
            }
          let used = list.remove(at: place)
          list.append(used)
          order.use(used)
        }
        #expect(order.oldest == list.first, "seed \(seed)")
      }
    }
  }
}
