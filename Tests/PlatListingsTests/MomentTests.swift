import Foundation
import PlatTestSupport
import Testing

@testable import PlatListings

@Suite("Dates", .timeLimit(.minutes(30)))
struct MomentTests {
  private func read(_ text: String) -> Int64? { try? Field.closeDate.stored(text) }

  @Test(arguments: [
    ("1970-01-01", 0), ("2014-05-02", 1_398_988_800), ("20140502", 1_398_988_800),
    ("20140502T000000", 1_398_988_800),
    ("2014-05-02T00:00:00", 1_398_988_800), ("2014-05-02T00:00:00Z", 1_398_988_800),
    ("2014-05-02T00:00", 1_398_988_800),
    ("2014-05-02 00:00:00", 1_398_988_800), ("2014-05-02t00:00:00z", 1_398_988_800),
    ("2014-05-02T00:00:00.999Z", 1_398_988_800), ("2014-05-02T02:00:00+02:00", 1_398_988_800),
    ("2014-05-01T17:00:00-0700", 1_398_988_800), ("2014-05-01T17:00:00-07", 1_398_988_800),
    ("20140502T000000Z", 1_398_988_800), ("2020-04-02T02:02:02.02Z", 1_585_792_922),
    ("2016-02-29", 1_456_704_000), ("2000-02-29", 951_782_400),
    ("2016-12-31T23:59:60Z", 1_483_228_800), ("1800-01-01", -5_364_662_400),
    ("2199-12-31T23:59:59Z", 7_258_118_399),
    ("1969-12-31T23:59:59Z", -1), (" 2014-05-02 ", 1_398_988_800),
  ])
  func readsWhatFeedsWrite(text: String, moment: Int64) { #expect(read(text) == moment, "\(text)") }

  @Test(arguments: [
    "", "2014", "2014-05", "2014-5-2", "2014-13-01", "2014-00-10", "2014-02-30", "2015-02-29",
    "1900-02-29",
    "2014-04-31", "2014-05-00", "2014-05-32", "05/02/2014", "2014-0502", "201405-02", "2014-05-02T",
    "2014-05-02T1",
    "2014-05-02T24:00:00", "2014-05-02T23:60:00", "2014-05-02T23:59:61", "2014-05-02T00:00:00.",
    "2014-05-02T00:00:00X",
    "2014-05-02T00:00:00+", "2014-05-02T00:00:00+25:00", "2014-05-02T00:00:00+02:60", "2014-05-02Z",
    "2014-05-02T00:00:00ZZ", "2014-05-02T00:0000", "1799-12-31", "2200-01-01",
    "0001-01-01T00:00:00Z", "9999-12-31",
    "1800-01-01T00:00:00+01:00", "2199-12-31T23:59:59-01:00", "-2014-05-02", "2014-05-02T-1:00:00",
    "yesterday",
    "２０１４-05-02", "20140502T00000", "20140502T0000000",
  ])
  func refusesWhatIsNoDateOrCannotBe(text: String) { #expect(read(text) == nil, "\(text)") }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func agreesWithFoundation(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let formatter = ISO8601DateFormatter()
    for _ in 0..<500 {
      let moment = Int64.random(in: -5_364_662_400...7_258_118_399, using: &generator)
      let theirs = formatter.string(from: Date(timeIntervalSince1970: Double(moment)))
      #expect(read(theirs) == moment, "seed \(seed): \(theirs)")
      let ours = Field.closeDate.plainText(of: moment)
      #expect(ours == theirs || ours + "T00:00:00Z" == theirs, "seed \(seed): \(ours) \(theirs)")
    }
  }

  @Test func daysOfFourHundredYearsComeBack() {
    // Every third day, to cover each day of the month and of the week.
    for day in stride(from: -62_091, to: 84_006, by: 3) {
      let moment = Int64(day) * 86_400
      if read(Field.closeDate.plainText(of: moment)) != moment { Issue.record("day \(day)") }
    }
  }

  @Test func datesComeAsTextOnly() throws {
    #expect(try taken("CloseDate", "\"2014-05-02T00:00:00\"", as: .closeDate) == "\"2014-05-02\"")
    #expect(
      try taken("modificationTimestamp", "\"2013-03-06T21:03:18Z\"") == "\"2013-03-06T21:03:18Z\"")
    #expect(
      try taken("modificationTimestamp", "\"2013-03-06T13:03:18.5-08:00\"")
        == "\"2013-03-06T21:03:18Z\"")
    #expect(try dropped("closeDate", "20140502") == .notADate)
    #expect(try dropped("closeDate", "\"2014-02-30\"") == .notADate)
    #expect(try dropped("closeDate", "\"0001-01-01T00:00:00Z\"") == .outOfRange)
    #expect(try dropped("closeDate", "\"********\"") == .masked)
    #expect(try dropped("closeDate", "false") == .wrongKind)
  }
}
