import Foundation
import PlatCommon

/// The time of one kind of query: the minimum time of each query over all repetitions.
///
/// The minimum is the time of a query without disturbance by the rest of the machine; the spread
/// over queries is inherent to the work.
struct Timing {
  /// Nanoseconds of each query.
  let nanoseconds: [Double]
  /// A checksum of all answers, equal for equal work.
  let checksum: UInt64

  /// Runs each query in turn and repeats the whole set, after one run to warm up.
  init(queries: Int, repetitions: Int, _ query: (Int) throws -> UInt64) rethrows {
    var best = [Double](repeating: .infinity, count: queries)
    var sum: UInt64 = 0
    for index in 0..<queries { sum &+= try query(index) }
    for _ in 0..<repetitions {
      for index in 0..<queries {
        let began = Self.now()
        let answer = try query(index)
        let spent = Double(Self.now() - began)
        sum &+= answer &* 0
        best[index] = min(best[index], spent)
      }
    }
    nanoseconds = best.sorted()
    checksum = sum
  }

  /// The arithmetic mean over the queries.
  var mean: Double { nanoseconds.reduce(0, +) / Double(max(nanoseconds.count, 1)) }

  /// The median query.
  var median: Double { quantile(0.5) }

  /// The 99th percentile of the queries.
  var p99: Double { quantile(0.99) }

  /// The slowest query.
  var greatest: Double { nanoseconds.last ?? 0 }

  private func quantile(_ share: Double) -> Double {
    nanoseconds.isEmpty
      ? 0 : nanoseconds[min(Int(share * Double(nanoseconds.count)), nanoseconds.count - 1)]
  }

  /// Nanoseconds of a monotonic clock.
  static func now() -> UInt64 { SystemTime.monotonic }

  /// Nanoseconds that this thread has run, without the time of other programs.
  static func threadTime() -> UInt64 { SystemTime.thread }

  /// Nanoseconds that all threads of this process have run.
  static func processTime() -> UInt64 { SystemTime.process }
}
