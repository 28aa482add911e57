extension Header {
  /// Reads and checks a header.
  ///
  /// - Parameters:
  ///   - bytes: The first 128 bytes of the file, or all of them if it is shorter.
  ///   - fileLength: The size of the file in bytes.
  ///   - path: The file's name for errors.
  init(validating bytes: [UInt8], fileLength: UInt64, path: String) throws(SnapshotError) {
    let magic = SnapshotFormat.magic
    guard bytes.count >= magic.count, bytes.prefix(magic.count - 1).elementsEqual(magic.dropLast())
    else {
      let isBlank = bytes.allSatisfy { $0 == 0 }
      throw SnapshotError(
        .notASnapshot, path: path, offset: 0,
        reason: fileLength == 0
          ? "the file is empty"
          : isBlank && bytes.count >= magic.count
            ? "the header was never written: the build that made this file did not finish"
            : "the first 7 bytes are not those of a snapshot, 89 50 4C 41 54 0D 0A")
    }
    guard bytes[magic.count - 1] == magic[magic.count - 1] else {
      throw SnapshotError(
        .tooNew, path: path, offset: 7,
        reason:
          """
          the file's major version is \(bytes[magic.count - 1]), this reader reads \
          \(magic[magic.count - 1])
          """
      )
    }
    guard bytes.count == SnapshotFormat.headerSize else {
      throw SnapshotError(
        .wrongLength, path: path, offset: fileLength,
        reason:
          """
          the file ends within its header: it has \(fileLength) bytes, a header has \
          \(SnapshotFormat.headerSize)
          """
      )
    }
    let stored = bytes.uint64(at: 120)
    let computed = Checksum.of(bytes.span.extracting(first: 120))
    guard stored == computed else {
      throw SnapshotError(
        .damagedHeader, path: path, offset: 120,
        reason: "the header's checksum is \(hex(computed)), the file says \(hex(stored))")
    }
    version = bytes.uint32(at: 8)
    leastReader = bytes.uint32(at: 12)
    changeNumber = bytes.uint64(at: 16)
    self.fileLength = bytes.uint64(at: 24)
    tableOffset = bytes.uint64(at: 32)
    sectionCount = bytes.uint32(at: 40)
    tableChecksum = bytes.uint64(at: 48)
    try check(
      entrySize: bytes.uint32(at: 44), reserved: bytes[56..<120], fileLength: fileLength, path: path
    )
  }

  /// Checks the fields against each other and against the file.
  private func check(
    entrySize: UInt32, reserved: ArraySlice<UInt8>, fileLength: UInt64, path: String
  ) throws(SnapshotError) {
    guard leastReader <= SnapshotFormat.current else {
      throw SnapshotError(
        .tooNew, path: path, offset: 12,
        reason:
          """
          the file needs a reader of version \(leastReader), this one is of version \
          \(SnapshotFormat.current)
          """
      )
    }
    guard version >= SnapshotFormat.oldestReadable else {
      throw SnapshotError(
        .tooOld, path: path, offset: 8,
        reason:
          """
          the file is of version \(version), this reader reads \(SnapshotFormat.oldestReadable) \
          and newer
          """
      )
    }
    guard self.fileLength == fileLength else {
      throw SnapshotError(
        .wrongLength, path: path, offset: 24,
        reason: "the file has \(fileLength) bytes, its header says \(self.fileLength)")
    }
    guard entrySize == UInt32(SnapshotFormat.entrySize) else {
      throw SnapshotError(
        .damagedHeader, path: path, offset: 44,
        reason: "a table entry has \(entrySize) bytes, expected \(SnapshotFormat.entrySize)")
    }
    if let index = reserved.firstIndex(where: { $0 != 0 }) {
      throw SnapshotError(
        .damagedHeader, path: path, offset: UInt64(index),
        reason: "a reserved byte is \(reserved[index]), expected 0")
    }
    guard sectionCount <= SnapshotFormat.mostSections else {
      throw SnapshotError(
        .damagedHeader, path: path, offset: 40,
        reason: "the file has \(sectionCount) sections, the most are \(SnapshotFormat.mostSections)"
      )
    }
    let tableLength = UInt64(sectionCount) * UInt64(SnapshotFormat.entrySize)
    let (end, overflow) = tableOffset.addingReportingOverflow(tableLength)
    guard !overflow, end == fileLength, tableOffset >= UInt64(SnapshotFormat.headerSize),
      tableOffset % UInt64(SnapshotFormat.alignment) == 0
    else {
      throw SnapshotError(
        .damagedHeader, path: path, offset: 32,
        reason:
          """
          a table of \(sectionCount) sections at byte \(tableOffset) does not end where the file \
          does
          """
      )
    }
  }

  /// Reads and checks the section table: its checksum, names and types, and that the sections fill
  /// the file without a gap.
  ///
  /// - Parameters:
  ///   - bytes: The table, with the length that this header gives.
  ///   - path: The file's name for errors.
  func sections(validating bytes: [UInt8], path: String) throws(SnapshotError) -> [SectionInfo] {
    let computed = Checksum.of(bytes.span)
    guard computed == tableChecksum else {
      throw SnapshotError(
        .damagedTable, path: path, offset: tableOffset,
        reason:
          "the section table's checksum is \(hex(computed)), the header says \(hex(tableChecksum))")
    }
    var sections: [SectionInfo] = []
    sections.reserveCapacity(bytes.count / SnapshotFormat.entrySize)
    var names: Set<String> = []
    var expected = UInt64(SnapshotFormat.headerSize)
    for start in stride(from: 0, to: bytes.count, by: SnapshotFormat.entrySize) {
      let section = try SectionInfo(
        validating: bytes, at: start, expectedOffset: expected, header: self, path: path)
      guard names.insert(section.name).inserted else {
        throw SnapshotError(
          .damagedTable, path: path, section: section.name, offset: tableOffset + UInt64(start),
          reason: "two sections have this name")
      }
      expected = section.offset + section.length
      sections.append(section)
    }
    guard expected == tableOffset else {
      throw SnapshotError(
        .damagedTable, path: path, offset: expected,
        reason: "the sections end at byte \(expected), the table begins at byte \(tableOffset)")
    }
    return sections
  }
}

extension SectionInfo {
  /// Reads and checks one entry of the section table.
  fileprivate init(
    validating bytes: [UInt8], at start: Int, expectedOffset: UInt64, header: Header, path: String
  ) throws(SnapshotError) {
    let place = header.tableOffset + UInt64(start)
    let nameField = bytes[start..<start + SnapshotFormat.longestName]
    let nameBytes = nameField.prefix { $0 != 0 }
    guard SnapshotFormat.isValid(name: nameBytes),
      nameField[nameBytes.endIndex...].allSatisfy({ $0 == 0 })
    else {
      throw SnapshotError(
        .damagedTable, path: path, offset: place,
        reason:
          "a section's name is not 1 to 31 of the characters A-Z a-z 0-9 . _ - followed by zeros")
    }
    name = String(decoding: nameBytes, as: UTF8.self)
    let code = bytes[start + 31]
    guard let type = ElementType(rawValue: code) else {
      throw SnapshotError(
        .damagedTable, path: path, section: name, offset: place + 31,
        reason: "element type \(code) is unknown")
    }
    self.type = type
    offset = bytes.uint64(at: start + 32)
    count = bytes.uint64(at: start + 40)
    length = bytes.uint64(at: start + 48)
    checksum = bytes.uint64(at: start + 56)
    guard offset == expectedOffset else {
      throw SnapshotError(
        .damagedTable, path: path, section: name, offset: place + 32,
        reason:
          """
          the section begins at byte \(offset), expected \(expectedOffset), where the one before \
          it ends
          """
      )
    }
    guard SnapshotFormat.length(count: count, of: type) == length else {
      throw SnapshotError(
        .damagedTable, path: path, section: name, offset: place + 48,
        reason:
          "\(count) elements of type \(type.name) in whole blocks of 64 do not take \(length) bytes"
      )
    }
    guard length <= header.tableOffset - offset else {
      throw SnapshotError(
        .damagedTable, path: path, section: name, offset: place + 48,
        reason:
          """
          \(length) bytes from byte \(offset) reach beyond byte \(header.tableOffset), where the \
          table begins
          """
      )
    }
  }
}

/// A checksum as shown in messages.
func hex(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
}
