internal import PlatKernels
internal import PlatSnapshot

// Numbers of many rows in one call: the rows may lie anywhere, and no load waits for another.

extension BlockColumn {
  /// Reads the stored numbers of some rows; 0, which is a missing value, beyond the last.
  ///
  /// - Parameter numbers: At least as many as the rows.
  public func gather(_ rows: [UInt32], into numbers: inout [UInt64]) {
    precondition(
      numbers.count >= rows.count, "room for \(numbers.count) numbers of \(rows.count) rows")
    unsafe plat_gather(base, width, self.rows, rows, rows.count, &numbers)
  }
}

extension KeyTable {
  /// Finds where the keys of some rows begin among the bytes of all keys, and their lengths; 0 and
  /// 0 beyond the last row.
  ///
  /// - Parameters:
  ///   - starts: At least as many as the rows.
  ///   - lengths: At least as many as the rows.
  public func gather(_ rows: [UInt32], starts: inout [UInt64], lengths: inout [UInt64]) {
    precondition(
      min(starts.count, lengths.count) >= rows.count,
      "room for \(starts.count) beginnings and \(lengths.count) lengths of \(rows.count) rows")
    unsafe plat_gather_texts(
      self.lengths.unsafeBaseAddress, blockStarts.unsafeBaseAddress, self.lengths.count,
      bytes.count, rows, rows.count,
      &starts, &lengths)
  }

  /// Sixteen bytes from a place among the bytes of all keys, the first in the lowest of each word;
  /// zeros behind the last.
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
