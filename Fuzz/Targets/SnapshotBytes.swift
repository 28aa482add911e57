import CPlatXXHash

/// The bytes of a snapshot file in the layout of `indexes/FORMAT.md`, open to any change.
struct SnapshotBytes {
  var bytes: [UInt8]

  private static let headerSize = 128
  private static let entrySize = 64
  /// The size of an element in bytes, by its type code.
  private static let sizes = [1, 1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 1, 1, 1, 1]

  /// The offset of the section table; nil if it is outside the file.
  var table: Int? {
    guard bytes.count >= Self.headerSize else { return nil }
    let offset = number(at: 32, 8)
    return offset <= UInt64(bytes.count) ? Int(offset) : nil
  }

  /// The number of table entries inside the file.
  var sections: Int {
    guard let table else { return 0 }
    return min(Int(number(at: 40, 4)), (bytes.count - table) / Self.entrySize)
  }

  /// The offset of a section's entry.
  func entry(_ section: Int) -> Int { (table ?? 0) + section * Self.entrySize }

  /// The range of a section's bytes, clamped to the file.
  func contents(_ section: Int) -> Range<Int> {
    let offset = number(at: entry(section) + 32, 8)
    let length = number(at: entry(section) + 48, 8)
    guard offset <= UInt64(bytes.count), length <= UInt64(bytes.count) - offset else {
      return 0..<0
    }
    return Int(offset)..<Int(offset + length)
  }

  /// The declared number of elements of a section, and their size in bytes.
  func elements(_ section: Int) -> (count: Int, size: Int) {
    let size = Self.sizes[Int(bytes[entry(section) + 31] & 15)]
    let room = contents(section).count / size
    return (min(Int(clamping: number(at: entry(section) + 40, 8)), room), size)
  }

  /// Corrects the checksums of sections, table and header, so that a reader gets past them.
  mutating func mend() {
    for section in 0..<sections {
      let contents = contents(section)
      if !contents.isEmpty { set(checksum(contents), 8, at: entry(section) + 56) }
    }
    guard let table else { return }
    set(checksum(table..<bytes.count), 8, at: 48)
    set(checksum(0..<120), 8, at: 120)
  }

  /// The little-endian number of `count` bytes at an offset.
  func number(at place: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64($1 * 8) }
  }

  /// Writes a little-endian number of `count` bytes.
  mutating func set(_ number: UInt64, _ count: Int, at place: Int) {
    for byte in 0..<count {
      bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt64(byte * 8))
    }
  }

  private func checksum(_ range: Range<Int>) -> UInt64 {
    let part = bytes.span.extracting(range)
    return unsafe part.withUnsafeBytes { unsafe XXH3_64bits($0.baseAddress, $0.count) }
  }
}
