internal import PlatSnapshot

/// A column of unsigned numbers with its zone map, the form that the kernels use for every column.
///
/// 0 is a missing value. All numbers have the width that the greatest one needs: 1, 2, 4 or 8
/// bytes.
@safe
public final class BlockColumn: @unchecked Sendable {
  // Unchecked: `storage` keeps the bytes behind the pointer alive, and nobody writes them.

  /// The column with the minimum and maximum of each block, in one of four widths.
  enum Storage: Sendable {
    case u8(Zoned<UInt8>)
    case u16(Zoned<UInt16>)
    case u32(Zoned<UInt32>)
    case u64(Zoned<UInt64>)
  }

  /// The values and the zone map of one width.
  struct Zoned<Element: ColumnElement>: Sendable {
    let values: MappedColumn<Element>
    let low: MappedColumn<Element>
    let high: MappedColumn<Element>

    init(_ name: String, rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
      values = try snapshot.column(name, of: Element.self)
      low = try snapshot.column(IndexLayout.low(name), of: Element.self)
      high = try snapshot.column(IndexLayout.high(name), of: Element.self)
      let blocks = (rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows
      guard values.count == rows, low.count == blocks, high.count == blocks else {
        throw SnapshotError(
          .inconsistentSections, path: snapshot.path, section: name,
          reason: "the column and its zone map are not those of \(rows) rows")
      }
    }

    /// The column of a field that has no value in any row.
    init(missingIn rows: Int, path: String) throws(SnapshotError) {
      values = try .zeros(rows, path: path)
      low = try .zeros((rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows, path: path)
      high = low
    }

    /// The addresses of the values, the minima and the maxima, and the width of a number in bytes.
    var addresses: (UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer, Int) {
      unsafe (
        UnsafeRawPointer(values.unsafeBaseAddress), UnsafeRawPointer(low.unsafeBaseAddress),
        UnsafeRawPointer(high.unsafeBaseAddress), MemoryLayout<Element>.size
      )
    }
  }

  let storage: Storage
  @usableFromInline let base: UnsafeRawPointer
  /// The zone map's minima; `storage` keeps them alive, like `base`.
  let low: UnsafeRawPointer
  let high: UnsafeRawPointer
  /// The column's name.
  public let name: String
  /// The number of rows.
  public let rows: Int
  /// The width of a row's number in bytes: 1, 2, 4 or 8.
  public let width: Int

  /// A column of missing values.
  ///
  /// - Throws: A `SnapshotError` where the system has no room for it.
  init(missing name: String, rows: Int, path: String) throws(SnapshotError) {
    self.name = name
    self.rows = rows
    let zoned = try Zoned<UInt8>(missingIn: rows, path: path)
    storage = .u8(zoned)
    unsafe (base, low, high, width) = zoned.addresses
  }

  /// Finds a column in a snapshot.
  ///
  /// - Throws: A `SnapshotError` if the sections are missing, have the wrong type, or do not have
  ///   `rows` rows.
  init(_ name: String, rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
    self.name = name
    self.rows = rows
    let section = snapshot.section(name)
    switch section?.type {
    case .uint8 where section?.count == 0:
      storage = .u8(try Zoned(missingIn: rows, path: snapshot.path))
    case .uint8: storage = .u8(try Zoned(name, rows: rows, in: snapshot))
    case .uint16: storage = .u16(try Zoned(name, rows: rows, in: snapshot))
    case .uint64: storage = .u64(try Zoned(name, rows: rows, in: snapshot))
    default: storage = .u32(try Zoned(name, rows: rows, in: snapshot))
    }
    switch storage {
    case .u8(let zoned): unsafe (base, low, high, width) = zoned.addresses
    case .u16(let zoned): unsafe (base, low, high, width) = zoned.addresses
    case .u32(let zoned): unsafe (base, low, high, width) = zoned.addresses
    case .u64(let zoned): unsafe (base, low, high, width) = zoned.addresses
    }
  }

  /// The stored number of a row; 0, a missing value, if the row is out of range.
  @inlinable
  public func stored(_ row: Int) -> UInt64 {
    guard row >= 0, row < rows else { return 0 }
    switch width {
    case 1: return unsafe UInt64(base.load(fromByteOffset: row, as: UInt8.self))
    case 2: return unsafe UInt64(base.load(fromByteOffset: row &* 2, as: UInt16.self))
    case 4: return unsafe UInt64(base.load(fromByteOffset: row &* 4, as: UInt32.self))
    default: return unsafe base.load(fromByteOffset: row &* 8, as: UInt64.self)
    }
  }
}

extension SnapshotWriter {
  /// Writes a column of stored numbers and its zone map, in the smallest width that fits the
  /// greatest number.
  ///
  /// If all numbers are 0, the section is empty and there is no zone map.
  mutating func addColumn(_ name: String, _ stored: [UInt64], greatest: UInt64)
    throws(SnapshotError)
  {
    if greatest == 0 {
      try add(name, [UInt8]())
    } else if greatest <= UInt64(UInt8.max) {
      try addZoned(name, stored.map { UInt8(truncatingIfNeeded: $0) })
    } else if greatest <= UInt64(UInt16.max) {
      try addZoned(name, stored.map { UInt16(truncatingIfNeeded: $0) })
    } else if greatest <= UInt64(UInt32.max) {
      try addZoned(name, stored.map { UInt32(truncatingIfNeeded: $0) })
    } else {
      try addZoned(name, stored)
    }
  }

  private mutating func addZoned<T: ColumnElement & FixedWidthInteger>(
    _ name: String, _ values: [T]
  ) throws(SnapshotError) {
    var low: [T] = []
    var high: [T] = []
    var start = 0
    while start < values.count {
      let end = min(start + IndexLayout.blockRows, values.count)
      var least = values[start]
      var greatest = values[start]
      for index in start..<end {
        least = min(least, values[index])
        greatest = max(greatest, values[index])
      }
      low.append(least)
      high.append(greatest)
      start = end
    }
    try add(name, values)
    try add(IndexLayout.low(name), low)
    try add(IndexLayout.high(name), high)
  }
}
