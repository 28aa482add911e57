/// A copy of a selection's rows, to be selected again later.
public struct KeptSelection: Sendable {
  fileprivate let blocks: [UInt32]
  fileprivate let words: [UInt64]

  /// Its size in bytes.
  public var bytes: Int { blocks.count * 12 }
}

extension BlockSelection {
  /// A copy of the selected rows.
  ///
  /// - Complexity: O(blocks listed).
  public func kept() -> KeptSelection {
    KeptSelection(
      blocks: unsafe Array(UnsafeBufferPointer(start: blocks, count: count)),
      words: unsafe Array(UnsafeBufferPointer(start: words, count: count)))
  }

  /// Selects the rows of a copy, which must come from a selection of the same index.
  ///
  /// - Complexity: O(blocks listed): twelve bytes each are copied.
  public func select(_ kept: KeptSelection) {
    count = min(kept.blocks.count, capacity)
    let count = count
    unsafe kept.blocks.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { unsafe blocks.update(from: first, count: count) }
    }
    unsafe kept.words.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { unsafe words.update(from: first, count: count) }
    }
  }
}
