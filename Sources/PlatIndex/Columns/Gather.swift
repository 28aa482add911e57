internal import PlatKernels
internal import PlatSnapshot

// Reads numbers of many rows in one call: rows in any order, with independent loads.

extension BlockColumn {
  /// Reads the stored numbers of some rows; 0, a missing value, for rows out of range.
  ///
  /// - Parameter numbers: Must have at least as many elements as `rows`.
  public func gather(_ rows: [UInt32], into numbers: inout [UInt64]) {
    precondition(
      numbers.count >= rows.count, "room for \(numbers.count) numbers of \(rows.count) rows")
    unsafe plat_gather(base, width, self.rows, rows, rows.count, &numbers)
  }
}

extension KeyTable {
  /// Finds the start of some rows' keys among the bytes of all keys, and their lengths; 0 and 0 for
  /// rows out of range.
  ///
  /// - Parameters:
  ///   - starts: Must have at least as many elements as `rows`.
  ///   - lengths: Must have at least as many elements as `rows`.
  public func gather(_ rows: [UInt32], starts: inout [UInt64], lengths: inout [UInt64]) {
    precondition(
      min(starts.count, lengths.count) >= rows.count,
      "room for \(starts.count) beginnings and \(lengths.count) lengths of \(rows.count) rows")
    unsafe plat_gather_texts(
      self.lengths.unsafeBaseAddress, blockStarts.unsafeBaseAddress, self.lengths.count,
      bytes.count, rows, rows.count,
      &starts, &lengths)
  }

  /// Sixteen bytes from an offset into the bytes of all keys, the first in the lowest byte of each
  /// word; zeros after the last byte.
  public func sixteen(from start: UInt64) -> SIMD2<UInt64> {
    guard let start = Int(exactly: start), start <= bytes.count else { return SIMD2() }
    guard start + 16 <= bytes.paddedCount else {
      var words = SIMD2<UInt64>()
      for place in start..<bytes.count {
        words[(place - start) / 8] |=
          UInt64(bytes[place, default: 0]) << UInt64((place - start) % 8 * 8)
      }
      return words
    }
    let place = unsafe UnsafeRawPointer(bytes.unsafeBaseAddress + start)
    return unsafe SIMD2(
      UInt64(littleEndian: place.loadUnaligned(as: UInt64.self)),
      UInt64(littleEndian: place.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}
