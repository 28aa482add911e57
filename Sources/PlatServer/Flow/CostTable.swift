internal import Synchronization

/// What requests of each shape cost lately, so that what takes long leaves the loops whatever the
/// machine and the index.
///
/// A shape is a route with the names of its parameters and the few values that decide the cost
/// (`Demand.shape`). The table has a fixed number of places; shapes of one place share it, which
/// costs a hop between threads at most.
final class CostTable: Sendable {
  private static let places = 4_096
  /// Microseconds from which a request is expected to hold up others.
  static let most = 300.0
  private let costs = Mutex([Float](repeating: -1, count: places))

  /// The expected microseconds of a shape; nil where none was measured.
  func expected(_ shape: UInt64) -> Double? {
    let cost = costs.withLock { $0[Self.place(shape)] }
    return cost < 0 ? nil : Double(cost)
  }

  /// Takes in what a request took: quickly where it is more than expected, slowly where it is less.
  func note(_ shape: UInt64, microseconds: Double) {
    costs.withLock { costs in
      let (place, taken) = (Self.place(shape), Float(microseconds))
      let before = costs[place]
      if before < 0 {
        costs[place] = taken
      } else if taken > before {
        // One that the system held up does not move a shape off the loops.
        costs[place] = before + (min(taken, before * 4 + 50) - before) / 4
      } else {
        costs[place] = before + (taken - before) / 16
      }
    }
  }

  /// Notes that a shape does not belong on the loops.
  func noteTooMuch(_ shape: UInt64) {
    costs.withLock { $0[Self.place(shape)] = max($0[Self.place(shape)], Float(Self.most) * 8) }
  }

  private static func place(_ shape: UInt64) -> Int { Int(shape >> 40 & UInt64(places - 1)) }
}
