internal import PlatCommon
internal import PlatIndex
internal import PlatKernels
internal import PlatSnapshot

/// Finds the codes of a dictionary whose texts match: a text condition searches the dictionary,
/// never the rows.
enum TextMatch {
  /// A text in the folded form of dictionaries.
  static func folded(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { utf8 in TextFolding.fold(unsafe Span(_unsafeElements: utf8)) }
  }

  /// The codes whose folded text equals a folded text.
  static func codes(equalTo text: [UInt8], _ column: CodeColumn) throws(WorkEnded) -> [UInt64] {
    guard text.isEmpty else { return try codes(text, column, areWhole: true) }
    return try codes(containing: text, column).filter {
      column.folded.range(at: Int($0) - 1).isEmpty
    }
  }

  /// The codes whose folded text contains a folded text, in ascending order.
  ///
  /// One search runs over the bytes of all texts; a hit that crosses the end of a text does not
  /// count.
  ///
  /// - Complexity: O(bytes of the dictionary).
  static func codes(containing text: [UInt8], _ column: CodeColumn) throws(WorkEnded) -> [UInt64] {
    let table = column.folded
    guard !text.isEmpty else { return table.count > 0 ? (1...UInt64(table.count)).map { $0 } : [] }
    return try codes(text, column, areWhole: false)
  }

  /// The number of dictionary bytes between two checks of the limit: some 100 microseconds.
  private static let window = 1 << 20
  /// The number of hits between two checks of the limit.
  private static let finds = 1 << 12

  private static func codes(_ text: [UInt8], _ column: CodeColumn, areWhole: Bool) throws(WorkEnded)
    -> [UInt64]
  {
    let table = column.folded
    var found: [UInt64] = []
    let bytes = table.bytes
    let count = bytes.count
    let window = WorkLimit.window(Self.window)
    let limit = count > window / 16 ? WorkLimit.current : nil
    var offset = 0
    var string = 0
    var end = 0
    var looks = 0
    while offset < count {
      // A window is extended by the length of the text, for a hit that begins near its end.
      if offset + text.count > end, end < count { end = min(count, offset + text.count + window) }
      let place = unsafe bytes.span.withUnsafeBufferPointer { all in
        guard let base = all.baseAddress else { return end }
        return unsafe offset + plat_find(base + offset, end - offset, text, text.count)
      }
      looks += 1
      if looks % Self.finds == 0 || place == end { try limit?.check() }
      guard place < end else {
        if end == count { break }
        offset = max(offset, end - text.count + 1)
        continue
      }
      // The text in which the hit begins: the first one that ends after it.
      string = firstString(of: table, endingAfter: place, from: string)
      let range = table.range(at: string)
      guard !range.isEmpty else { break }
      if range.contains(place) && place + text.count <= range.upperBound {
        if !areWhole || range.count == text.count { found.append(UInt64(string) + 1) }
        offset = range.upperBound
      } else {
        offset = place + 1
      }
    }
    return found
  }

  /// The first string at or after `from` that ends after a byte.
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
