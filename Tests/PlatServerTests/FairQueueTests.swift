import PlatHTTP
import Testing

@testable import PlatServer

/// The order of a fair queue.
@Suite(.timeLimit(.minutes(30))) struct FairQueueTests {
  private final class Item: Equatable {
    let name: String
    init(_ name: String) { self.name = name }
    static func == (a: Item, b: Item) -> Bool { a === b }
  }

  private static let clients = (0..<10).compactMap { HTTPAddress("192.0.2.\($0)") }
  private static func client(_ number: Int) -> HTTPAddress { clients[number] }

  private func names(_ queue: inout FairQueue<Item>, microseconds: (String) -> Double) -> [String] {
    var names: [String] = []
    while let (item, client) = queue.pop() {
      names.append(item.name)
      queue.finish(client, microseconds: microseconds(item.name))
    }
    return names
  }

  private func fill(_ queue: inout FairQueue<Item>, _ items: [(Int, String)]) {
    for (client, name) in items {
      guard case .queued = queue.push(Item(name), of: Self.client(client)) else {
        Issue.record("\(name) is not queued")
        return
      }
    }
  }

  @Test func clientsOfEqualWorkTakeTurns() {
    var queue = FairQueue<Item>(room: 10)
    fill(&queue, [(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (2, "b2"), (3, "c1")])
    let order = names(&queue) { _ in 100 }
    #expect(order == ["a1", "b1", "c1", "a2", "b2", "a3"])
    #expect(queue.count == 0)
  }

  @Test func shortWorkDoesNotWaitForAllOfALongOne() {
    var queue = FairQueue<Item>(room: 10)
    fill(&queue, [(1, "a1"), (1, "a2"), (2, "b1"), (2, "b2"), (2, "b3"), (2, "b4")])
    // One entry of a costs as much as a hundred of b.
    let order = names(&queue) { $0.hasPrefix("a") ? 10_000 : 100 }
    #expect(order == ["a1", "b1", "b2", "b3", "b4", "a2"])
  }

  @Test func whoComesAnewSavedNothingUp() {
    var queue = FairQueue<Item>(room: 10)
    fill(&queue, [(1, "a1"), (1, "a2"), (1, "a3")])
    for _ in 0..<2 {
      let next = queue.pop()
      if let next { queue.finish(next.client, microseconds: 1_000) }
    }
    fill(&queue, [(2, "b1"), (2, "b2"), (1, "a4"), (1, "a5")])
    let order = names(&queue) { _ in 1_000 }
    #expect(order == ["b1", "a3", "b2", "a4", "a5"])
  }

  @Test func oneMayFillTheQueueAndANewcomerTakesItsNewestPlace() {
    var queue = FairQueue<Item>(room: 4)
    fill(&queue, [(1, "a1"), (1, "a2"), (1, "a3"), (1, "a4")])
    guard case .refused = queue.push(Item("a5"), of: Self.client(1)) else {
      Issue.record("there is no room")
      return
    }
    for (name, replaced) in [("b1", "a4"), ("b2", "a3")] {
      guard case .replacing(let other) = queue.push(Item(name), of: Self.client(2)) else {
        Issue.record("\(name) has no place")
        return
      }
      #expect(other.name == replaced && queue.count == 4)
    }
    // Two each: no client has more than the new one would.
    guard case .refused = queue.push(Item("b3"), of: Self.client(2)) else {
      Issue.record("b has its share")
      return
    }
    let order = names(&queue) { _ in 1 }
    #expect(order == ["a1", "b1", "a2", "b2"])
  }

  @Test func whatIsTakenOutIsNotServed() {
    var queue = FairQueue<Item>(room: 4)
    let (one, two) = (Item("1"), Item("2"))
    _ = queue.push(one, of: Self.client(1))
    _ = queue.push(two, of: Self.client(1))
    let removals = [
      queue.remove(one, of: Self.client(1)), queue.remove(one, of: Self.client(1)),
      queue.remove(two, of: Self.client(2)),
    ]
    #expect(removals == [true, false, false])
    let removed = queue.removeAll { $0 === two }
    let next = queue.pop()
    #expect(removed == [two] && queue.count == 0 && next == nil)
  }

  @Test func addressesOfOneClientAreOne() {
    #expect(HTTPAddress("192.0.2.1") == HTTPAddress("::ffff:192.0.2.1"))
    #expect(HTTPAddress("2001:db8::1")?.network == HTTPAddress("2001:db8::ffff:1")?.network)
    #expect(HTTPAddress("2001:db8::1")?.network != HTTPAddress("2001:db8:0:1::1")?.network)
    #expect(HTTPAddress("192.0.2.1") != HTTPAddress("192.0.2.2"))
    #expect(HTTPAddress("0.0.0.5") != HTTPAddress("::5"))
    for text in ["", "x", "192.0.2", "192.0.2.1:80", String(repeating: "1", count: 100)] {
      #expect(HTTPAddress(text) == nil, "\(text)")
    }
  }
}
