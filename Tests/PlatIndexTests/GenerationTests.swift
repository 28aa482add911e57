import Dispatch
import PlatIndex
import PlatTestSupport
import Synchronization
import Testing

/// Rows belong to one generation, and derived values are made once.
@Suite(.timeLimit(.minutes(30))) struct GenerationTests {
  @Test func aRowIsRefusedByAnotherGeneration() throws {
    let index = try Fixture.samples.world.index
    let (one, other) = (Generation(index), Generation(index))
    for ordinal in [0, 1, index.rows - 1] {
      #expect(one.ordinal(of: one.row(ordinal)) == ordinal)
      #expect(other.ordinal(of: one.row(ordinal)) == nil)
      #expect(one.row(ordinal) != other.row(ordinal))
    }
  }

  @Test func aRowBeyondTheLastIsRefused() throws {
    let generation = Generation(try Fixture.samples.world.index)
    for ordinal in [-1, generation.index.rows, Int.max, Int.min] {
      #expect(generation.ordinal(of: generation.row(ordinal)) == nil, "\(ordinal)")
    }
  }

  private struct Derived: Sendable { let number: Int }

  @Test func anAttachmentIsMadeOnceHoweverManyThreadsAsk() {
    let attachments = Attachments()
    let made = Atomic<Int>(0)
    let numbers = Mutex<Set<Int>>([])
    DispatchQueue.concurrentPerform(iterations: 32) { _ in
      let derived = attachments.value {
        Derived(number: made.wrappingAdd(1, ordering: .relaxed).newValue)
      }
      numbers.withLock { _ = $0.insert(derived.number) }
    }
    #expect(made.load(ordering: .relaxed) == 1)
    #expect(numbers.withLock { $0 } == [1])
  }

  @Test func aMakerThatThrowsLeavesNothingBehind() throws {
    struct Failure: Error {}
    let attachments = Attachments()
    #expect(throws: Failure.self) {
      try attachments.value { () throws(Failure) -> Derived in throw Failure() }
    }
    #expect(attachments.known(Derived.self) == nil)
    #expect(attachments.value { Derived(number: 7) }.number == 7)
    #expect(attachments.known(Derived.self)?.number == 7)
  }
}
