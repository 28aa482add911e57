internal import PlatCommon
internal import PlatGeometry
public import PlatIndex

/// Finds sales that are comparable with a home.
///
/// A sale is a listing whose status is `Closed` and that has a price, a date and a living area. It
/// is comparable if it closed before the moment of the valuation and not too long before, is
/// nearby, has the same property type, a similar size and a similar number of rooms, and is not a
/// sale of the subject itself. Asking prices are never read.
///
/// Any number of threads may use a search at once.
public struct ComparableSearch: Sendable {
  /// The number of comparables that is enough; with fewer the search is widened.
  public let wanted: Int
  /// The conditions of the first attempt, and of the wider ones if it finds too few.
  public let reaches: [Reach]
  let columns: SaleColumns

  /// Prepares a generation.
  ///
  /// - Parameters:
  ///   - generation: The generation to search.
  ///   - wanted: The number of comparables that is enough.
  ///   - reaches: The conditions, step by step, until enough are found.
  /// - Throws: ``ValuationError`` if a column is missing or an option is invalid.
  /// - Complexity: O(distinct property types).
  public init(
    _ generation: Generation, wanted: Int = 12, reaches: [Reach] = Reach.steps
  ) throws(ValuationError) {
    try self.init(SaleColumns(generation), wanted: wanted, reaches: reaches)
  }

  init(_ columns: SaleColumns, wanted: Int, reaches: [Reach]) throws(ValuationError) {
    guard wanted > 0 else {
      throw .option(name: "wanted", value: "\(wanted)", expected: "1 or more")
    }
    guard !reaches.isEmpty else {
      throw .option(name: "reaches", value: "empty", expected: "a step or more")
    }
    for reach in reaches {
      func check(_ name: String, _ value: Double, _ most: Double) throws(ValuationError) {
        guard value >= 0, value <= most else {
          throw .option(name: name, value: "\(value)", expected: "a number from 0 to \(most)")
        }
      }
      try check("radiusMeters", reach.radiusMeters, Circle.greatestRadius)
      try check("months", reach.months, 12_000)
      try check("sqftShare", reach.sqftShare, 1_000)
      if let rooms = reach.rooms { try check("rooms", rooms, 1_000) }
    }
    self.columns = columns
    self.wanted = wanted
    self.reaches = reaches
  }

  /// Finds comparables: the rows in ascending order, their distances in metres, and the steps of
  /// the search.
  ///
  /// - Throws: ``ValuationError`` if the subject is invalid or the current `WorkLimit` ends the
  ///   work.
  /// - Complexity: O(blocks that the circle's box touches) for each step; three allocations.
  public func comparables(
    of subject: Subject
  ) throws(ValuationError) -> (rows: [ListingRow], distances: [Double], outcome: Outcome) {
    let own = subject.listingKey.flatMap { columns.index.row(key: $0) }
    let (rows, outcome) = try find(subject, own: own)
    let center = Center(subject.coordinate)
    let distances = rows.map { row in
      columns.index.position(Int(row)).map { center.distance(to: $0) } ?? .infinity
    }
    return (columns.generation.rows(rows), distances, outcome)
  }

  /// Finds comparables: the rows in ascending order, and the steps of the search.
  ///
  /// - Parameters:
  ///   - subject: The home.
  ///   - own: The row of the subject's own listing.
  func find(_ subject: Subject, own: Int?) throws(ValuationError) -> (
    rows: [UInt32], outcome: Outcome
  ) {
    try subject.check()
    return try columns.index.withSelection { (selection) throws(ValuationError) in
      var steps: [Step] = []
      var rows: [UInt32] = []
      let limit = WorkLimit.current
      for reach in reaches {
        try limit?.check(as: ValuationError.ended)
        rows = try select(reach, subject, own: own, selection)
        steps.append(Step(reach: reach, found: rows.count))
        if rows.count >= wanted { break }
      }
      return (rows, Outcome(steps: steps))
    }
  }

  /// The sales of other homes within a reach, in ascending order.
  private func select(
    _ reach: Reach, _ subject: Subject, own: Int?, _ selection: BlockSelection
  ) throws(ValuationError) -> [UInt32] {
    guard let circle = try? Circle(center: subject.coordinate, radiusMeters: reach.radiusMeters)
    else {
      throw .option(
        name: "radiusMeters", value: "\(reach.radiusMeters)",
        expected: "0 to \(Circle.greatestRadius)")
    }
    var filter = SaleFilter(subject, months: reach.months, columns)
    filter.require(reach, subject, columns)
    do throws(WorkEnded) { try filter.run(in: circle, columns, selection) } catch {
      throw .ended(error)
    }
    var rows = selection.rows()
    rows.removeAll { Int($0) == own || columns.isSameHome(Int($0), as: subject) }
    return rows
  }
}
