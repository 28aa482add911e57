/// Writes a snapshot, section by section, straight to disk or to memory.
///
/// A file has a temporary name in the same directory until ``finish()`` gives it its own, so
/// nobody ever sees an incomplete one. A writer that is released before that removes it. The same
/// calls produce the same bytes.
///
///     var writer = try SnapshotWriter(path: "indexes/demo/000001.plat", changeNumber: 42)
///     try writer.add("listPrice", prices)
///     try writer.finish()
///
/// After an error the writer is unusable: release it.
public struct SnapshotWriter: ~Copyable {
  private let output: Output
  private let changeNumber: UInt64
  private var sections: [SectionInfo] = []
  private var names: Set<String> = []
  private let checksum: Checksum.Stream

  /// The bytes written so far.
  public var position: UInt64 { output.position }

  /// Where the bytes go.
  private enum Output {
    case file(OutputFile)
    case memory(OutputMemory)

    /// The file's name, or what the snapshot in memory is called in errors.
    var path: String {
      switch self {
      case .file(let file): file.path
      case .memory(let memory): memory.name
      }
    }

    var position: UInt64 {
      switch self {
      case .file(let file): file.position
      case .memory(let memory): UInt64(memory.bytes.count)
      }
    }

    func write(_ bytes: Span<UInt8>) throws(SnapshotError) {
      switch self {
      case .file(let file): try file.write(bytes)
      case .memory(let memory): memory.write(bytes)
      }
    }
  }

  /// Makes the temporary file.
  ///
  /// - Parameters:
  ///   - path: The final name of the file; it must not be taken when the file is finished.
  ///   - changeNumber: The number of the last change that the snapshot holds.
  /// - Throws: A ``SnapshotError`` that names the call and the path.
  public init(path: String, changeNumber: UInt64) throws(SnapshotError) {
    try self.init(file: OutputFile(path: path), changeNumber: changeNumber)
  }

  /// Makes the temporary file, and writes it no faster than a pace.
  package init(path: String, changeNumber: UInt64, pace: WritePace) throws(SnapshotError) {
    try self.init(file: OutputFile(path: path, pace: pace), changeNumber: changeNumber)
  }

  /// Writes to a file that a test made.
  init(file: OutputFile, changeNumber: UInt64) throws(SnapshotError) {
    try self.init(output: .file(file), changeNumber: changeNumber)
  }

  /// Writes to memory; ``open()`` gives the snapshot.
  ///
  /// - Parameters:
  ///   - name: The name for errors.
  ///   - changeNumber: The number of the last change that the snapshot holds.
  package init(inMemory name: String, changeNumber: UInt64) throws(SnapshotError) {
    try self.init(output: .memory(OutputMemory(name)), changeNumber: changeNumber)
  }

  private init(output: Output, changeNumber: UInt64) throws(SnapshotError) {
    let checksum = try Checksum.Stream(path: output.path)
    let header = [UInt8](repeating: 0, count: SnapshotFormat.headerSize)
    try output.write(header.span)
    self.checksum = checksum
    self.output = output
    self.changeNumber = changeNumber
  }

  /// Writes an array of numbers; zeros fill its last block of 64.
  ///
  /// - Parameters:
  ///   - name: 1 to 31 of the characters `A-Z a-z 0-9 . _ -`, not used before in this file.
  ///   - elements: The numbers.
  /// - Throws: A ``SnapshotError`` about the name, or one that names the call that failed.
  public mutating func add<T: ColumnElement>(_ name: String, _ elements: Span<T>)
    throws(SnapshotError)
  {
    try begin(name)
    let bytes = elements.count * T.elementType.size
    // In pieces that stay in the processor's cache between the checksum and the copy.
    let piece = (1 << 20) / T.elementType.size
    var place = 0
    while place < elements.count {
      let part = elements.extracting(place..<min(place + piece, elements.count))
      let count = part.count * T.elementType.size
      try unsafe part.withUnsafeBytes { (raw) throws(SnapshotError) in
        try unsafe write(
          Span(
            _unsafeStart: raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self),
            count: count))
      }
      place += part.count
    }
    try end(name, type: T.elementType, count: elements.count, bytes: bytes)
  }

  /// Writes an array of numbers; zeros fill its last block of 64.
  ///
  /// - Parameters:
  ///   - name: 1 to 31 of the characters `A-Z a-z 0-9 . _ -`, not used before in this file.
  ///   - elements: The numbers.
  /// - Throws: A ``SnapshotError`` about the name, or one that names the call that failed.
  public mutating func add<T: ColumnElement>(_ name: String, _ elements: [T]) throws(SnapshotError)
  {
    // Not `elements.span`: if this is inlined, the optimiser of Swift 6.3 was seen to reuse the
    // stack memory of an array literal before the span was read, and the file held the bytes
    // written there meanwhile.
    try unsafe elements.withUnsafeBufferPointer { (elements) throws(SnapshotError) in
      try add(name, unsafe Span(_unsafeElements: elements))
    }
  }

  /// Writes opaque bytes; zeros fill them up to a multiple of 64.
  ///
  /// - Parameters:
  ///   - name: 1 to 31 of the characters `A-Z a-z 0-9 . _ -`, not used before in this file.
  ///   - bytes: The bytes.
  /// - Throws: A ``SnapshotError`` about the name, or one that names the call that failed.
  public mutating func add(_ name: String, bytes: Span<UInt8>) throws(SnapshotError) {
    try begin(name)
    var place = 0
    while place < bytes.count {
      let part = bytes.extracting(place..<min(place + 1 << 20, bytes.count))
      try write(part)
      place += part.count
    }
    try end(name, type: .bytes, count: bytes.count, bytes: bytes.count)
  }

  /// Writes the section table and the header, flushes the file to disk, and gives it its name.
  ///
  /// When this returns, the file survives a power failure.
  ///
  /// - Throws: ``SnapshotError/Code/alreadyExists`` if the name is taken, or the call that failed.
  ///   Then no file of this name was made, with one exception: if the error names the directory's
  ///   `syncDirectory`, the file is complete and has its name, but a power failure may undo the
  ///   name.
  public consuming func finish() throws(SnapshotError) {
    let path = output.path
    try seal().publish(as: path)
  }

  /// Writes the section table and the header and flushes the file to disk; it keeps its temporary
  /// name.
  ///
  /// For callers that publish the snapshot together with other files.
  ///
  /// - Throws: A ``SnapshotError`` that names the call that failed; then no file is left.
  package consuming func seal() throws(SnapshotError) -> SealedSnapshot {
    let header = try writeTable()
    guard case .file(let file) = output else {
      throw SnapshotError(
        .invalidName, path: output.path, reason: "a snapshot in memory has no file to publish")
    }
    try file.seal(first: header.encoded())
    return SealedSnapshot(file: file, identity: header.tableChecksum, changeNumber: changeNumber)
  }

  /// Writes the section table and the header, and opens what was written to memory.
  ///
  /// - Throws: A ``SnapshotError`` where the writer writes to a file, or there is no memory left.
  package consuming func open() throws(SnapshotError) -> Snapshot {
    let header = try writeTable()
    guard case .memory(let memory) = output else {
      throw SnapshotError(
        .notAFile, path: output.path, reason: "a snapshot that is written to a file is opened there"
      )
    }
    return try Snapshot(written: memory.bytes, name: memory.name, header, sections)
  }

  /// Writes the section table; gives the header, which is not written yet.
  private func writeTable() throws(SnapshotError) -> Header {
    var table: [UInt8] = []
    table.reserveCapacity(sections.count * SnapshotFormat.entrySize)
    for section in sections { section.encode(into: &table) }
    let header = Header(
      changeNumber: changeNumber, fileLength: output.position + UInt64(table.count),
      tableOffset: output.position,
      sectionCount: UInt32(sections.count), tableChecksum: Checksum.of(table.span))
    try output.write(table.span)
    return header
  }

  /// Removes the temporary file; releasing the writer does the same.
  public consuming func cancel() {}

  private mutating func begin(_ name: String) throws(SnapshotError) {
    guard SnapshotFormat.isValid(name: name.utf8) else {
      throw SnapshotError(
        .invalidName, path: output.path, section: name,
        reason:
          """
          a section's name has 1 to \(SnapshotFormat.longestName) of the characters A-Z a-z 0-9 . \
          _ -
          """
      )
    }
    guard sections.count < SnapshotFormat.mostSections else {
      throw SnapshotError(
        .invalidName, path: output.path, section: name,
        reason:
          """
          the file has \(sections.count) sections already, the most are \
          \(SnapshotFormat.mostSections)
          """
      )
    }
    guard names.insert(name).inserted else {
      throw SnapshotError(
        .duplicateName, path: output.path, section: name,
        reason: "a section of this name is written")
    }
    checksum.reset()
  }

  private mutating func write(_ bytes: Span<UInt8>) throws(SnapshotError) {
    checksum.update(bytes)
    try output.write(bytes)
  }

  private mutating func end(_ name: String, type: ElementType, count: Int, bytes: Int)
    throws(SnapshotError)
  {
    guard let length = SnapshotFormat.length(count: UInt64(count), of: type) else {
      throw SnapshotError(
        .inputOutput, path: output.path, section: name, reason: "\(count) elements are too many")
    }
    let padding = [UInt8](repeating: 0, count: Int(clamping: length) - bytes)
    try write(padding.span)
    sections.append(
      SectionInfo(
        name: name, type: type, offset: output.position - length, count: UInt64(count),
        length: length,
        checksum: checksum.value))
  }
}

/// A complete snapshot on disk that has no name yet; releasing it removes it.
package struct SealedSnapshot: ~Copyable {
  private let file: OutputFile
  /// The ``Snapshot/identity`` of the file.
  package let identity: UInt64
  /// The number of the last change that the snapshot holds.
  package let changeNumber: UInt64

  init(file: OutputFile, identity: UInt64, changeNumber: UInt64) {
    self.file = file
    self.identity = identity
    self.changeNumber = changeNumber
  }

  /// The temporary name, used until the file is published.
  package var temporaryPath: String { file.temporaryPath }

  /// Gives the file a name in its directory, which must not be taken; when this returns, the name
  /// survives a power failure.
  ///
  /// - Throws: ``SnapshotError/Code/alreadyExists`` if the name is taken, or the call that failed.
  ///   An error that names `unlink` or `syncDirectory` leaves the file under its new name.
  package func publish(as path: String) throws(SnapshotError) { try file.publish(as: path) }
}
