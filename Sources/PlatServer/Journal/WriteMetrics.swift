internal import Plat
internal import Synchronization

/// Counts and times of the writes of listings.
final class WriteMetrics: Sendable {
  /// What became of written listings, in the order of the metrics.
  static let outcomes: [WrittenListing.Outcome] = [
    .added, .replaced, .unchanged, .outdated, .deleted,
  ]

  /// The upper bounds of the histogram in microseconds.
  private static let bounds: [Double] = [
    200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000, 2_000_000,
  ]

  private struct Numbers {
    var listings = [UInt64](repeating: 0, count: outcomes.count)
    var refused: UInt64 = 0
    var failed: UInt64 = 0
    var buckets = [UInt64](repeating: 0, count: bounds.count + 1)
    var microseconds = 0.0
  }

  private let numbers = Mutex(Numbers())

  /// Counts a write that is on disk.
  func note(_ receipt: WriteReceipt, microseconds: Double) {
    numbers.withLock { numbers in
      for (place, outcome) in Self.outcomes.enumerated() {
        numbers.listings[place] += UInt64(receipt.count(outcome))
      }
      numbers.buckets[Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count] += 1
      numbers.microseconds += microseconds
    }
  }

  /// Counts a write that was not carried out.
  func note(_ error: PlatError) {
    let isRefused =
      if case .write(.refused) = error { true } else { false }
    numbers.withLock { numbers in
      if isRefused { numbers.refused += 1 } else { numbers.failed += 1 }
    }
  }

  /// Writes the metrics in the text format of Prometheus.
  func write(to text: inout String) {
    let numbers = numbers.withLock { $0 }
    text += "# HELP plat_written_listings_total Listings written over HTTP by outcome.\n"
    text += "# TYPE plat_written_listings_total counter\n"
    for (outcome, count) in zip(Self.outcomes, numbers.listings) {
      text += "plat_written_listings_total{outcome=\"\(outcome.rawValue)\"} \(count)\n"
    }
    text += "# HELP plat_writes_refused_total Writes that were invalid or came too late.\n"
    text += "# TYPE plat_writes_refused_total counter\n"
    text += "plat_writes_refused_total \(numbers.refused)\n"
    text += "# HELP plat_writes_failed_total Writes that could not be brought to the disk.\n"
    text += "# TYPE plat_writes_failed_total counter\n"
    text += "plat_writes_failed_total \(numbers.failed)\n"
    text += "# HELP plat_write_seconds Seconds of a write until it is on disk and shown.\n"
    text += "# TYPE plat_write_seconds histogram\n"
    var sum: UInt64 = 0
    for (bound, count) in zip(Self.bounds, numbers.buckets) {
      sum += count
      text += "plat_write_seconds_bucket{le=\"\(bound / 1_000_000)\"} \(sum)\n"
    }
    sum += numbers.buckets[Self.bounds.count]
    text += "plat_write_seconds_bucket{le=\"+Inf\"} \(sum)\n"
    text += "plat_write_seconds_sum \(numbers.microseconds / 1_000_000)\n"
    text += "plat_write_seconds_count \(sum)\n"
  }
}
