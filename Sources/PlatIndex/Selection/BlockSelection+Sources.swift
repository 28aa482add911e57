public import PlatCommon
public import PlatGeometry
internal import PlatKernels
internal import PlatSnapshot

// The sources of a selection: everything, the zone map of one column, the packed tree, or rows of a
// secondary order. Each fills an empty selection with blocks in ascending order.

extension BlockSelection {
  /// Selects every row, or every row with a position.
  public func selectAll(of index: ListingIndex, locatedOnly: Bool = false) {
    let rows = locatedOnly ? index.located : index.rows
    count = (rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows
    for place in 0..<count {
      unsafe blocks[place] = UInt32(truncatingIfNeeded: place)
      unsafe words[place] = ~0
    }
    cutOff(at: rows)
  }

  /// Selects every row of the blocks that may hold a stored number in one of some ranges, using
  /// only the zone map.
  public func select(blocksOf column: BlockColumn, in ranges: [ClosedRange<UInt64>]) {
    let end = UInt32((column.rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows)
    switch column.storage {
    case .u8(let zoned):
      count = unsafe zoned.withBounds(ranges) {
        unsafe plat_zones_u8($0, $1, end, $2, $3, $4, blocks)
      }
    case .u16(let zoned):
      count = unsafe zoned.withBounds(ranges) {
        unsafe plat_zones_u16($0, $1, end, $2, $3, $4, blocks)
      }
    case .u32(let zoned):
      count = unsafe zoned.withBounds(ranges) {
        unsafe plat_zones_u32($0, $1, end, $2, $3, $4, blocks)
      }
    case .u64(let zoned):
      count = unsafe zoned.withBounds(ranges) {
        unsafe plat_zones_u64($0, $1, end, $2, $3, $4, blocks)
      }
    }
    unsafe words.update(repeating: ~0, count: count)
    cutOff(at: column.rows)
    account(blocks: 0, bytes: Int(end) * 2 * column.width)
  }

  /// Selects the rows with a position in one of some boxes.
  ///
  /// - Parameter exactly: Whether to test the rows of blocks that cross a box's border one by one.
  ///   If false, all rows of such a block are selected, for a caller that tests them against a
  ///   region inside the box.
  /// - Complexity: O(blocks touched); for blocks inside a box, no coordinate is read.
  public func select(_ boxes: [Box], of index: ListingIndex, exactly: Bool) {
    clear()
    var read = 0
    for (place, box) in boxes.enumerated() {
      let sides = plat_box(west: box.west, south: box.south, east: box.east, north: box.north)
      if place == 0 {
        count = unsafe search(sides, index, exactly, into: blocks, words, &read)
      } else {
        index.withSelection { other in
          unsafe other.count = search(sides, index, exactly, into: other.blocks, other.words, &read)
          index.withSelection { union in
            union.unite(self, other)
            take(union)
          }
        }
      }
    }
    cutOff(at: index.located)
    account(blocks: read, bytes: read * IndexLayout.blockRows * 8)
  }

  private func search(
    _ box: plat_box, _ index: ListingIndex, _ exactly: Bool,
    into blocks: UnsafeMutablePointer<UInt32>,
    _ words: UnsafeMutablePointer<UInt64>, _ read: inout Int
  ) -> Int {
    unsafe withUnsafePointer(to: index.tree) { tree in
      guard !exactly else {
        return unsafe plat_box_search(
          tree, box, index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress, blocks,
          words, &read)
      }
      let count = unsafe plat_tree_search(tree, box, blocks, words)
      unsafe words.update(repeating: ~0, count: count)
      return count
    }
  }

  /// Selects some rows of one block.
  public func select(block: Int, rows: UInt64) {
    unsafe blocks[0] = UInt32(truncatingIfNeeded: block)
    unsafe words[0] = rows
    count = 1
  }

  /// Selects given rows, in any order; row numbers beyond `limit` are left out.
  public func select(rows: [UInt32], limit: Int) {
    clear()
    var last = UInt32.max
    for row in rows.sorted() where row < limit {
      let block = row / UInt32(IndexLayout.blockRows)
      if block != last {
        guard count < capacity else { return }
        last = block
        unsafe blocks[count] = block
        unsafe words[count] = 0
        count += 1
      }
      unsafe words[count - 1] |= 1 << UInt64(row % UInt32(IndexLayout.blockRows))
    }
  }

  /// Keeps the rows whose coordinates lie in one of some boxes.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended; then the selection is unusable.
  public func keep(_ boxes: [Box], of index: ListingIndex) throws(WorkEnded) {
    guard let box = boxes.first else { return clear() }
    let sides = plat_box(west: box.west, south: box.south, east: box.east, north: box.north)
    if boxes.count > 1 {
      try index.withSelection { (rest) throws(WorkEnded) in
        rest.take(self)
        try rest.keep(Array(boxes.dropFirst()), of: index)
        try keep([box], of: index)
        index.withSelection { union in
          union.unite(self, rest)
          take(union)
        }
      }
      return
    }
    try WorkLimit.windows(0..<count, of: Self.window) { window in
      unsafe plat_box_words(
        sides, index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress,
        blocks + window.lowerBound,
        words + window.lowerBound, window.count)
    }
    account(blocks: count, bytes: count * IndexLayout.blockRows * 8)
  }

  /// Clears the rows from `rows` on.
  public func cutOff(at rows: Int) {
    let whole = rows / IndexLayout.blockRows
    let part = rows % IndexLayout.blockRows
    while count > 0,
      unsafe Int(blocks[count - 1]) > whole || (Int(blocks[count - 1]) == whole && part == 0)
    {
      count -= 1
    }
    if count > 0, part > 0, unsafe Int(blocks[count - 1]) == whole {
      unsafe words[count - 1] &= 1 << UInt64(part) - 1
    }
  }

  /// Copies another selection of the same index, without its counters.
  func take(_ other: BlockSelection) {
    count = min(other.count, capacity)
    unsafe blocks.update(from: other.blocks, count: count)
    unsafe words.update(from: other.words, count: count)
  }

  /// Becomes the union of two selections.
  private func unite(_ a: BlockSelection, _ b: BlockSelection) {
    count = 0
    var (i, j) = (0, 0)
    while i < a.count || j < b.count, count < capacity {
      let left = i < a.count ? unsafe a.blocks[i] : UInt32.max
      let right = j < b.count ? unsafe b.blocks[j] : UInt32.max
      unsafe blocks[count] = min(left, right)
      unsafe words[count] = (left <= right ? a.words[i] : 0) | (right <= left ? b.words[j] : 0)
      if left <= right { i += 1 }
      if right <= left { j += 1 }
      count += 1
    }
  }
}

extension ListingIndex {
  /// The rows of one block whose coordinates lie in a box.
  public func word(block: Int, in box: Box) -> UInt64 {
    guard block >= 0, block < blocks else { return 0 }
    var number = UInt32(truncatingIfNeeded: block)
    var word: UInt64 = ~0
    let sides = plat_box(west: box.west, south: box.south, east: box.east, north: box.north)
    unsafe plat_box_words(
      sides, longitudes.unsafeBaseAddress, latitudes.unsafeBaseAddress, &number, &word, 1)
    return word
  }
}
