internal import Synchronization

// Loops check the current limit between windows, so short loops never check it.
extension WorkLimit {
  /// Throws once the work must end, as an error of the caller.
  public func check<Failure: Error>(as wrap: (WorkEnded) -> Failure) throws(Failure) {
    if let ended { throw wrap(ended) }
  }

  /// How many times all windows are halved.
  private static let fineness = Atomic<Int>(0)

  /// Halves all windows of this process a number of times, so that tests can end work at every
  /// window of a small index.
  package static func halveWindows(times: Int) { fineness.store(times, ordering: .relaxed) }

  /// The length of a window that has a usual length; a power of two stays one.
  ///
  /// - Complexity: O(1), about a nanosecond.
  public static func window(_ usual: Int) -> Int {
    max(1, usual >> fineness.load(ordering: .relaxed))
  }

  /// Runs a loop in windows, and checks ``current`` before each one except the first.
  ///
  /// - Parameters:
  ///   - range: The range that the loop covers.
  ///   - size: The length of a window: about 100 microseconds of work.
  ///   - body: The loop over one window.
  @inlinable
  public static func windows(
    _ range: Range<Int>, of size: Int, _ body: (Range<Int>) throws(WorkEnded) -> Void
  ) throws(WorkEnded) {
    let size = window(size)
    guard range.count > size else { return try body(range) }
    let limit = current
    var start = range.lowerBound
    while start < range.upperBound {
      if start > range.lowerBound { try limit?.check() }
      let end = min(start + size, range.upperBound)
      try body(start..<end)
      start = end
    }
  }
}

extension WorkEnded {
  /// Runs work that may be ended, and throws its end as an error of the caller.
  @inlinable
  public static func wrapped<Result, Failure: Error>(
    _ wrap: (WorkEnded) -> Failure, _ work: () throws(WorkEnded) -> Result
  ) throws(Failure) -> Result {
    do throws(WorkEnded) { return try work() } catch { throw wrap(error) }
  }
}

extension Array {
  /// Sorts, and checks ``WorkLimit/current`` every few thousand comparisons; if that ends the work,
  /// the order is unspecified.
  @inlinable
  public mutating func sortWithinLimit(by precedes: (Element, Element) -> Bool) throws(WorkEnded) {
    let window = WorkLimit.window(8192)
    guard count > window / 4, let limit = WorkLimit.current else { return sort(by: precedes) }
    var compared = 0
    do {
      try sort { a, b in
        compared &+= 1
        if compared % window == 0 { try limit.check() }
        return precedes(a, b)
      }
    } catch {
      throw error as? WorkEnded ?? .cancelled
    }
  }
}
