internal import PlatGeometry
internal import PlatIndex
internal import PlatListings

/// The plan for the matches of a filter and a region: the source of candidate blocks, and the order
/// of the tests that clear their rows.
struct QueryPlan: Sendable {
  /// The source of the first selection.
  enum Source: Sendable {
    /// No row can match.
    case nothing
    /// All blocks.
    case everything
    /// The blocks that may contain a value, by one column's zone map.
    case zones(ColumnTest, [ClosedRange<UInt64>])
    /// The blocks that intersect the region's bounds, by the packed tree.
    case tree([Box])
    /// The rows in a range of a secondary order.
    case order(SortOrder, Range<Int>)
    /// The rows with given listing keys.
    case rows([UInt32])
  }

  let source: Source
  /// The tests of single columns.
  let tests: [ColumnTest]
  /// The combinations of tests, for the rows left by the single ones.
  let combinations: [RowTest]
  let region: Region
  /// The texts of conditions that no listing has, with their fields.
  let unknownTexts: [UnknownText]
  /// The approximate number of rows that match the filter, ignoring the region.
  let estimatedRows: Int

  /// Rows of a secondary order are scattered: sorting one row and reading its block takes about as
  /// long as a sequential read of this many bytes of a column.
  private static let bytesPerScatteredRow = 1024.0

  init(_ filter: ListingFilter, _ region: Region, _ index: ListingIndex) throws(SearchError) {
    try filter.checkSize()
    var (tests, combinations): ([ColumnTest], [RowTest]) = ([], [])
    var unknownTexts: [UnknownText] = []
    tests.reserveCapacity(filter.conditions.count)
    for condition in filter.conditions {
      if condition.isCombination {
        let combination = try RowTest(condition, index)
        combinations.append(combination)
        // Places bring their own names along.
        if case .place = condition {} else { unknownTexts += combination.unknownTexts }
        // A condition common to all branches finds the blocks.
        if let narrower = condition.narrower {
          Self.insert(try ColumnTest(narrower, index), into: &tests)
        }
        continue
      }
      let test = try ColumnTest(condition, index)
      for text in test.unknownTexts {
        unknownTexts.append(UnknownText(field: test.field, text: text))
      }
      Self.insert(test, into: &tests)
    }
    self.tests = tests
    self.combinations = combinations
    self.region = region
    self.unknownTexts = unknownTexts
    let rows = tests.reduce(Double(index.rows)) { $0 * $1.share }
    estimatedRows = Int((combinations.reduce(rows) { $0 * $1.share }).rounded())

    let bounds = region.bounds
    if tests.contains(where: \.isNever) || combinations.contains(where: \.isNever)
      || bounds?.isEmpty == true || index.rows == 0
    {
      source = .nothing
      return
    }
    if let keyed = combinations.lazy.compactMap(\.keyedRows).first {
      source = .rows(keyed)
      return
    }
    var best = Source.everything
    if let bounds { best = .tree(bounds) } else if let zones = Self.zones(tests) { best = zones }
    if let (order, range) = Self.order(tests, index),
      Double(range.count) * Self.bytesPerScatteredRow < Self.bytes(of: best, tests, index)
    {
      best = .order(order, range)
    }
    source = best
  }

  /// Inserts a test by rank; there are only a handful.
  private static func insert(_ test: ColumnTest, into tests: inout [ColumnTest]) {
    let rank = test.rank
    let place = tests.firstIndex { $0.rank < rank } ?? tests.count
    tests.insert(test, at: place)
  }

  /// The range of an order's column that contains every match, if a condition limits it.
  func range(of order: SortOrder) -> ClosedRange<UInt64>? {
    var range: ClosedRange<UInt64>?
    for test in tests where test.order == order {
      guard let hull = test.hull else { continue }
      range =
        range.map {
          max(
            $0.lowerBound, hull.lowerBound)...max(
              $0.lowerBound, hull.lowerBound, min($0.upperBound, hull.upperBound))
        } ?? hull
    }
    return range
  }

  /// The test whose zone map leaves the fewest blocks: place names, because rows of one place are
  /// adjacent.
  private static func zones(_ tests: [ColumnTest]) -> Source? {
    let places = tests.filter { Self.placeFields.contains($0.field) }
    guard let test = places.min(by: { $0.share < $1.share }), let hull = test.hull,
      hull.lowerBound > 0
    else {
      return nil
    }
    if case .ranges(let ranges) = test.numbers { return .zones(test, ranges) }
    return .zones(test, [hull])
  }

  private static let placeFields: Set<Field> = [
    .city, .subdivision, .postalCode, .stateOrProvince, .streetName,
  ]

  /// The range of a secondary order with the fewest rows.
  private static func order(_ tests: [ColumnTest], _ index: ListingIndex) -> (
    SortOrder, Range<Int>
  )? {
    var best: (SortOrder, Range<Int>)?
    for test in tests {
      guard let order = test.order, test.share < 0.02, let hull = test.hull,
        let stored = index.order(order)
      else { continue }
      let rows = OrderSearch.places(of: hull, in: stored, column: test.column)
      if best.map({ rows.count < $0.1.count }) ?? true { best = (order, rows) }
    }
    return best
  }

  /// The approximate number of bytes that a source and the first test on its rows would touch.
  private static func bytes(of source: Source, _ tests: [ColumnTest], _ index: ListingIndex)
    -> Double
  {
    let width = Double(tests.first?.column.width ?? 0)
    switch source {
    case .nothing: return 0
    case .everything: return Double(index.rows) * width
    case .zones(let test, _): return Double(index.rows) * test.share * Double(test.column.width) * 2
    case .tree(let boxes):
      let all = index.bounds
      let area = boxes.reduce(0.0) { $0 + Self.area($1.intersection(all)) }
      return Double(index.located) * min(1, area / max(Self.area(all), 1)) * (width + 8)
    case .order(_, let range): return Double(range.count) * bytesPerScatteredRow
    case .rows(let rows): return Double(rows.count) * bytesPerScatteredRow
    }
  }

  /// A text of a condition that no listing has.
  struct UnknownText: Equatable {
    let field: Field
    let text: String
  }

  private static func area(_ box: Box) -> Double {
    box.isEmpty
      ? 0 : (Double(box.east) - Double(box.west) + 1) * (Double(box.north) - Double(box.south) + 1)
  }
}
