internal import Synchronization

/// The recent cost of requests of each shape, so that slow ones leave the loops on any machine and
/// index.
///
/// A shape is a route with the names of its parameters and the few values that decide the cost
/// (`Demand.shape`). The table has a fixed number of places. Shapes that share a place cost at most
/// an extra hop between threads.
final class CostTable: Sendable {
  private static let places = 4_096
  /// Requests that are expected to take longer than this, in microseconds, leave the loops.
  static let most = 300.0
  private let costs = Mutex([Float](repeating: -1, count: places))

  /// The expected microseconds of a shape; nil if none was measured.
  func expected(_ shape: UInt64) -> Double? {
    let cost = costs.withLock { $0[Self.place(shape)] }
    return cost < 0 ? nil : Double(cost)
  }

  /// Records a request's time.
  ///
  /// The estimate rises quickly and falls slowly.
  func note(_ shape: UInt64, microseconds: Double) {
    costs.withLock { costs in
      let (place, taken) = (Self.place(shape), Float(microseconds))
      let before = costs[place]
      if before < 0 {
        costs[place] = taken
      } else if taken > before {
        // Capped, so that one request that the system delayed does not move a shape off the loops.
        costs[place] = before + (min(taken, before * 4 + 50) - before) / 4
      } else {
        costs[place] = before + (taken - before) / 16
      }
    }
  }

  /// Records that a shape does not belong on the loops.
  func noteTooMuch(_ shape: UInt64) {
    costs.withLock { $0[Self.place(shape)] = max($0[Self.place(shape)], Float(Self.most) * 8) }
  }

  private static func place(_ shape: UInt64) -> Int { Int(shape >> 40 & UInt64(places - 1)) }
}
