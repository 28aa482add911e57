internal import PlatSnapshot

/// A column of whole numbers: a field's values in stored form (`FieldKind`), packed by a
/// ``ColumnFrame``.
public final class NumberColumn: Sendable {
  /// The packed numbers.
  public let column: BlockColumn
  /// The packing of the numbers.
  public let frame: ColumnFrame
  private let quantiles: MappedColumn<UInt64>

  init(_ name: String, rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
    column = try BlockColumn(name, rows: rows, in: snapshot)
    let frame = try snapshot.column(IndexLayout.frame(name), of: Int64.self)
    guard frame.count == 2 else {
      throw SnapshotError(
        .inconsistentSections, path: snapshot.path, section: IndexLayout.frame(name),
        reason: "a column's frame is a base and a step, here are \(frame.count) numbers")
    }
    quantiles = try snapshot.column(IndexLayout.quantiles(name), of: UInt64.self)
    self.frame = ColumnFrame(
      base: frame[0, default: 0], step: UInt64(bitPattern: frame[1, default: 1]))
  }

  /// An estimate of the fraction of all rows, from 0 to 1, whose stored number lies in a range.
  ///
  /// For planning, from the column's quantiles: evenly spaced ones of a sorted sample.
  public func estimatedShare(of range: ClosedRange<UInt64>) -> Double {
    let quantiles = quantiles
    guard quantiles.count > 1 else { return 1 }
    let span = quantiles.span
    let below = range.lowerBound > 0 ? Self.count(of: span, atMost: range.lowerBound - 1) : 0
    let through = Self.count(of: span, atMost: range.upperBound)
    return max(Double(through - below), 0.25) / Double(span.count)
  }

  /// How many numbers of a nonempty ascending span are at most a number.
  private static func count(of span: Span<UInt64>, atMost number: UInt64) -> Int {
    var first = 0
    var rest = span.count
    // Each step keeps one half or the other without a branch.
    while rest > 1 {
      let half = rest / 2
      first += span[first + half - 1] <= number ? half : 0
      rest -= half
    }
    return first + (span[first] <= number ? 1 : 0)
  }

  /// The value of a row, or nil if it is missing.
  public func value(_ row: Int) -> Int64? { frame.value(column.stored(row)) }
}

extension SnapshotWriter {
  /// Writes a column of values in row order; `missing` stands for a missing one.
  mutating func addNumbers(_ name: String, _ values: [Int64], missing: Int64) throws(SnapshotError)
  {
    let (frame, greatest) = ColumnFrame.fitting(values.span, missing: missing)
    let stored = values.map { $0 == missing ? 0 : frame.store($0) }
    try addColumn(name, stored, greatest: greatest)
    try add(IndexLayout.quantiles(name), ColumnSample.quantiles(stored))
    try add(IndexLayout.frame(name), [frame.base, Int64(bitPattern: frame.step)])
  }
}

/// A small sample of a column's numbers, for planning.
enum ColumnSample {
  private static let sampleSize = 2048
  private static let quantileCount = 64

  /// Evenly spaced quantiles of a sample of evenly spaced rows; fewer if there are fewer rows.
  static func quantiles(_ stored: [UInt64]) -> [UInt64] {
    guard !stored.isEmpty else { return [] }
    let size = min(sampleSize, stored.count)
    let sample = (0..<size).map { stored[$0 * stored.count / size] }.sorted()
    let count = min(quantileCount, size)
    return (0..<count).map { sample[($0 * 2 + 1) * size / (count * 2)] }
  }
}
