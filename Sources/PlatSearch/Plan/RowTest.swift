internal import PlatIndex
internal import PlatListings

/// A condition compiled against one index: the test of one column, or a combination of tests.
enum RowTest: Sendable {
  /// The test of one column.
  case column(ColumnTest)
  /// A row passes if it passes all tests of at least one branch.
  indirect case any([[RowTest]])
  /// A row passes if it fails at least one of the tests.
  indirect case not([RowTest])
  /// A row passes if it is one of these, in ascending order.
  case rows([UInt32], of: Int)

  /// Compiles a condition; throws if a field has no column.
  init(_ condition: ListingFilter.Condition, _ index: ListingIndex) throws(SearchError) {
    switch condition {
    case .any(let filters), .place(_, let filters):
      var branches: [[RowTest]] = []
      for filter in filters { branches.append(try Self.tests(of: filter, index)) }
      self = .any(branches)
    case .keys(let keys):
      let rows = Set(keys.compactMap { index.row(key: $0).map(UInt32.init) })
      self = .rows(rows.sorted(), of: max(index.rows, 1))
    case .not(let filter): self = .not(try Self.tests(of: filter, index))
    default: self = .column(try ColumnTest(condition, index))
    }
  }

  /// The tests of a filter, in descending order of rows dropped for each byte.
  static func tests(of filter: ListingFilter, _ index: ListingIndex) throws(SearchError)
    -> [RowTest]
  {
    var tests: [RowTest] = []
    tests.reserveCapacity(filter.conditions.count)
    for condition in filter.conditions {
      let test = try RowTest(condition, index)
      // Insert each by rank as it comes; there are only a handful.
      let rank = test.rank
      let place = tests.firstIndex { $0.rank < rank } ?? tests.count
      tests.insert(test, at: place)
    }
    return tests
  }

  /// Clears the rows that do not pass in part of a selection.
  func apply(to selection: BlockSelection, in window: Range<Int>) {
    switch self {
    case .column(let test): test.apply(to: selection, in: window)
    case .any(let branches):
      selection.keepAny(of: branches.count, in: window) { branch in
        for test in branches[branch] { test.apply(to: selection, in: window) }
      }
    case .not(let tests):
      selection.keepNone(in: window) {
        for test in tests { test.apply(to: selection, in: window) }
      }
    case .rows(let rows, _): selection.keep(rows: rows, in: window)
    }
  }

  /// The approximate share of rows that pass, from 0 to 1.
  var share: Double {
    switch self {
    case .column(let test): test.share
    case .any(let branches):
      1 - branches.reduce(1) { $0 * (1 - $1.reduce(1) { $0 * $1.share }) }
    case .not(let tests): 1 - tests.reduce(1) { $0 * $1.share }
    case .rows(let rows, let all): Double(rows.count) / Double(all)
    }
  }

  /// The greatest number of bytes read of a row.
  var width: Int {
    switch self {
    case .column(let test): test.column.width
    case .any(let branches): branches.reduce(0) { $0 + $1.reduce(0) { $0 + $1.width } }
    case .not(let tests): tests.reduce(0) { $0 + $1.width }
    case .rows: 0
    }
  }

  /// The number of rows that a test drops for each byte that it reads.
  var rank: Double { (1 - share) / Double(max(width, 1)) }

  /// Whether no row can pass.
  var isNever: Bool {
    switch self {
    case .column(let test): test.isNever
    case .any(let branches): branches.allSatisfy { $0.contains(where: \.isNever) }
    case .not(let tests): tests.isEmpty
    case .rows(let rows, _): rows.isEmpty
    }
  }

  /// The texts of its conditions that no listing has.
  var unknownTexts: [QueryPlan.UnknownText] {
    switch self {
    case .column(let test):
      test.unknownTexts.map { QueryPlan.UnknownText(field: test.field, text: $0) }
    case .any(let branches): branches.flatMap { $0.flatMap(\.unknownTexts) }
    case .not(let tests): tests.flatMap(\.unknownTexts)
    case .rows: []
    }
  }

  /// The name of its step in an explanation.
  var name: String {
    switch self {
    case .column(let test): test.field.key
    case .any: "any"
    case .not: "not"
    case .rows: "listingKey"
    }
  }

  /// The only rows that can pass, if the test names them.
  var keyedRows: [UInt32]? {
    if case .rows(let rows, _) = self { rows } else { nil }
  }
}
