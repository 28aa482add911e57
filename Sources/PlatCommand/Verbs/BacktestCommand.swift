import FoundationEssentials
import Plat
import PlatCommon
import PlatIndex
import PlatJSON
import PlatValuation
import Synchronization

/// `plat backtest`: compares estimates with close prices.
enum BacktestCommand {
  static let command = Command(
    name: "backtest", summary: "Price sales from earlier sales, and tell how close that comes.",
    usage: "INDEX [--property-type T] [--sample N] [--seed N] [--threads N] [--json]",
    discussion: """
      Takes each Closed listing with a closePrice, a closeDate, a living area and a position as if \
      it were to be valued on
      the day when it closed, and prices it from the sales that closed before that moment. Neither \
      its own price nor what
      was asked for it is seen, nor another sale of the same home (same place and nothing that \
      tells the two apart).

        coverage       sales for which anything compared
        median error   half of the estimates are at most so far off, as a share of the price paid
        PPE10, PPE20   estimates within 10 and 20 percent of the price
        bias           mean error, and the median error with its sign: above 0 where estimates are \
      too high
        ranges         prices within the range of their estimate, beside the share that is stated

      Examples:
        plat backtest indexes/demo --sample 5000
        scripts/king-county && plat backtest indexes/king-county
      """,
    options: [
      Option(
        "property-type", "T",
        "Only sales of this type, such as A (default: all)."),
      Option("sample", "N", "Price N sales, drawn at random (default: all)."),
      Option("seed", "N", "Seed of the random numbers (default: 1)."),
      Option("threads", "N", "Threads (default: CPU count)."),
      Option("json", nil, "Print the numbers as JSON."),
    ], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    let database = try ListingsDatabase(opening: arguments.operands[0])
    for refused in database.refusedSnapshots {
      Console.error("plat backtest: passed over \(refused)")
    }
    let threads =
      try arguments.number("threads", 1...256)
      ?? min(ProcessInfo.processInfo.activeProcessorCount, 256)
    let backtest = try Backtest(
      database.generation, propertyType: arguments.value("property-type"),
      sample: try arguments.number("sample", 1...Int.max),
      seed: try arguments.number("seed", 0...UInt64.max) ?? 1)
    let progress = SharedProgress(total: backtest.rows.count)
    let result = try backtest.run(threads: threads) { progress.show($0) }
    progress.end()
    if arguments.has("json") {
      var writer = JSONWriter()
      write(result, threads, to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(text(result, threads, path: arguments.operands[0]))
    }
  }

  private static func text(_ result: BacktestResult, _ threads: Int, path: String) -> String {
    func percent(_ share: Double, _ places: Int = 2) -> String {
      NumberText.fixed(share * 100, places) + " %"
    }
    return """
      \(path): \(Counted.text(result.trials.count, "sale")), each priced \
      from the sales before it
        coverage      \(percent(result.coverage))
        median error  \(percent(result.medianError)), mean \(percent(result.meanError))
        PPE10         \(percent(result.within(0.1), 1))
        PPE20         \(percent(result.within(0.2), 1))
        bias          \(percent(result.bias)), median \(percent(result.medianBias))
        ranges        \(percent(result.rangeCoverage, 1)) hold the price, \
      \(percent(Estimator.statedShare, 0)) stated; \
      middle width \(percent(result.medianWidth, 0)) of the estimate
        widened       \(percent(result.widenedShare, 1)) needed more than the first search
        seconds       \(NumberText.fixed(result.seconds, 2)) with \(threads) \
      thread\(threads == 1 ? "" : "s"), \
      \(NumberText.fixed(result.millisecondsPerSubject, 3)) ms a subject
      """
  }

  private static func write(_ result: BacktestResult, _ threads: Int, to writer: inout JSONWriter) {
    func share(_ key: StaticString, _ value: Double) {
      writer.key(key)
      writer.double((value * 1e6).rounded() / 1e6)
    }
    writer.beginObject()
    writer.member("sales", result.trials.count)
    share("coverage", result.coverage)
    share("medianError", result.medianError)
    share("meanError", result.meanError)
    share("ppe10", result.within(0.1))
    share("ppe20", result.within(0.2))
    share("bias", result.bias)
    share("medianBias", result.medianBias)
    share("rangeStated", Estimator.statedShare)
    share("rangeHeld", result.rangeCoverage)
    share("rangeWidth", result.medianWidth)
    share("widened", result.widenedShare)
    writer.member("threads", threads)
    share("seconds", result.seconds)
    share("millisecondsPerSubject", result.millisecondsPerSubject)
    writer.endObject()
  }
}

/// A progress line shared by several threads, one at a time.
private final class SharedProgress: @unchecked Sendable {
  // Unchecked: the lock is held whenever the line is used.
  private let lock = Mutex<Void>(())
  private let line = ProgressLine()
  private let total: Int

  init(total: Int) { self.total = total }

  func show(_ done: Int) {
    lock.withLock { _ in
      line.show("\(NumberText.grouped(done)) of \(NumberText.grouped(total)) sales")
    }
  }

  func end() { lock.withLock { _ in line.end() } }
}
