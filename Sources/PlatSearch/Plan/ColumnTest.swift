internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// A condition compiled against one index: a column and its matching stored numbers.
struct ColumnTest: Sendable {
  /// The stored numbers that match.
  enum Numbers: Sendable {
    case range(ClosedRange<UInt64>)
    case ranges([ClosedRange<UInt64>])
    case bitmap([UInt64])
  }

  /// The condition's field.
  let field: Field
  let column: BlockColumn
  let numbers: Numbers
  /// The approximate share of matching rows, from 0 to 1.
  let share: Double
  /// The order sorted by this column, if any.
  let order: SortOrder?
  /// The texts of the condition that no listing has.
  private(set) var unknownTexts: [String] = []

  /// Clears the rows that do not match in part of a selection.
  func apply(to selection: BlockSelection, in window: Range<Int>) {
    switch numbers {
    case .range(let range): selection.keep(column, in: range, window: window)
    case .ranges(let ranges): selection.keep(column, in: ranges, window: window)
    case .bitmap(let bitmap): selection.keep(column, bitmap: bitmap, window: window)
    }
  }

  /// The smallest range with all matching numbers; nil if there are none.
  var hull: ClosedRange<UInt64>? {
    switch numbers {
    case .range(let range): return range
    case .ranges(let ranges):
      guard let first = ranges.first, let last = ranges.last else { return nil }
      return first.lowerBound...last.upperBound
    case .bitmap(let bitmap):
      guard let first = bitmap.firstIndex(where: { $0 != 0 }),
        let last = bitmap.lastIndex(where: { $0 != 0 })
      else {
        return nil
      }
      return UInt64(
        first * 64 + bitmap[first].trailingZeroBitCount)...UInt64(
          last * 64 + 63 - bitmap[last].leadingZeroBitCount)
    }
  }

  /// Whether no row can match.
  var isNever: Bool { hull == nil }

  /// The number of rows that a test drops for each byte that it reads; tests run in descending
  /// rank.
  var rank: Double { (1 - share) / Double(column.width) }
}

extension ColumnTest {
  /// Compiles a condition; throws if its field has no column.
  init(_ condition: ListingFilter.Condition, _ index: ListingIndex) throws(SearchError) {
    switch condition {
    case .number(let field, let range):
      guard let numbers = index.numbers(field) else {
        throw SearchError.notSearchable(
          field: field.key, expected: "a field with numbers, such as listPrice")
      }
      let order: SortOrder? = field == .listPrice ? .price : field == .sqft ? .sqft : nil
      self.init(numbers, range, field, order)
    case .listed(let range):
      self.init(index.listedDate, range, .onMarketDate, .date)
    case .equals(let field, let texts):
      try self.init(index, field, anyOf: texts) { (text, codes) throws(WorkEnded) in
        try TextMatch.codes(of: field, equalTo: text, codes)
      }
    case .excludes(let field, let texts):
      try self.init(index, field) { (codes) throws(WorkEnded) in
        var without: Set<UInt64> = []
        for text in texts {
          without.formUnion(try TextMatch.codes(of: field, equalTo: TextMatch.folded(text), codes))
        }
        return (0...UInt64(codes.codes)).filter { !without.contains($0) }
      }
    case .contains(let field, let text):
      try self.init(index, field, anyOf: [text]) { (text, codes) throws(WorkEnded) in
        try TextMatch.codes(containing: text, codes)
      }
    case .containsAny(let field, let texts):
      try self.init(index, field, anyOf: texts) { (text, codes) throws(WorkEnded) in
        try TextMatch.codes(containing: text, codes)
      }
    case .pool(let wanted):
      let none = Self.noPool
      try self.init(index, .pool) { (codes) throws(WorkEnded) in
        var without: [UInt64] = [0]
        for text in none { without += try TextMatch.codes(equalTo: Array(text.utf8), codes) }
        guard wanted else { return without }
        var with: [UInt64] = []
        for code in 0...UInt64(codes.codes) where !without.contains(code) { with.append(code) }
        return with
      }
    case .any, .not, .place, .keys:
      // Compiled as a `RowTest`.
      throw .notSearchable(field: "a combination", expected: "a condition on one field")
    }
  }

  /// Folded `pool` texts that mean "no pool".
  static let noPool = ["none", "no", "no pool"]
  /// Conditions with more runs of codes than this use a bitmap.
  private static let mostRuns = 4

  private init(
    _ numbers: NumberColumn, _ range: ClosedRange<Int64>, _ field: Field, _ order: SortOrder?
  ) {
    self.field = field
    self.order = order
    column = numbers.column
    if let stored = numbers.frame.stored(from: range.lowerBound, through: range.upperBound) {
      self.numbers = .range(stored)
      share = numbers.estimatedShare(of: stored)
    } else {
      self.numbers = .ranges([])
      share = 0
    }
  }

  /// The codes of at least one of several texts, and the texts without a code.
  private init(
    _ index: ListingIndex, _ field: Field, anyOf texts: [String],
    _ find: ([UInt8], CodeColumn) throws(WorkEnded) -> [UInt64]
  ) throws(SearchError) {
    var unknown: [String] = []
    try self.init(index, field) { (codes) throws(WorkEnded) in
      var found: [UInt64] = []
      let limit = texts.count > 1 ? WorkLimit.current : nil
      for text in texts {
        try limit?.check()
        let ofText = try find(TextMatch.folded(text), codes)
        if ofText.isEmpty { unknown.append(text) }
        found += ofText
      }
      return found
    }
    unknownTexts = unknown
  }

  private init(
    _ index: ListingIndex, _ field: Field, _ find: (CodeColumn) throws(WorkEnded) -> [UInt64]
  ) throws(SearchError) {
    guard let codes = index.codes(field) else {
      throw SearchError.notSearchable(
        field: field.key, expected: "a field with short texts, such as city")
    }
    self.field = field
    column = codes.column
    order = nil
    let found = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in try find(codes) }
    if found.count == 1, found[0] > 0 {
      numbers = .range(found[0]...found[0])
      share = min(Double(codes.rows(code: found[0])) / Double(max(index.rows, 1)), 1)
      return
    }
    let wanted = found.sorted()
    var runs: [ClosedRange<UInt64>] = []
    var rows = 0
    for code in wanted where runs.last.map({ code > $0.upperBound }) ?? true {
      rows += codes.rows(code: code)
      if let last = runs.last, code == last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...code
      } else {
        runs.append(code...code)
      }
    }
    share = min(Double(rows) / Double(max(index.rows, 1)), 1)
    if runs.count == 1, let run = runs.first, run.lowerBound > 0 {
      numbers = .range(run)
    } else if runs.count <= Self.mostRuns && runs.first?.lowerBound != 0 {
      numbers = .ranges(runs)
    } else {
      var bitmap = [UInt64](repeating: 0, count: codes.codes / 64 + 1)
      for code in wanted { bitmap[Int(code) / 64] |= 1 << (code % 64) }
      numbers = .bitmap(bitmap)
    }
  }
}
