public import PlatCommon
public import PlatGeometry
internal import PlatSnapshot

extension BlockSelection {
  /// Keeps the rows in a circle; rows without a position are in none.
  ///
  /// - Complexity: A box check for each listed block; coordinates are read for blocks that the
  ///   circle's border may cross.
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended; then the selection is unusable.
  public func keep(_ circle: Circle, of index: ListingIndex) throws(WorkEnded) {
    let (longitudes, latitudes) = (index.longitudes, index.latitudes)
    if count <= Self.fewBlocks {
      cutOff(at: index.located)
      let listed = unsafe Span(_unsafeStart: UnsafePointer(blocks), count: count)
      var tested = unsafe MutableSpan(_unsafeStart: words, count: count)
      circle.words(
        longitudes: longitudes.paddedSpan, latitudes: latitudes.paddedSpan, blocks: listed,
        words: &tested)
      account(blocks: count, bytes: count * IndexLayout.blockRows * 8)
      return
    }
    cutOff(at: index.located)
    try WorkLimit.windows(0..<count, of: Self.window) { window in
      keep(window, of: index, relation: { circle.relation(to: $0) }) { blocks, words in
        circle.words(
          longitudes: longitudes.paddedSpan, latitudes: latitudes.paddedSpan, blocks: blocks,
          words: &words)
      }
    }
  }

  /// Blocks between two checks of the limit: about 100 microseconds of work.
  public static let window = 1024
  /// Up to this many blocks, rows are tested at once: checking the boxes first takes as long.
  private static let fewBlocks = 48

  /// Keeps the rows in a polygon; rows without a position are in none.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended; then the selection is unusable.
  /// - Complexity: O(edges near the listed blocks); coordinates are read for blocks that an edge
  ///   may cross.
  public func keep(_ polygon: Polygon, of index: ListingIndex) throws(WorkEnded) {
    cutOff(at: index.located)
    let (longitudes, latitudes) = (index.longitudes, index.latitudes)
    let listed = unsafe Span(_unsafeStart: UnsafePointer(blocks), count: count)
    var tested = unsafe MutableSpan(_unsafeStart: words, count: count)
    let read = try polygon.words(
      longitudes: longitudes.paddedSpan, latitudes: latitudes.paddedSpan, blocks: listed,
      box: { index.box(block: $0) }, words: &tested)
    account(blocks: read, bytes: read * IndexLayout.blockRows * 8 + count * 16)
  }

  /// Clears the words of the blocks whose boxes touch none of some boxes.
  ///
  /// - Complexity: A box check for each listed block.
  public func keepBlocks(touching boxes: [Box], of index: ListingIndex) {
    for place in 0..<count {
      let box = unsafe index.box(block: Int(blocks[place]))
      if !boxes.contains(where: { $0.intersects(box) }) { unsafe words[place] = 0 }
    }
  }

  /// Classifies the box of each block of a window, then tests the rows of blocks that the region's
  /// border crosses.
  @inline(__always)
  private func keep(
    _ window: Range<Int>, of index: ListingIndex, relation: (Box) -> Relation,
    rows: (Span<UInt32>, inout MutableSpan<UInt64>) -> Void
  ) {
    index.withSelection { crossing in
      for place in window where unsafe words[place] != 0 {
        let block = unsafe blocks[place]
        switch relation(index.box(block: Int(block))) {
        case .inside: continue
        case .outside: unsafe words[place] = 0
        case .crosses:
          unsafe crossing.blocks[crossing.count] = block
          unsafe crossing.words[crossing.count] = words[place]
          crossing.count += 1
        }
      }
      let listed = unsafe Span(_unsafeStart: UnsafePointer(crossing.blocks), count: crossing.count)
      var tested = unsafe MutableSpan(_unsafeStart: crossing.words, count: crossing.count)
      rows(listed, &tested)
      var next = 0
      for place in window where next < crossing.count {
        guard unsafe blocks[place] == crossing.blocks[next] else { continue }
        unsafe words[place] = crossing.words[next]
        next += 1
      }
      account(
        blocks: crossing.count,
        bytes: crossing.count * IndexLayout.blockRows * 8 + window.count * 16)
    }
  }
}
