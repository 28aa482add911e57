import Testing

@testable import PlatCommon

/// The system's errors and clocks.
@Suite(.timeLimit(.minutes(30))) struct SystemTests {
  @Test func anErrorSaysTheCallTheWordsAndTheNumber() {
    let error = SystemError("open", path: "/a", number: ENOENT)
    #expect("\(error)" == "open failed: No such file or directory (errno 2)")
    #expect(SystemError.words(of: EACCES) == "Permission denied")
    #expect(SystemError.words(of: 9_999).contains("9999"))
  }

  @Test func theMonotonicClockNeverGoesBack() {
    let times = (0..<1_000).map { _ in SystemTime.monotonic }
    #expect(times == times.sorted())
  }

  @Test func eachClockCountsWhatItIsNamedFor() {
    let (thread, process) = (SystemTime.thread, SystemTime.process)
    var sum = 0
    for number in 0..<200_000 { sum = (sum &* 31) ^ number }
    #expect(sum != 1)
    #expect(SystemTime.thread > thread && SystemTime.process > process)
    #expect(SystemTime.process >= SystemTime.thread)
    // 2020 to 2100, in nanoseconds since 1970.
    #expect((1_577_000_000_000_000_000..<4_102_000_000_000_000_000).contains(SystemTime.wall))
  }

  @Test func theTimeOfDayIsTheSystemsAndATestMaySetItsOwn() {
    let clock = WallClock.system()
    #expect(abs(clock.now() - SystemTime.wall / 1_000_000) < 60_000)
    #expect(WallClock { 7 }.now() == 7)
  }
}
