internal import Snapshot

/// A column of whole numbers: a field's values in stored form (`FieldKind`), packed by a ``ColumnFrame``.
public struct NumberColumn: Sendable {
  /// The packed numbers.
  public let column: BlockColumn
  /// How they are packed.
  public let frame: ColumnFrame

  init(_ name: String, rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
    column = try BlockColumn(name, rows: rows, in: snapshot)
    let frame = try snapshot.column(IndexLayout.frame(name), of: Int64.self)
    guard frame.count == 2 else {
      throw SnapshotError(
        .inconsistentSections, path: snapshot.path, section: IndexLayout.frame(name),
        reason: "a column's frame is a base and a step, here are \(frame.count) numbers")
    }
    self.frame = ColumnFrame(
      base: frame[0, default: 0], step: UInt64(bitPattern: frame[1, default: 1]))
  }

  /// The value of a row, or nil where it is missing.
  public func value(_ row: Int) -> Int64? { frame.value(column.stored(row)) }
}

extension SnapshotWriter {
  /// Writes a column of values in row order; `missing` stands for one that is not there.
  mutating func addNumbers(_ name: String, _ values: [Int64], missing: Int64) throws(SnapshotError) {
    let (frame, greatest) = ColumnFrame.fitting(values.span, missing: missing)
    try addColumn(name, values.map { $0 == missing ? 0 : frame.store($0) }, greatest: greatest)
    try add(IndexLayout.frame(name), [frame.base, Int64(bitPattern: frame.step)])
  }
}
