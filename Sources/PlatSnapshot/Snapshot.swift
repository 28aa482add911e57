import PlatFiles

/// A snapshot file that is open for reading: named arrays of numbers and bytes, used where they
/// lie.
///
/// Opening reads the header and the section table only, so that it takes as long for ten million
/// rows as for ten; the rest comes in as it is touched. What it checks is enough for every later
/// read to stay within the file. Whether the contents are what was written, ``verify()`` tells.
///
///     let snapshot = try Snapshot.open(path: "indexes/demo/000001.plat")
///     let prices = try snapshot.column("listPrice", of: UInt32.self)
///     let first = prices[0]
///
/// A snapshot never changes and may be used by any number of threads at once. Its bytes stay mapped
/// until the snapshot and all of its columns are gone; the file may be removed before that.
public final class Snapshot: Sendable {
  /// Where the bytes of an open snapshot are.
  public enum Residence: Sendable {
    /// In the file, mapped: opening takes the same time for every size, and processes share the
    /// memory. The right choice nearly always.
    case mapped
    /// In this process's own memory, read at once: for files on a network disk, or that another
    /// program may change.
    case memory
  }

  /// The name that the file was opened by.
  public let path: String
  /// The version of the format that the file was written in.
  public let formatVersion: UInt32
  /// The number of the last change that the snapshot holds.
  public let changeNumber: UInt64
  /// The sections, in the order of the file.
  public let sections: [SectionInfo]
  let header: Header
  let bytes: MappedBytes
  let fileStamp: FileStamp?
  private let places: [String: Int]

  /// A number made of the contents: the checksum of the section table, which holds those of all
  /// sections.
  ///
  /// Files of the same bytes have the same one, and two that differ hardly ever do.
  public var identity: UInt64 { header.tableChecksum }

  /// The bytes of the whole file.
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
  /// - Throws: A ``SnapshotError`` that names the place and the reason where this is not a whole
  ///   snapshot that this code can read.
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

  /// Opens a copy of the bytes of a file, with the same checks.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What to call it in errors.
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

  /// What the table says of a section, or nil where there is none of this name.
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

  /// The bytes of a section of opaque bytes.
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
    // The conversions cannot fail: validation has found the section to end within a file whose
    // length is an Int.
    return MappedColumn(
      owner: bytes, offset: Int(clamping: section.offset), count: Int(clamping: section.count),
      paddedCount: Int(clamping: section.length) / type.size)
  }
}

extension Header {
  /// The bytes of the section table.
  var tableLength: Int { Int(sectionCount) * SnapshotFormat.entrySize }
}

extension Span<UInt8> {
  /// A copy of the bytes.
  var array: [UInt8] { unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) } }
}

extension MutableSpan<UInt8> {
  /// Copies bytes to the front of this span, as many as there is room for.
  mutating func copy(from source: Span<UInt8>) {
    unsafe withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source.prefix(target.count)))
      }
    }
  }
}
