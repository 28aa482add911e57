#if _endian(big)
  #error(
    "Snapshots are little-endian and mapped as they are: this engine needs a little-endian machine."
  )
#endif

/// The constants of the file format; `indexes/FORMAT.md` explains them.
public enum SnapshotFormat {
  /// The version that this code writes.
  public static let current: UInt32 = 1
  /// The oldest version that this code reads.
  public static let oldestReadable: UInt32 = 1
  /// The minimum reader version that files written by this code require.
  public static let leastReader: UInt32 = 1
  /// The first eight bytes of a file; the last one is the major version.
  public static let magic: [UInt8] = [0x89, 0x50, 0x4C, 0x41, 0x54, 0x0D, 0x0A, 0x01]
  /// The size of the header in bytes.
  public static let headerSize = 128
  /// The size of one entry of the section table in bytes.
  public static let entrySize = 64
  /// Sections begin at multiples of this many bytes.
  public static let alignment = 64
  /// A section holds a multiple of this many elements; those beyond its count are zero.
  public static let elementsPerBlock = 64
  /// The maximum number of sections in a file.
  public static let mostSections: UInt32 = 65_535
  /// The maximum length of a section's name in bytes.
  public static let longestName = 31

  /// The bytes that a section of `count` elements takes in the file, or nil if no file could hold
  /// them.
  static func length(count: UInt64, of type: ElementType) -> UInt64? {
    let (sum, overflow) = count.addingReportingOverflow(UInt64(elementsPerBlock - 1))
    if overflow { return nil }
    let padded = sum & ~UInt64(elementsPerBlock - 1)
    let (bytes, tooMany) = padded.multipliedReportingOverflow(by: UInt64(type.size))
    return tooMany ? nil : bytes
  }

  /// Whether a name is valid for a section: 1 to 31 of `A-Z a-z 0-9 . _ -`.
  static func isValid(name: some Collection<UInt8>) -> Bool {
    !name.isEmpty && name.count <= longestName
      && name.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

/// The fields of the header.
struct Header: Equatable, Sendable {
  var version = SnapshotFormat.current
  var leastReader = SnapshotFormat.leastReader
  var changeNumber: UInt64
  var fileLength: UInt64
  var tableOffset: UInt64
  var sectionCount: UInt32
  var tableChecksum: UInt64

  /// The 128 bytes of the header.
  func encoded() -> [UInt8] {
    var bytes = SnapshotFormat.magic
    bytes.reserveCapacity(SnapshotFormat.headerSize)
    bytes.append(littleEndian: version)
    bytes.append(littleEndian: leastReader)
    bytes.append(littleEndian: changeNumber)
    bytes.append(littleEndian: fileLength)
    bytes.append(littleEndian: tableOffset)
    bytes.append(littleEndian: sectionCount)
    bytes.append(littleEndian: UInt32(SnapshotFormat.entrySize))
    bytes.append(littleEndian: tableChecksum)
    bytes.append(contentsOf: repeatElement(0, count: SnapshotFormat.headerSize - 8 - bytes.count))
    bytes.append(littleEndian: Checksum.of(bytes.span))
    return bytes
  }
}

/// The fields of a section's entry in the section table.
public struct SectionInfo: Equatable, Sendable {
  /// The section's name.
  public let name: String
  /// The type of its elements.
  public let type: ElementType
  /// Its byte offset in the file; a multiple of 64.
  public let offset: UInt64
  /// The number of its elements.
  public let count: UInt64
  /// Its size in bytes, including the padding to whole blocks of 64 elements.
  public let length: UInt64
  /// The XXH3-64 checksum of those bytes.
  public let checksum: UInt64

  /// Appends the 64 bytes of the table entry.
  func encode(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(contentsOf: repeatElement(0, count: SnapshotFormat.longestName - name.utf8.count))
    bytes.append(type.rawValue)
    bytes.append(littleEndian: offset)
    bytes.append(littleEndian: count)
    bytes.append(littleEndian: length)
    bytes.append(littleEndian: checksum)
  }
}

extension [UInt8] {
  /// Appends a number's bytes, least significant first.
  mutating func append(littleEndian number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// The number in the eight bytes at `offset`, least significant first; bytes beyond the end count
  /// as zero.
  func uint64(at offset: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in 0..<8 where offset + index < count {
      number |= UInt64(self[offset + index]) << UInt64(8 * index)
    }
    return number
  }

  /// The number in the four bytes at `offset`, least significant first; bytes beyond the end count
  /// as zero.
  func uint32(at offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: uint64(at: offset)) }
}
