internal import PlatSnapshot

/// The listing key of each row: the bytes of all keys in row order, the length of each, and the
/// start of each block.
///
/// A length takes one byte where an offset would take four; a lookup adds up the lengths of the
/// rows before it in its block. A damaged table gives empty keys and never a trap.
public struct KeyTable: Sendable {
  let bytes: MappedColumn<UInt8>
  let lengths: MappedColumn<UInt8>
  let blockStarts: MappedColumn<UInt64>

  init(rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
    bytes = try snapshot.bytes(IndexLayout.keys + ".bytes")
    lengths = try snapshot.column(IndexLayout.keys + ".lengths", of: UInt8.self)
    blockStarts = try snapshot.column(IndexLayout.keys + ".blocks", of: UInt64.self)
    let blocks = (rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows
    guard lengths.count == rows, blockStarts.count == blocks else {
      throw SnapshotError(
        .inconsistentSections, path: snapshot.path, section: IndexLayout.keys,
        reason: "the keys are not those of \(rows) rows")
    }
  }

  /// The bytes of a row's key; empty if the row is out of range.
  ///
  /// - Complexity: O(1): at most 63 additions.
  @_lifetime(borrow self)
  public func bytes(at row: Int) -> Span<UInt8> {
    bytes.span.extracting(range(at: row))
  }

  /// A row's key; empty if the row is out of range.
  public func string(at row: Int) -> String {
    let bytes = bytes(at: row)
    return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Whether one row's key sorts before another's, by unsigned bytes.
  public func precedes(_ one: Int, _ other: Int) -> Bool {
    KeySort.precedes(bytes(at: one), bytes(at: other))
  }

  /// Whether a row's key comes before the key of a row of another table.
  package func precedes(at row: Int, _ other: KeyTable, at otherRow: Int) -> Bool {
    KeySort.precedes(bytes(at: row), other.bytes(at: otherRow))
  }

  private func range(at row: Int) -> Range<Int> {
    guard row >= 0, row < lengths.count else { return 0..<0 }
    let block = row / IndexLayout.blockRows
    let all = lengths.span
    var start = Int(clamping: blockStarts[block, default: 0])
    guard start <= bytes.count else { return 0..<0 }
    for index in block * IndexLayout.blockRows..<row { start += Int(all[index]) }
    let end = start + Int(all[row])
    return end <= bytes.count ? start..<end : 0..<0
  }
}

extension SnapshotWriter {
  /// Writes the keys of all rows, in row order; each has at most 255 bytes.
  mutating func addKeys(_ keys: StringTableBuilder) throws(SnapshotError) {
    var lengths: [UInt8] = []
    var blockStarts: [UInt64] = []
    lengths.reserveCapacity(keys.count)
    var start: UInt64 = 0
    for row in 0..<keys.count {
      if row % IndexLayout.blockRows == 0 { blockStarts.append(start) }
      let length = keys.bytes(at: row).count
      lengths.append(UInt8(clamping: length))
      start += UInt64(length)
    }
    try add(IndexLayout.keys + ".bytes", bytes: keys.bytes.span)
    try add(IndexLayout.keys + ".lengths", lengths)
    try add(IndexLayout.keys + ".blocks", blockStarts)
  }
}
