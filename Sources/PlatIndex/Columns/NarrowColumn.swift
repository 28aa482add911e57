internal import PlatSnapshot

/// Numbers up to 2^32 - 1 in the smallest width that fits the greatest one: 1, 2 or 4 bytes.
@safe
struct NarrowColumn: @unchecked Sendable {
  // Unchecked: the column in `owner` keeps the bytes behind the pointer, and nobody writes them.
  enum Owner {
    case u8(MappedColumn<UInt8>)
    case u16(MappedColumn<UInt16>)
    case u32(MappedColumn<UInt32>)
  }

  let owner: Owner
  let base: UnsafeRawPointer
  /// The width of a number in bytes.
  let width: Int
  let count: Int

  init(_ name: String, in snapshot: Snapshot) throws(SnapshotError) {
    switch snapshot.section(name)?.type {
    case .uint8:
      let column = try snapshot.column(name, of: UInt8.self)
      (owner, count, width) = (.u8(column), column.count, 1)
      unsafe base = UnsafeRawPointer(column.unsafeBaseAddress)
    case .uint16:
      let column = try snapshot.column(name, of: UInt16.self)
      (owner, count, width) = (.u16(column), column.count, 2)
      unsafe base = UnsafeRawPointer(column.unsafeBaseAddress)
    default:
      let column = try snapshot.column(name, of: UInt32.self)
      (owner, count, width) = (.u32(column), column.count, 4)
      unsafe base = UnsafeRawPointer(column.unsafeBaseAddress)
    }
  }

  /// The number at an index, or nil if it is out of range.
  @inline(__always)
  subscript(index: Int) -> UInt32? {
    guard index >= 0, index < count else { return nil }
    switch width {
    case 1: return unsafe UInt32(base.load(fromByteOffset: index, as: UInt8.self))
    case 2: return unsafe UInt32(base.load(fromByteOffset: index &* 2, as: UInt16.self))
    default: return unsafe base.load(fromByteOffset: index &* 4, as: UInt32.self)
    }
  }
}

extension SnapshotWriter {
  /// Writes numbers in the smallest width that fits the greatest one.
  mutating func addNarrow(_ name: String, _ numbers: [UInt32]) throws(SnapshotError) {
    let greatest = numbers.max() ?? 0
    if greatest <= UInt32(UInt8.max) {
      try add(name, numbers.map { UInt8(truncatingIfNeeded: $0) })
    } else if greatest <= UInt32(UInt16.max) {
      try add(name, numbers.map { UInt16(truncatingIfNeeded: $0) })
    } else {
      try add(name, numbers)
    }
  }
}
