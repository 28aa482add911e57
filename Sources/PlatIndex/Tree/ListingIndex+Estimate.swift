public import PlatGeometry
internal import PlatSnapshot

extension ListingIndex {
  /// About how many blocks have rows in some boxes, by the boxes of a level of the tree that has
  /// some hundred nodes.
  ///
  /// - Complexity: O(1): at most some thousand boxes are looked at, about a microsecond.
  public func estimatedBlocks(in boxes: [Box]) -> Int {
    var level = 0
    var size = 1
    while level + 2 < treeLevels.count,
      (treeLevels[level + 1] - treeLevels[level]) * PackedTree.fanOut > 1024
    {
      level += 1
      size *= PackedTree.fanOut
    }
    guard level + 1 < treeLevels.count else { return 0 }
    func side(_ place: Int) -> Int32 { treeNodes[place, default: 0] }
    var found = 0.0
    for node in treeLevels[level]..<treeLevels[level + 1] {
      let first = node * PackedTree.nodeNumbers
      for child in first..<first + PackedTree.fanOut {
        let box = Box(
          west: side(child), south: side(child + 16), east: side(child + 32),
          north: side(child + 48))
        for wanted in boxes where wanted.intersects(box) {
          found += Double(size) * Self.area(box.intersection(wanted)) / Self.area(box)
        }
      }
    }
    return min(locatedBlocks, Int(found.rounded(.up)))
  }

  private static func area(_ box: Box) -> Double {
    (Double(box.east) - Double(box.west) + 1) * (Double(box.north) - Double(box.south) + 1)
  }
}
