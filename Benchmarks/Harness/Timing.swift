import Foundation
import PlatCommon

/// The time of one kind of query: each query's least time over all repetitions, summed up over the
/// queries.
///
/// The least time of a query is what it takes when nothing else on the machine disturbs it; the
/// spread over queries is the work's own.
struct Timing {
  /// Nanoseconds of each query.
  let nanoseconds: [Double]
  /// A sum over all answers, which the same work always gives.
  let checksum: UInt64

  /// Runs each query in turn, the whole set so many times, after once for warming up.
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

  /// The query in the middle.
  var median: Double { quantile(0.5) }

  /// The query that 99 of 100 are no slower than.
  var p99: Double { quantile(0.99) }

  /// The slowest query.
  var greatest: Double { nanoseconds.last ?? 0 }

  private func quantile(_ share: Double) -> Double {
    nanoseconds.isEmpty
      ? 0 : nanoseconds[min(Int(share * Double(nanoseconds.count)), nanoseconds.count - 1)]
  }

  /// Nanoseconds of a clock that only goes forward.
  static func now() -> UInt64 { SystemTime.monotonic }

  /// Nanoseconds that this thread has run: what other programs take does not count.
  static func threadTime() -> UInt64 { SystemTime.thread }

  /// Nanoseconds that all threads of this process have run.
  static func processTime() -> UInt64 { SystemTime.process }
}
