import Glibc

@testable import PlatSnapshot

/// A file assembled by hand, with correct checksums around contents and fields that no writer would
/// make.
struct HandMade {
  var header: Header
  var sections: [SectionInfo] = []
  var contents: [UInt8] = []
  var rawTable: [UInt8]?
  /// Changes to the encoded header before its checksum is computed.
  var patchHeader: [Int: UInt8] = [:]

  /// Lays out sections of zeros in sequence; `fill` may change the contents before the checksums
  /// are computed.
  init(
    sections: [(name: String, type: ElementType, count: UInt64, length: UInt64)],
    fill: (inout [UInt8]) -> Void = { _ in }
  ) {
    let total = sections.reduce(0) { $0 + Int($1.length) }
    contents = [UInt8](repeating: 0, count: total)
    fill(&contents)
    var place = 0
    for section in sections {
      let bytes = Array(contents[place..<place + Int(section.length)])
      self.sections.append(
        SectionInfo(
          name: section.name, type: section.type, offset: UInt64(128 + place), count: section.count,
          length: section.length, checksum: Checksum.of(bytes.span)))
      place += Int(section.length)
    }
    header = Header(
      changeNumber: 1, fileLength: UInt64(128 + total + 64 * sections.count),
      tableOffset: UInt64(128 + total),
      sectionCount: UInt32(sections.count), tableChecksum: 0)
  }

  var table: [UInt8] {
    if let rawTable { return rawTable }
    var table: [UInt8] = []
    for section in sections { section.encode(into: &table) }
    return table
  }

  var headerBytes: [UInt8] {
    var header = header
    let table = table
    header.tableChecksum = Checksum.of(table.span)
    var bytes = header.encoded()
    for (place, byte) in patchHeader { bytes[place] = byte }
    var checksum: [UInt8] = []
    let checked = Array(bytes[..<120])
    checksum.append(littleEndian: Checksum.of(checked.span))
    bytes.replaceSubrange(120..<128, with: checksum)
    return bytes
  }

  var bytes: [UInt8] { headerBytes + contents + table }
}

/// Truncates a file, or extends it with a hole.
func truncate(_ path: String, to length: Int) throws(SnapshotError) {
  guard unsafe Glibc.truncate(path, length) == 0 else {
    throw .system("truncate", errno, path: path)
  }
}
