public import PlatIndex

/// How close estimates came to what was paid.
///
/// The measures are those that automated valuations are published with: the median absolute
/// percentage error, and the share of estimates within 10 and 20 percent of the price (PPE10,
/// PPE20). All errors are (estimate - price) / price.
public struct BacktestResult: Sendable {
  /// One sale, priced from what was sold before.
  public struct Trial: Sendable, Equatable {
    /// The sale's row.
    public let row: ListingRow
    /// What was paid, in dollars.
    public let price: Double
    /// What was estimated; nil where nothing compared.
    public var estimate: Double?
    /// The range of the estimate.
    public var range: ClosedRange<Double>?
    /// Whether the contract's search alone did not find enough.
    public var isWidened = false

    init(row: ListingRow, price: Double) {
      self.row = row
      self.price = price
    }

    /// The error as a share of the price: 0.1 is ten percent too high.
    public var error: Double? { estimate.map { $0 / price - 1 } }
  }

  /// Every sale in ascending order of rows.
  public let trials: [Trial]
  /// How long it took by the clock.
  public let seconds: Double
  /// How long it took, summed up over the threads.
  public let threadSeconds: Double

  private let errors: [Double]
  private let sizes: [Double]

  init(trials: [Trial], seconds: Double, threadSeconds: Double) {
    self.trials = trials
    self.seconds = seconds
    self.threadSeconds = threadSeconds
    errors = trials.compactMap(\.error).sorted()
    sizes = errors.map { abs($0) }.sorted()
  }

  /// The share of sales that have an estimate.
  public var coverage: Double { share(errors.count, of: trials.count) }
  /// Half of the estimates are at most so far off, as a share of the price.
  public var medianError: Double { Self.median(sizes) }
  /// The mean of the errors without their signs.
  public var meanError: Double { mean(sizes) }
  /// The mean of the errors: above 0 where estimates are too high.
  public var bias: Double { mean(errors) }
  /// The median of the errors.
  public var medianBias: Double { Self.median(errors) }
  /// The share of prices that lay in the range of their estimate.
  public var rangeCoverage: Double {
    share(trials.count { $0.range?.contains($0.price) ?? false }, of: errors.count)
  }
  /// The middle width of the ranges, as a share of the estimate.
  public var medianWidth: Double {
    Self.median(
      trials.compactMap { trial in
        guard let range = trial.range, let estimate = trial.estimate, estimate > 0 else {
          return nil
        }
        return (range.upperBound - range.lowerBound) / estimate
      }.sorted())
  }
  /// The share of estimates for which the search was widened.
  public var widenedShare: Double { share(trials.count { $0.isWidened }, of: errors.count) }
  /// Milliseconds that a subject took one thread.
  public var millisecondsPerSubject: Double {
    trials.isEmpty ? 0 : threadSeconds * 1000 / Double(trials.count)
  }

  /// The share of estimates that are within a share of the price: `within(0.1)` is PPE10.
  public func within(_ limit: Double) -> Double {
    share(sizes.count { $0 <= limit }, of: sizes.count)
  }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  private func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  private static func median(_ sorted: [Double]) -> Double {
    guard let last = sorted.last else { return 0 }
    let upper = sorted.count / 2
    return sorted.count % 2 == 1
      ? sorted[upper] : (sorted[upper - 1] + (upper < sorted.count ? sorted[upper] : last)) / 2
  }
}
