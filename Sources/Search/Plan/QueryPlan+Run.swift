internal import Geometry
internal import Index
internal import Listings
internal import Snapshot

extension QueryPlan {
  /// Blocks that all tests look at before the next blocks are: their words stay in the first-level cache.
  static let window = 1024

  /// Selects the matches.
  ///
  /// - Parameters:
  ///   - selection: An empty selection of the index; holds the matches' blocks after it, none of them empty.
  ///   - record: Receives the name of each step and the rows left after it, where it is not nil.
  func run(
    _ selection: BlockSelection, _ index: ListingIndex, record: ((String, BlockSelection) -> Void)? = nil
  ) {
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
      selection.select(rows: places.compactMap { column[$0] }, limit: index.rows)
    }
    record?(source.name, selection)
    if !region.isEverywhere {
      selection.keep(region, of: index)
      record?("region", selection)
    }
    if let record {
      for test in tests {
        test.apply(to: selection, in: 0..<selection.count)
        record(test.field.key, selection)
      }
    } else {
      for start in stride(from: 0, to: selection.count, by: Self.window) {
        let window = start..<min(start + Self.window, selection.count)
        for test in tests { test.apply(to: selection, in: window) }
      }
    }
    selection.compact()
  }
}

extension QueryPlan {
  /// The matches among some rows of one block; none of a block that only a damaged tree knows of.
  func word(_ block: Int, _ rows: UInt64, _ selection: BlockSelection, _ index: ListingIndex) -> UInt64 {
    guard block >= 0, block < index.blocks else { return 0 }
    selection.select(block: block, rows: rows)
    if !region.isEverywhere { selection.keep(region, of: index) }
    for test in tests { test.apply(to: selection, in: 0..<selection.count) }
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
    }
  }
}

extension BlockSelection {
  /// Keeps the rows that lie in every part of a region.
  func keep(_ region: Region, of index: ListingIndex) {
    if let boxes = region.boxes {
      cutOff(at: index.located)
      keep(boxes, of: index)
    }
    if let circle = region.circle { keep(circle, of: index) }
    if let polygon = region.polygon { keep(polygon, of: index) }
  }
}
