internal import Synchronization

/// Counts and latencies of one route.
final class RouteMetrics: Sendable {
  private struct Numbers {
    /// Requests by the first digit of their status.
    var classes = [UInt64](repeating: 0, count: 6)
    var buckets = [UInt64](repeating: 0, count: RouteMetrics.bounds.count + 1)
    var microseconds = 0.0
  }

  /// The upper bounds of the histogram in microseconds.
  static let bounds: [Double] = [
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000,
  ]

  private let numbers = Mutex(Numbers())

  /// Counts a request.
  func count(status: Int, microseconds: Double) {
    numbers.withLock { numbers in
      numbers.classes[min(max(status / 100, 0), 5)] += 1
      numbers.buckets[Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count] += 1
      numbers.microseconds += microseconds
    }
  }

  /// Writes the lines of a route.
  func write(route: String, to text: inout String) {
    let (classes, buckets, total) = numbers.withLock { ($0.classes, $0.buckets, $0.microseconds) }
    let label = "route=\"\(route)\""
    for (digit, count) in classes.enumerated() where count > 0 {
      text += "plat_requests_total{\(label),status=\"\(digit)xx\"} \(count)\n"
    }
    var sum: UInt64 = 0
    guard buckets.contains(where: { $0 > 0 }) else { return }
    for (bound, count) in zip(Self.bounds, buckets) {
      sum += count
      text += "plat_request_seconds_bucket{\(label),le=\"\(bound / 1_000_000)\"} \(sum)\n"
    }
    sum += buckets[buckets.count - 1]
    text += "plat_request_seconds_bucket{\(label),le=\"+Inf\"} \(sum)\n"
    text += "plat_request_seconds_sum{\(label)} \(total / 1_000_000)\n"
    text += "plat_request_seconds_count{\(label)} \(sum)\n"
  }
}
