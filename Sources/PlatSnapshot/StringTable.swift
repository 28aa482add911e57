/// Many short strings in an open snapshot: their bytes, concatenated, and the offset of each.
///
/// The strings of the table `name` are the sections `name.bytes` (bytes) and `name.offsets` (`u32`,
/// or `u64` if the bytes need it), which has one element more than there are strings. A damaged
/// offset gives an empty string and never a trap.
public struct StringTable: Sendable {
  /// The suffix of the section that holds the bytes.
  static let bytesSuffix = ".bytes"
  /// The suffix of the section that holds the offsets.
  static let offsetsSuffix = ".offsets"

  private enum Offsets: Sendable {
    case narrow(MappedColumn<UInt32>)
    case wide(MappedColumn<UInt64>)
  }

  /// The number of strings.
  public let count: Int
  /// The bytes of all strings, concatenated.
  public let bytes: MappedColumn<UInt8>
  private let offsets: Offsets

  /// A table of no strings.
  ///
  /// - Parameter path: The name for errors.
  /// - Throws: A ``SnapshotError`` where the system has no room for a page.
  public init(emptyAt path: String) throws(SnapshotError) {
    count = 0
    bytes = try .zeros(0, path: path)
    offsets = .narrow(try .zeros(1, path: path))
  }

  /// Finds the two sections of a table.
  ///
  /// - Parameters:
  ///   - name: The name that the table was written under.
  ///   - snapshot: The snapshot that holds it.
  /// - Throws: ``SnapshotError/Code/missingSection``, ``SnapshotError/Code/wrongElementType``, or
  ///   ``SnapshotError/Code/inconsistentSections`` if the offsets do not span the bytes.
  public init(_ name: String, in snapshot: Snapshot) throws(SnapshotError) {
    let bytes = try snapshot.bytes(name + Self.bytesSuffix)
    let offsetsName = name + Self.offsetsSuffix
    let ends: (first: UInt64?, last: UInt64?)
    if snapshot.section(offsetsName)?.type == .uint64 {
      let column = try snapshot.column(offsetsName, of: UInt64.self)
      offsets = .wide(column)
      count = column.count - 1
      ends = (column[0], column[column.count - 1])
    } else {
      let column = try snapshot.column(offsetsName, of: UInt32.self)
      offsets = .narrow(column)
      count = column.count - 1
      ends = (column[0].map(UInt64.init), column[column.count - 1].map(UInt64.init))
    }
    self.bytes = bytes
    guard ends.first == 0, ends.last == UInt64(bytes.count) else {
      throw SnapshotError(
        .inconsistentSections, path: snapshot.path, section: offsetsName,
        reason:
          "the offsets do not go from 0 to \(bytes.count), the bytes of \(name + Self.bytesSuffix)")
    }
  }

  /// Whether a snapshot has a table of this name, or a part of it.
  public static func isThere(_ name: String, in snapshot: Snapshot) -> Bool {
    snapshot.section(name + bytesSuffix) != nil || snapshot.section(name + offsetsSuffix) != nil
  }

  /// The range of a string in ``bytes``; empty if the index is out of range or its offsets are
  /// damaged.
  ///
  /// - Complexity: O(1).
  public func range(at index: Int) -> Range<Int> {
    guard index >= 0, index < count else { return 0..<0 }
    let low: Int
    let high: Int
    switch offsets {
    case .narrow(let column):
      low = Int(column[index, default: 0])
      high = Int(column[index + 1, default: 0])
    case .wide(let column):
      low = Int(clamping: column[index, default: 0])
      high = Int(clamping: column[index + 1, default: 0])
    }
    return low <= high && high <= bytes.count ? low..<high : 0..<0
  }

  /// The bytes of a string; empty if the index is out of range.
  ///
  /// - Complexity: O(1).
  @_lifetime(borrow self)
  public func bytes(at index: Int) -> Span<UInt8> {
    bytes.span.extracting(range(at: index))
  }

  /// A copy of a string; bytes that are not UTF-8 become U+FFFD.
  ///
  /// - Complexity: O(its length).
  public func string(at index: Int) -> String {
    let bytes = bytes(at: index)
    return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

/// Collects the strings of a ``StringTable``.
public struct StringTableBuilder: Sendable {
  /// The bytes of all strings so far.
  public private(set) var bytes: [UInt8] = []
  /// The end offset of each string.
  private var ends: [UInt64] = []

  /// The number of strings.
  public var count: Int { ends.count }

  /// Starts with no strings.
  public init() {}

  /// Reserves capacity, so that appending within it does not allocate.
  public mutating func reserve(strings: Int, bytes: Int) {
    ends.reserveCapacity(strings)
    self.bytes.reserveCapacity(bytes)
  }

  /// The bytes of an appended string; empty if the index is out of range.
  @_lifetime(borrow self)
  public func bytes(at index: Int) -> Span<UInt8> {
    guard index >= 0, index < ends.count else { return bytes.span.extracting(0..<0) }
    let start = index == 0 ? 0 : Int(truncatingIfNeeded: ends[index - 1])
    return bytes.span.extracting(start..<Int(truncatingIfNeeded: ends[index]))
  }

  /// Appends a string, given as bytes.
  public mutating func append(_ string: Span<UInt8>) {
    unsafe string.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(UInt64(bytes.count))
  }

  /// Appends a string.
  public mutating func append(_ string: String) {
    bytes.append(contentsOf: string.utf8)
    ends.append(UInt64(bytes.count))
  }

  /// The offsets as stored: the start of each string, then the end of the last one.
  func offsets<T: FixedWidthInteger>(as type: T.Type) -> [T] {
    var offsets: [T] = [0]
    offsets.reserveCapacity(ends.count + 1)
    for end in ends { offsets.append(T(truncatingIfNeeded: end)) }
    return offsets
  }
}

extension SnapshotWriter {
  /// Writes a table of strings as the two sections `name.bytes` and `name.offsets`.
  ///
  /// - Parameters:
  ///   - name: At most 23 characters.
  ///   - strings: The strings.
  /// - Throws: The same errors as ``add(_:_:)-(String,[T])``.
  public mutating func add(_ name: String, strings: StringTableBuilder) throws(SnapshotError) {
    try add(name + StringTable.bytesSuffix, bytes: strings.bytes.span)
    if UInt32(exactly: strings.bytes.count) != nil {
      try add(name + StringTable.offsetsSuffix, strings.offsets(as: UInt32.self))
    } else {
      try add(name + StringTable.offsetsSuffix, strings.offsets(as: UInt64.self))
    }
  }
}
