internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The sales that a market is learned from: those most like the subject in place, size, age, lot,
/// date and kind.
///
/// Their order does not depend on the order of rows in the index.
struct SalePool {
  /// A sale of the pool.
  struct Sale {
    let row: Int
    let price: Double
    let date: Int64
    let distance: Double
    /// Whether the contract's search or a wider step found it.
    let isComparable: Bool
    let features: HomeFeatures
  }

  private(set) var sales: [Sale] = []

  /// The reaches searched until there are enough sales: miles around the subject and months before
  /// the valuation.
  private static let reaches: [(miles: Double, months: Double)] = [
    (0.5, 12), (1, 12), (2, 12), (4, 24), (8, 36), (16, 60), (40, 120),
  ]
  /// With this number of candidates the search is not widened.
  private static let enough = 200
  /// The number of comparables that are always in the pool.
  private static let surelyComparables = 24
  /// Half the distance of the sale with this rank by distance is the unit of nearness.
  private static let neighbour = 80

  /// Gathers the pool.
  ///
  /// - Parameters:
  ///   - comparables: The rows that the search for comparables found, ascending.
  ///   - reach: The reach of that search.
  /// - Complexity: O(blocks touched + sales found), some 20 ns for each sale.
  init(
    _ subject: Subject, comparables: [UInt32], within reach: ComparableSearch.Reach, own: Int?,
    _ columns: SaleColumns
  ) throws(WorkEnded) {
    let rows = try Self.rows(subject, within: reach, own: own, columns)
    var candidates = try Self.candidates(subject, rows, comparables, columns)
    Self.score(&candidates)
    Self.selectBest(ModelMemory.most, of: &candidates)
    let reader = FeatureReader(subject, columns)
    sales = candidates.map { candidate in
      let row = Int(candidate.row)
      return Sale(
        row: row, price: columns.closePrice.value(row) ?? 0,
        date: columns.closeDate.value(row) ?? 0,
        distance: candidate.distance, isComparable: candidate.isComparable,
        features: reader.features(row))
    }
  }

  /// The rows of the narrowest reach with enough sales, ascending; at least as wide as the search
  /// for comparables.
  private static func rows(
    _ subject: Subject, within reach: ComparableSearch.Reach, own: Int?, _ columns: SaleColumns
  ) throws(WorkEnded) -> [UInt32] {
    try columns.index.withSelection { (selection) throws(WorkEnded) in
      var rows: [UInt32] = []
      let limit = WorkLimit.current
      for (miles, months) in reaches {
        let radius = miles * Length.metersPerMile
        if radius < reach.radiusMeters || months < reach.months, miles < 40 { continue }
        guard
          let circle = try? Circle(
            center: subject.coordinate, radiusMeters: max(radius, reach.radiusMeters))
        else {
          continue
        }
        selection.clear()
        try limit?.check()
        try SaleFilter(subject, months: max(months, reach.months), columns).run(
          in: circle, columns, selection)
        if selection.rowCount >= enough || miles == 40 {
          rows = selection.rows()
          break
        }
      }
      rows.removeAll { Int($0) == own || columns.isSameHome(Int($0), as: subject) }
      return rows
    }
  }

  /// A candidate for the pool.
  private struct Candidate {
    let row: UInt32
    let rank: UInt32
    let isComparable: Bool
    /// Metres from the subject.
    let distance: Double
    /// Its dissimilarity to the subject apart from distance; 0 for an identical home.
    let unlikeness: Double
    var score = 0.0

    static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
      a.score != b.score ? a.score < b.score : a.rank < b.rank
    }
  }

  /// The number of candidates between two checks of the limit.
  private static let window = 4096

  private static func candidates(
    _ subject: Subject, _ rows: [UInt32], _ comparables: [UInt32], _ columns: SaleColumns
  ) throws(WorkEnded) -> [Candidate] {
    let index = columns.index
    let center = Center(subject.coordinate)
    let kind = subject.propertySubType.flatMap { columns.subTypes[$0.lowercased()] }
    let lot = subject.lotSizeSquareFeet.map { max($0, 100) }
    var candidates: [Candidate] = []
    candidates.reserveCapacity(rows.count)
    var next = 0
    let window = WorkLimit.window(window)
    let limit = rows.count > window ? WorkLimit.current : nil
    for row in rows {
      if candidates.count % window == window - 1 { try limit?.check() }
      while next < comparables.count, comparables[next] < row { next += 1 }
      let place = Int(row)
      guard let position = index.position(place), let area = columns.sqft.value(place), area > 0
      else { continue }
      var unlikeness = square(apart(area, subject.sqft) / 0.7)
      if let year = subject.yearBuilt, let other = columns.yearBuilt.value(place) {
        unlikeness += square((Double(year) - other) / 55)
      }
      if let lot, let other = columns.lot.value(place) {
        unlikeness += square(apart(max(other, 100), lot) / 1.5)
      }
      let days = (Double(subject.asOf) - Double(columns.closeDate.value(place) ?? 0)) / 86_400
      unlikeness += square(days / 900)
      if let kind, columns.subType.column.stored(place) != kind { unlikeness += 4 }
      candidates.append(
        Candidate(
          row: row, rank: index.keyRanks[place, default: 0],
          isComparable: next < comparables.count && comparables[next] == row,
          distance: center.distance(to: position), unlikeness: unlikeness))
    }
    return candidates
  }

  /// An approximate difference of two logarithms; accurate for numbers that are close.
  private static func apart(_ a: Double, _ b: Double) -> Double { 2 * (a - b) / (a + b) }

  private static func square(_ value: Double) -> Double { value * value }

  /// Gives each candidate a score from its distance and dissimilarity; the lowest is best.
  private static func score(_ candidates: inout [Candidate]) {
    guard !candidates.isEmpty else { return }
    var distances = candidates.map(\.distance)
    let unit = (distances.nthSmallest(min(neighbour, distances.count - 1)) ?? .infinity) / 2 + 25
    for place in candidates.indices {
      candidates[place].score =
        candidates[place].unlikeness + square(candidates[place].distance / unit)
    }
    // The best comparables come first.
    var best = candidates.filter(\.isComparable).map(\.score)
    guard !best.isEmpty else { return }
    let last = best.nthSmallest(min(surelyComparables, best.count) - 1) ?? .infinity
    for place in candidates.indices
    where candidates[place].isComparable && candidates[place].score <= last {
      candidates[place].score -= 1e12
    }
  }

  /// Keeps the candidates with the lowest scores, in order.
  private static func selectBest(_ count: Int, of candidates: inout [Candidate]) {
    if candidates.count > count {
      var scores = candidates.map(\.score)
      let last = scores.nthSmallest(count - 1) ?? .infinity
      candidates.removeAll { $0.score > last }
    }
    candidates.sort(by: Candidate.precedes)
    if candidates.count > count { candidates.removeLast(candidates.count - count) }
  }
}
