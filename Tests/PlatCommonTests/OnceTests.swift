import Dispatch
import Synchronization
import Testing

@testable import PlatCommon

/// Values that are made once.
@Suite(.timeLimit(.minutes(30))) struct OnceTests {
  private struct Refused: Error {}

  private final class Box: Sendable {
    let once = Once<Int>()
    let makings = Atomic<Int>(0)

    func number() -> Int {
      once.get {
        // Slow, so that all threads ask while it is made.
        var sum = 0
        for number in 0..<200_000 { sum &+= number }
        return sum &* 0 + makings.add(1, ordering: .relaxed).newValue
      }
    }
  }

  @Test func oneOfManyThreadsMakesTheValueAndTheOthersWait() {
    let box = Box()
    let seen = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let number = box.number()
      seen.withLock { $0.append(number) }
    }
    #expect(box.makings.load(ordering: .relaxed) == 1)
    #expect(seen.withLock { $0 } == Array(repeating: 1, count: 16))
  }

  private final class Holder<Value: Sendable>: Sendable { let once = Once<Value>() }

  @Test func aMakerThatThrowsKeepsNothing() throws {
    let holder = Holder<String>()
    #expect(holder.once.value == nil)
    #expect(throws: Refused.self) { try holder.once.get { () throws(Refused) in throw Refused() } }
    #expect(holder.once.value == nil)
    let made = try holder.once.get { () throws(Refused) in "made" }
    let again = holder.once.get { "again" }
    #expect(made == "made" && again == "made")
    #expect(holder.once.value == "made")
  }

  @Test func onlyTheNamedValueIsForgotten() {
    let holder = Holder<Int>()
    holder.once.forget { _ in true }
    #expect(holder.once.get { 1 } == 1)
    holder.once.forget { $0 == 2 }
    #expect(holder.once.value == 1)
    holder.once.forget { $0 == 1 }
    #expect(holder.once.value == nil)
    #expect(holder.once.get { 3 } == 3)
  }
}
