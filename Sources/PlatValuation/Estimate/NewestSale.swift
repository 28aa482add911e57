package import PlatCommon
package import PlatIndex
internal import PlatListings

/// The closing time of the newest sale of a generation.
struct NewestSale: Sendable {
  /// Seconds since 1970; nil if the generation has no sale.
  let date: Int64?

  /// Reads every row.
  init(_ generation: Generation) throws(WorkEnded) {
    let index = generation.index
    guard let dates = index.numbers(.closeDate), let prices = index.numbers(.closePrice),
      let status = index.codes(.standardStatus)
    else {
      date = nil
      return
    }
    let closed = status.code(of: StandardStatus.closed)
    var newest = Int64.min
    try WorkLimit.windows(0..<index.rows, of: 1 << 14) { window in
      for row in window {
        guard let date = dates.value(row), date > newest, prices.value(row) ?? 0 > 0, closed != 0,
          status.column.stored(row) == closed
        else { continue }
        newest = date
      }
    }
    date = newest == .min ? nil : newest
  }
}

extension Generation {
  /// The estimator of the generation, made once.
  ///
  /// - Throws: `ValuationError` if a column is missing.
  package func estimator() throws(ValuationError) -> Estimator {
    try attachments.value { () throws(ValuationError) in try Estimator(self) }
  }

  /// The closing time of the newest sale, in seconds since 1970; nil if there is none.
  ///
  /// - Complexity: O(rows) once.
  package func newestSale() throws(WorkEnded) -> Int64? {
    try attachments.value { () throws(WorkEnded) in try NewestSale(self) }.date
  }
}
