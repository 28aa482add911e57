internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

extension QueryPlan {
  /// Selects the matches.
  ///
  /// - Parameters:
  ///   - selection: An empty selection of the index; afterwards it holds the matches' blocks, none
  ///     of them empty.
  ///   - record: Receives the name of each step and the remaining rows; nil for none.
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  func run(
    _ selection: BlockSelection, _ index: ListingIndex,
    record: ((String, BlockSelection) -> Void)? = nil
  ) throws(WorkEnded) {
    var region = region
    switch source {
    case .nothing: selection.clear()
    case .everything: selection.selectAll(of: index)
    case .zones(let test, let ranges): selection.select(blocksOf: test.column, in: ranges)
    case .tree(let boxes):
      selection.select(boxes, of: index, exactly: region.isBoxes)
      if region.isBoxes { region.boxes = nil }
    case .order(let order, let places):
      let column = index.order(order)
      selection.select(rows: places.compactMap { column?[$0] }, limit: index.rows)
    case .rows(let rows): selection.select(rows: rows, limit: index.rows)
    }
    record?(source.name, selection)
    if !region.isEverywhere {
      try selection.keep(region, of: index)
      record?("region", selection)
    }
    if let record {
      for test in tests {
        try apply([test], [], to: selection)
        record(test.field.key, selection)
      }
      for test in combinations {
        try apply([], [test], to: selection)
        record(test.name, selection)
      }
    } else {
      try apply(tests, combinations, to: selection)
    }
    selection.compact()
  }
}

extension QueryPlan {
  /// Clears the rows that a test drops, window by window: all tests read a window while its words
  /// are in the first-level cache.
  func apply(
    _ tests: [ColumnTest], _ combinations: [RowTest], to selection: BlockSelection
  ) throws(WorkEnded) {
    try WorkLimit.windows(0..<selection.count, of: BlockSelection.window) { window in
      for test in tests { test.apply(to: selection, in: window) }
      for test in combinations { test.apply(to: selection, in: window) }
    }
  }

  /// The matches among some rows of one block; none for an invalid block from a damaged tree.
  func word(
    _ block: Int, _ rows: UInt64, _ selection: BlockSelection, _ index: ListingIndex
  ) throws(WorkEnded) -> UInt64 {
    guard block >= 0, block < index.blocks else { return 0 }
    selection.select(block: block, rows: rows)
    if !region.isEverywhere { try selection.keep(region, of: index) }
    for test in tests { test.apply(to: selection, in: 0..<selection.count) }
    for test in combinations { test.apply(to: selection, in: 0..<selection.count) }
    return selection.word(at: 0)
  }
}

extension QueryPlan.Source {
  /// The source's name in an explanation.
  var name: String {
    switch self {
    case .nothing: "nothing"
    case .everything: "all blocks"
    case .zones(let test, _): "zone map of \(test.column.name)"
    case .tree: "packed tree"
    case .order(let order, _): "order by \(order.rawValue)"
    case .rows: "listing keys"
    }
  }
}

extension BlockSelection {
  /// Keeps the rows that are in every part of a region.
  func keep(_ region: Region, of index: ListingIndex) throws(WorkEnded) {
    if let boxes = region.boxes {
      cutOff(at: index.located)
      try keep(boxes, of: index)
    }
    if let circle = region.circle { try keep(circle, of: index) }
    if let polygon = region.polygon { try keep(polygon, of: index) }
  }
}
