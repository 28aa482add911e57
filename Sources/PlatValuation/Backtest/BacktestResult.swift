public import PlatIndex

/// The accuracy of estimates against prices paid.
///
/// The measures are the usual ones for automated valuations: the median absolute percentage error,
/// and the share of estimates within 10 and 20 percent of the price (PPE10, PPE20). All errors are
/// (estimate - price) / price.
public struct BacktestResult: Sendable {
  /// One sale, estimated from earlier sales.
  public struct Trial: Sendable, Equatable {
    /// The sale's row.
    public let row: ListingRow
    /// The price paid, in dollars.
    public let price: Double
    /// The estimate; nil without comparables.
    public var estimate: Double?
    /// The range of the estimate.
    public var range: ClosedRange<Double>?
    /// Whether the contract's search found too few sales.
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
  /// The elapsed time in seconds.
  public let seconds: Double
  /// The time in seconds, summed over the threads.
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
  /// The median of the absolute errors, as a share of the price.
  public var medianError: Double { Self.median(sizes) }
  /// The mean of the absolute errors.
  public var meanError: Double { mean(sizes) }
  /// The mean of the errors: above 0 if estimates are too high.
  public var bias: Double { mean(errors) }
  /// The median of the errors.
  public var medianBias: Double { Self.median(errors) }
  /// The share of prices within the range of their estimate.
  public var rangeCoverage: Double {
    share(trials.count { $0.range?.contains($0.price) ?? false }, of: errors.count)
  }
  /// The median width of the ranges, as a share of the estimate.
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
  /// The time for one subject on one thread, in milliseconds.
  public var millisecondsPerSubject: Double {
    trials.isEmpty ? 0 : threadSeconds * 1000 / Double(trials.count)
  }

  /// The share of estimates whose error is at most a limit: `within(0.1)` is PPE10.
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
