internal import Snapshot

/// Numbers up to 2^32 - 1 in the least width that holds the greatest of them: 1, 2 or 4 bytes.
struct NarrowColumn: Sendable {
  private enum Storage {
    case u8(MappedColumn<UInt8>)
    case u16(MappedColumn<UInt16>)
    case u32(MappedColumn<UInt32>)
  }

  private let storage: Storage
  let count: Int

  init(_ name: String, in snapshot: Snapshot) throws(SnapshotError) {
    switch snapshot.section(name)?.type {
    case .uint8:
      let column = try snapshot.column(name, of: UInt8.self)
      (storage, count) = (.u8(column), column.count)
    case .uint16:
      let column = try snapshot.column(name, of: UInt16.self)
      (storage, count) = (.u16(column), column.count)
    default:
      let column = try snapshot.column(name, of: UInt32.self)
      (storage, count) = (.u32(column), column.count)
    }
  }

  /// The number at an index, or nil beyond the column's ends.
  subscript(index: Int) -> UInt32? {
    switch storage {
    case .u8(let column): column[index].map(UInt32.init)
    case .u16(let column): column[index].map(UInt32.init)
    case .u32(let column): column[index]
    }
  }
}

extension SnapshotWriter {
  /// Writes numbers in the least width that holds the greatest of them.
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
