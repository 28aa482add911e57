internal import Dispatch
internal import PlatCommon
public import PlatIndex
internal import PlatListings
internal import PlatSnapshot
internal import Synchronization

/// Estimates the prices of sales from earlier sales, and compares the estimates with the prices
/// paid.
///
/// Each sale is a subject as of its closing. Only sales that closed before that moment are used,
/// none of the same home. The sale's own price and its asking price are not used.
public struct Backtest: Sendable {
  /// The sales to estimate, in ascending order of their rows.
  public var rows: [ListingRow] { generation.rows(ordinals) }
  private let ordinals: [Int]
  private let generation: Generation
  private var index: ListingIndex { generation.index }
  private let estimator: Estimator

  /// Chooses sales.
  ///
  /// - Parameters:
  ///   - generation: The generation that holds the sales.
  ///   - propertyType: The property type of the sales; nil for every type.
  ///   - sample: The greatest number of sales, drawn evenly; nil for all.
  ///   - seed: The seed of the draw.
  /// - Throws: ``ValuationError`` if the index has no sale of the type, or the current `WorkLimit`
  ///   ends the work.
  public init(
    _ generation: Generation, propertyType: String? = nil, sample: Int? = nil, seed: UInt64 = 1
  ) throws(ValuationError) {
    self.generation = generation
    let index = generation.index
    estimator = try Estimator(generation)
    let columns = try SaleColumns(generation)
    let type = propertyType.map { columns.types[$0.lowercased()] ?? .max }
    var rows: [Int] = []
    try WorkEnded.wrapped(ValuationError.ended) { () throws(WorkEnded) in
      try WorkLimit.windows(0..<index.located, of: 1 << 14) { window in
        for row in window
        where columns.closed != 0 && columns.status.column.stored(row) == columns.closed
          && (type.map { columns.type.column.stored(row) == $0 } ?? true)
          && (columns.closePrice.value(row) ?? 0) > 0 && columns.closeDate.value(row) != nil
          && (columns.sqft.value(row) ?? 0) > 0
        {
          rows.append(row)
        }
      }
    }
    guard !rows.isEmpty else {
      throw .nothingCompares(
        reason: "the index has no Closed listing with closePrice, closeDate, sqft and a position"
          + (propertyType.map { " of the property type \($0)" } ?? ""))
    }
    if let sample, sample < rows.count {
      // The first elements of a Fisher-Yates shuffle with SplitMix64, in key order, so that the
      // sample does not depend on the order of rows.
      rows.sort { index.keyRanks[$0, default: 0] < index.keyRanks[$1, default: 0] }
      var random = SplitMix64(seed: seed)
      for place in 0..<max(sample, 0) {
        rows.swapAt(place, place + Int(random.next() % UInt64(rows.count - place)))
      }
      rows = rows.prefix(max(sample, 0)).sorted()
    }
    ordinals = rows
  }

  /// Estimates the prices of the sales.
  ///
  /// - Parameters:
  ///   - threads: The number of sales estimated at once.
  ///   - progress: Called at intervals, by one thread at a time, with the number of sales done.
  /// - Throws: ``ValuationError/ended(_:)`` if the current `WorkLimit` ends the work; all threads
  ///   then end.
  public func run(
    threads: Int = 1, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(ValuationError) -> BacktestResult {
    let clock = ContinuousClock()
    let began = clock.now
    let done = Mutex<(next: Int, trials: [BacktestResult.Trial], spent: Duration)>((0, [], .zero))
    let batch = 32
    // The threads have no limit of their own: each sale is checked against this one.
    let limit = WorkLimit.current
    let ended = Mutex<WorkEnded?>(nil)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, 256))) { _ in
      var trials: [BacktestResult.Trial] = []
      let began = clock.now
      while true {
        let first = done.withLock { state in
          let first = state.next
          state.next += batch
          return first
        }
        guard first < ordinals.count, ended.withLock({ $0 == nil }) else { break }
        for place in first..<min(first + batch, ordinals.count) {
          if let end = limit?.ended {
            ended.withLock { $0 = $0 ?? end }
            break
          }
          trials.append(trial(ordinals[place]))
        }
        done.withLock { progress(min($0.next, ordinals.count)) }
      }
      let spent = clock.now - began
      done.withLock { state in
        state.trials += trials
        state.spent += spent
      }
    }
    if let end = ended.withLock({ $0 }) { throw .ended(end) }
    return done.withLock { state in
      BacktestResult(
        trials: state.trials.sorted { $0.row < $1.row }, seconds: (clock.now - began) / .seconds(1),
        threadSeconds: state.spent / .seconds(1))
    }
  }

  private func trial(_ row: Int) -> BacktestResult.Trial {
    let price = Double(index.numbers(.closePrice)?.value(row) ?? 0) / Double(Field.closePrice.scale)
    let date = index.numbers(.closeDate)?.value(row) ?? 0
    var trial = BacktestResult.Trial(row: generation.row(row), price: price)
    guard let subject = Subject(ordinal: row, of: index, asOf: date) else { return trial }
    // A sale without comparables has no estimate; the first thread, which has the limit, must not
    // end a trial.
    if let analysis = WorkLimit.withoutLimit({ try? estimator.analysis(of: subject) }) {
      trial.estimate = analysis.estimatedValue
      trial.range = analysis.low...max(analysis.low, analysis.high)
      trial.isWidened = analysis.search.isWidened
    }
    return trial
  }
}
