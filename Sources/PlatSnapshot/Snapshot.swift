import PlatFiles

/// A snapshot file, open for reading: named arrays of numbers and bytes, used in place.
///
/// Opening reads only the header and the section table, so it takes as long for ten million rows as
/// for ten; other pages are read when they are touched. The checks at opening keep every later read
/// within the file. ``verify()`` checks that the contents are those that were written.
///
///     let snapshot = try Snapshot.open(path: "indexes/demo/000001.plat")
///     let prices = try snapshot.column("listPrice", of: UInt32.self)
///     let first = prices[0]
///
/// A snapshot never changes and may be used by any number of threads at once. Its bytes stay mapped
/// until the snapshot and all of its columns are gone; the file may be removed before that.
public final class Snapshot: Sendable {
  /// The location of an open snapshot's bytes.
  public enum Residence: Sendable {
    /// In the file, mapped: opening takes the same time for every size, and processes share the
    /// memory. The right choice in nearly all cases.
    case mapped
    /// In this process's own memory, read at once: for files on a network disk, or files that
    /// another program may change.
    case memory
  }

  /// The path that the file was opened with.
  public let path: String
  /// The format version of the file.
  public let formatVersion: UInt32
  /// The number of the last change that the snapshot holds.
  public let changeNumber: UInt64
  /// The sections, in file order.
  public let sections: [SectionInfo]
  let header: Header
  let bytes: MappedBytes
  let fileStamp: FileStamp?
  private let places: [String: Int]

  /// A number derived from the contents: the checksum of the section table, which holds the
  /// checksums of all sections.
  ///
  /// Files with the same bytes share it; different files almost never do.
  public var identity: UInt64 { header.tableChecksum }

  /// The size of the whole file in bytes.
  public var fileLength: UInt64 { header.fileLength }

  private init(
    path: String, header: Header, sections: [SectionInfo], bytes: MappedBytes, stamp: FileStamp?
  ) {
    fileStamp = stamp
    self.path = path
    formatVersion = header.version
    changeNumber = header.changeNumber
    self.sections = sections
    self.header = header
    self.bytes = bytes
    var places: [String: Int] = [:]
    places.reserveCapacity(sections.count)
    for (place, section) in sections.enumerated() { places[section.name] = place }
    self.places = places
  }

  /// Opens a file and checks its header, its section table and every bound.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - residence: Whether to map the file or to read it into memory.
  /// - Throws: A ``SnapshotError`` with the place and the reason if this is not an intact snapshot
  ///   that this code can read.
  /// - Complexity: O(sections) when mapped.
  public static func open(path: String, residence: Residence = .mapped) throws(SnapshotError)
    -> Snapshot
  {
    let file = try OpenFile(path: path)
    let stamp = file.stamp
    let first = try file.read(Int(min(file.length, UInt64(SnapshotFormat.headerSize))), at: 0)
    let header = try Header(validating: first, fileLength: file.length, path: path)
    let table = try file.read(header.tableLength, at: header.tableOffset)
    let sections = try header.sections(validating: table, path: path)
    let bytes: MappedBytes
    switch residence {
    case .mapped:
      bytes = try MappedBytes(mapping: file)
    case .memory:
      guard let count = Int(exactly: file.length) else {
        throw SnapshotError(
          .wrongLength, path: path, reason: "\(file.length) bytes do not fit in memory")
      }
      bytes = try MappedBytes(copying: count, path: path) { (target) throws(SnapshotError) in
        try file.read(count, into: &target, at: 0)
      }
      guard file.isUnchanged else { throw .changed(path) }
    }
    return Snapshot(path: path, header: header, sections: sections, bytes: bytes, stamp: stamp)
  }

  /// Opens a copy of a file's bytes, with the same checks.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: The name for errors.
  public static func open(bytes: Span<UInt8>, name: String) throws(SnapshotError) -> Snapshot {
    let first = bytes.extracting(first: SnapshotFormat.headerSize)
    let header = try Header(validating: first.array, fileLength: UInt64(bytes.count), path: name)
    let table = bytes.extracting(last: header.tableLength)
    let sections = try header.sections(validating: table.array, path: name)
    let copy = try MappedBytes(copying: bytes.count, path: name) { (target) throws(SnapshotError) in
      target.copy(from: bytes)
    }
    return Snapshot(path: name, header: header, sections: sections, bytes: copy, stamp: nil)
  }

  /// Takes the bytes that a writer has put into memory; nothing is checked.
  convenience init(
    written bytes: [UInt8], name: String, _ header: Header, _ sections: [SectionInfo]
  ) throws(SnapshotError) {
    let copy = try MappedBytes(copying: bytes.count, path: name) { (target) throws(SnapshotError) in
      target.copy(from: bytes.span)
    }
    self.init(path: name, header: header, sections: sections, bytes: copy, stamp: nil)
  }

  /// The table's entry for a section, or nil if no section has this name.
  public func section(_ name: String) -> SectionInfo? {
    places[name].map { sections[$0] }
  }

  /// The numbers of a section.
  ///
  /// - Parameters:
  ///   - name: The section's name.
  ///   - type: The type of its elements.
  /// - Throws: ``SnapshotError/Code/missingSection`` or ``SnapshotError/Code/wrongElementType``.
  public func column<T: ColumnElement>(_ name: String, of type: T.Type = T.self)
    throws(SnapshotError) -> MappedColumn<
      T
    >
  {
    try column(name, as: T.elementType)
  }

  /// The bytes of an opaque section.
  ///
  /// - Parameter name: The section's name.
  /// - Throws: ``SnapshotError/Code/missingSection`` or ``SnapshotError/Code/wrongElementType``.
  public func bytes(_ name: String) throws(SnapshotError) -> MappedColumn<UInt8> {
    try column(name, as: .bytes)
  }

  /// Asks the system to bring sections into memory soon; a hint that returns at once.
  public func prefetch(_ names: [String]) {
    for case let section? in names.map(section(_:)) {
      bytes.willNeed(offset: Int(clamping: section.offset), length: Int(clamping: section.length))
    }
  }

  private func column<T: ColumnElement>(_ name: String, as type: ElementType) throws(SnapshotError)
    -> MappedColumn<T>
  {
    guard let section = section(name) else {
      throw SnapshotError(
        .missingSection, path: path, section: name, reason: "the file has no section of this name")
    }
    guard section.type == type else {
      throw SnapshotError(
        .wrongElementType, path: path, section: name, offset: section.offset,
        reason: "the section holds elements of type \(section.type.name), expected \(type.name)")
    }
    // The conversions cannot fail: validation checked that the section ends within the file, and
    // the file's length fits an Int.
    return MappedColumn(
      owner: bytes, offset: Int(clamping: section.offset), count: Int(clamping: section.count),
      paddedCount: Int(clamping: section.length) / type.size)
  }
}

extension Header {
  /// The size of the section table in bytes.
  var tableLength: Int { Int(sectionCount) * SnapshotFormat.entrySize }
}

extension Span<UInt8> {
  /// A copy of the bytes.
  var array: [UInt8] { unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) } }
}

extension MutableSpan<UInt8> {
  /// Copies bytes to the front of this span, as many as fit.
  mutating func copy(from source: Span<UInt8>) {
    unsafe withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source.prefix(target.count)))
      }
    }
  }
}
