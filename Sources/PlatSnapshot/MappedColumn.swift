/// An array of numbers in an open snapshot, read in place.
///
/// A column keeps its snapshot's bytes alive, is a few words to copy, and may be read by any number
/// of threads at once. If a file was damaged after it was written, its numbers may be anything:
/// check each one before using it as an index, as the subscripts here do. ``Snapshot/verify()``
/// checks that a file is intact.
@safe
public struct MappedColumn<Element: ColumnElement>: @unchecked Sendable {
  // Unchecked: nobody writes the bytes behind the pointer, and `owner` keeps them alive.
  @usableFromInline let base: UnsafePointer<Element>
  /// The number of elements.
  public let count: Int
  /// ``count`` rounded up to whole blocks of 64; the elements beyond ``count`` are readable and
  /// zero.
  public let paddedCount: Int
  let owner: MappedBytes

  /// Takes the elements of a section that was checked against the length of the file.
  init(owner: MappedBytes, offset: Int, count: Int, paddedCount: Int) {
    unsafe base = (owner.base + offset).assumingMemoryBound(to: Element.self)
    self.count = count
    self.paddedCount = paddedCount
    self.owner = owner
  }

  /// A column of zeros, which takes no memory.
  ///
  /// - Parameters:
  ///   - count: The number of elements, at least 0.
  ///   - path: The name for errors.
  /// - Throws: A ``SnapshotError`` if the system has no room for that many.
  public static func zeros(_ count: Int, path: String) throws(SnapshotError) -> MappedColumn {
    let size = Element.elementType.size
    let padded = (max(count, 0) / 64 + 1).multipliedReportingOverflow(by: 64 * size)
    guard !padded.overflow else {
      throw SnapshotError(
        .wrongLength, path: path, reason: "\(count) elements do not fit in memory")
    }
    let owner = try MappedBytes(zeros: padded.partialValue, path: path)
    return MappedColumn(
      owner: owner, offset: 0, count: max(count, 0), paddedCount: padded.partialValue / size)
  }

  /// The column's elements.
  @inlinable
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The column's elements and the zeros that fill its last block of 64.
  @inlinable
  public var paddedSpan: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: paddedCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The element at `index`, or nil if it is out of range.
  ///
  /// - Complexity: O(1).
  @inlinable
  public subscript(index: Int) -> Element? {
    index >= 0 && index < count ? unsafe base[index] : nil
  }

  /// The element at `index`, or `fallback` if it is out of range.
  ///
  /// - Complexity: O(1).
  @inlinable
  public subscript(index: Int, default fallback: Element) -> Element {
    index >= 0 && index < count ? unsafe base[index] : fallback
  }

  /// The address of the first of ``paddedCount`` elements, aligned to 64 bytes, for the C kernels.
  ///
  /// It is valid while the column, or another holder of its snapshot, is alive.
  @unsafe @inlinable
  public var unsafeBaseAddress: UnsafePointer<Element> { unsafe base }
}
