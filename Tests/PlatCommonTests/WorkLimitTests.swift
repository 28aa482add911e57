import PlatCommon
import Testing

@Suite(.timeLimit(.minutes(30))) struct WorkLimitTests {
  @Test func noLimitUnlessSomebodySetsOne() { #expect(WorkLimit.current == nil) }

  @Test func workRunsUnderItsLimitAndNoLonger() {
    let limit = WorkLimit(seconds: 60)
    limit.run { #expect(WorkLimit.current === limit) }
    #expect(WorkLimit.current == nil)
  }

  @Test func anExceededDeadlineThrows() {
    let limit = WorkLimit(seconds: -1)
    #expect(limit.ended == .deadline)
    #expect(throws: WorkEnded.deadline) { try limit.run { try WorkLimit.current?.check() } }
  }

  @Test func aCancelledLimitThrowsWhateverTheDeadline() throws {
    let limit = WorkLimit(seconds: 60)
    try limit.check()
    limit.cancel()
    #expect(throws: WorkEnded.cancelled) { try limit.check() }
  }

  @Test func aCutIsRememberedWhereItsErrorWasPassedOver() {
    let limit = WorkLimit(seconds: -1)
    #expect(!limit.hasCutWork, "nothing was checked yet")
    limit.run { try? WorkLimit.current?.check() }
    #expect(limit.hasCutWork)
  }
}
