internal import Synchronization

/// Counts and latencies of one route.
final class RouteMetrics: Sendable {
  struct Numbers: Sendable {
    /// Requests by the first digit of their status.
    var classes = [UInt64](repeating: 0, count: 6)
    var buckets = [UInt64](repeating: 0, count: RouteMetrics.bounds.count + 1)
    var microseconds = 0.0
  }

  /// The upper bounds of the histogram in microseconds.
  static let bounds: [Double] = [
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000,
  ]

  private let state = Mutex(Numbers())

  /// Counts a request.
  func count(status: Int, microseconds: Double) {
    state.withLock { numbers in
      numbers.classes[min(max(status / 100, 0), 5)] += 1
      numbers.buckets[Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count] += 1
      numbers.microseconds += microseconds
    }
  }

  /// A copy of the numbers.
  var numbers: Numbers { state.withLock { $0 } }
}

extension RouteMetrics.Numbers {
  /// Writes the counts of a route's requests.
  func writeCounts(route: String, to text: inout String) {
    for (digit, count) in classes.enumerated() where count > 0 {
      text += "plat_requests_total{route=\"\(route)\",status=\"\(digit)xx\"} \(count)\n"
    }
  }

  /// Writes the histogram of a route's latencies.
  func writeSeconds(route: String, to text: inout String) {
    let label = "route=\"\(route)\""
    var sum: UInt64 = 0
    guard buckets.contains(where: { $0 > 0 }) else { return }
    for (bound, count) in zip(RouteMetrics.bounds, buckets) {
      sum += count
      text += "plat_request_seconds_bucket{\(label),le=\"\(bound / 1_000_000)\"} \(sum)\n"
    }
    sum += buckets[buckets.count - 1]
    text += "plat_request_seconds_bucket{\(label),le=\"+Inf\"} \(sum)\n"
    text += "plat_request_seconds_sum{\(label)} \(microseconds / 1_000_000)\n"
    text += "plat_request_seconds_count{\(label)} \(sum)\n"
  }
}
