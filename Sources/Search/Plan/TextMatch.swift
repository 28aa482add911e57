internal import Index
internal import Kernels
internal import Snapshot

/// Finds the codes of a dictionary whose texts match: a text condition runs over the dictionary, never over the rows.
enum TextMatch {
  /// A text in the form that dictionaries are folded to.
  static func folded(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { utf8 in TextFolding.fold(unsafe Span(_unsafeElements: utf8)) }
  }

  /// The codes whose folded text is a folded text.
  static func codes(equalTo text: [UInt8], _ column: CodeColumn) -> [UInt64] {
    guard text.isEmpty else { return codes(text, column, areWhole: true) }
    return codes(containing: text, column).filter { column.folded.range(at: Int($0) - 1).isEmpty }
  }

  /// The codes whose folded text contains a folded text, in ascending order.
  ///
  /// One search over the bytes of all texts; a find that runs over the end of a text is none.
  ///
  /// - Complexity: O(bytes of the dictionary).
  static func codes(containing text: [UInt8], _ column: CodeColumn) -> [UInt64] {
    let table = column.folded
    guard !text.isEmpty else { return table.count > 0 ? (1...UInt64(table.count)).map { $0 } : [] }
    return codes(text, column, areWhole: false)
  }

  private static func codes(_ text: [UInt8], _ column: CodeColumn, areWhole: Bool) -> [UInt64] {
    let table = column.folded
    var found: [UInt64] = []
    let bytes = table.bytes
    unsafe bytes.span.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return }
      var offset = 0
      var string = 0
      while offset < all.count {
        let place = unsafe offset + plat_find(base + offset, all.count - offset, text, text.count)
        guard place < all.count else { return }
        // The text that the find begins in: the first one that ends beyond it.
        string = firstString(of: table, endingAfter: place, from: string)
        let range = table.range(at: string)
        guard !range.isEmpty else { return }
        if range.contains(place) && place + text.count <= range.upperBound {
          if !areWhole || range.count == text.count { found.append(UInt64(string) + 1) }
          offset = range.upperBound
        } else {
          offset = place + 1
        }
      }
    }
    return found
  }

  /// The first string at or after `from` that ends beyond a byte.
  private static func firstString(of table: StringTable, endingAfter place: Int, from: Int) -> Int {
    var low = from
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      if table.range(at: middle).upperBound > place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
