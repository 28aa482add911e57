extension Snapshot {
  /// Reads the whole file and checks every checksum and every byte of padding.
  ///
  /// A mapped file is read with ordinary calls, not through the mapping, so that a failing disk is
  /// an error and does not end the process.
  ///
  /// - Returns: One error for each damaged part, each with its section; empty if the file is
  ///   intact.
  /// - Complexity: O(bytes of the file).
  public func verify() -> [SnapshotError] {
    var damage: [SnapshotError] = []
    if let file = bytes.file {
      do throws(SnapshotError) {
        let header = try Header(
          validating: file.read(SnapshotFormat.headerSize, at: 0), fileLength: file.length,
          path: path)
        _ = try header.sections(
          validating: file.read(header.tableLength, at: header.tableOffset), path: path)
        if header != self.header {
          throw SnapshotError(
            .damagedHeader, path: path, offset: 0,
            reason: "the header has changed since the file was opened")
        }
      } catch {
        damage.append(error)
      }
    }
    for section in sections {
      do throws(SnapshotError) {
        try verify(section)
      } catch {
        damage.append(error)
      }
    }
    return damage
  }

  /// Checks the bytes of one section.
  private func verify(_ section: SectionInfo) throws(SnapshotError) {
    let checksum = try Checksum.Stream(path: path)
    let piece = 1 << 20
    var buffer = [UInt8](repeating: 0, count: Int(clamping: min(section.length, UInt64(piece))))
    let contents = section.count * UInt64(section.type.size)
    var place: UInt64 = 0
    var strayByte: UInt64?
    while place < section.length {
      let count = Int(clamping: min(section.length - place, UInt64(piece)))
      do throws(SnapshotError) {
        try copy(count, at: section.offset + place, into: &buffer)
      } catch {
        var error = error
        error.section = section.name
        throw error
      }
      let bytes = buffer.span.extracting(first: count)
      checksum.update(bytes)
      if place + UInt64(count) > contents, strayByte == nil {
        let start = Int(clamping: contents > place ? contents - place : 0)
        for index in start..<count where bytes[index] != 0 {
          strayByte = section.offset + place + UInt64(index)
          break
        }
      }
      place += UInt64(count)
    }
    guard checksum.value == section.checksum else {
      throw SnapshotError(
        .damagedSection, path: path, section: section.name, offset: section.offset,
        reason:
          """
          the section's checksum is \(hex(checksum.value)), the table says \
          \(hex(section.checksum))
          """
      )
    }
    if let strayByte {
      throw SnapshotError(
        .damagedSection, path: path, section: section.name, offset: strayByte,
        reason: "a byte of the padding is not 0")
    }
  }

  /// Copies bytes of the file to the front of a buffer.
  private func copy(_ count: Int, at offset: UInt64, into buffer: inout [UInt8])
    throws(SnapshotError)
  {
    var span = buffer.mutableSpan
    if let file = bytes.file {
      try file.read(count, into: &span, at: offset)
    } else {
      bytes.copy(from: Int(clamping: offset), to: &span)
    }
  }
}
