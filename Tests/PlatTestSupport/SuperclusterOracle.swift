public import PlatIndex

/// Supercluster's algorithm from its description, with a search for each item.
///
/// Neighbours are compared by their float32 centres, measured from the visited item's own
/// double-precision centre; a merged centre is the weighted mean. At each zoom from `maxZoom` down,
/// items are visited in order, and an item already taken is skipped. Its untaken neighbours are
/// merged with it if the points together reach `minPoints`. Otherwise each continues unchanged, in
/// the order of the search.
public struct SuperclusterOracle: Sendable {
  /// A cluster or a single point.
  public struct Item: Sendable {
    /// Its centre in the Mercator unit square.
    public var x: Double
    /// Its centre in the Mercator unit square; it grows south.
    public var y: Double
    /// The numbers of its points, ascending.
    public var members: [Int]
  }

  /// The items of each zoom, from `maxZoom + 1` down to `minZoom`.
  public private(set) var levels: [[Item]]

  /// Clusters points in the Mercator unit square.
  public init(x: [Float], y: [Float], _ options: ClusterOptions) {
    levels = [x.indices.map { Item(x: Double(x[$0]), y: Double(y[$0]), members: [$0]) }]
    for zoom in stride(from: options.maxZoom, through: options.minZoom, by: -1) {
      let radius = options.radius / (options.extent * Double(1 << zoom))
      levels.append(
        Self.merge(levels[levels.count - 1], radius: radius, minPoints: options.minPoints))
    }
  }

  private static func merge(_ items: [Item], radius: Double, minPoints: Int) -> [Item] {
    var taken = [Bool](repeating: false, count: items.count)
    let tree = SuperclusterTree(items.map { Float($0.x) }, items.map { Float($0.y) })
    var above: [Item] = []
    for (number, item) in items.enumerated() where !taken[number] {
      taken[number] = true
      let neighbours = tree.within(item.x, item.y, radius).filter { !taken[$0] }
      let points = neighbours.reduce(item.members.count) { $0 + items[$1].members.count }
      for other in neighbours { taken[other] = true }
      if points > item.members.count && points >= minPoints {
        above.append(mean([item] + neighbours.map { items[$0] }))
      } else {
        above.append(item)
        above += neighbours.map { items[$0] }
      }
    }
    return above
  }

  /// The items merged: the mean of their centres, weighted by their points.
  private static func mean(_ items: [Item]) -> Item {
    var merged = Item(x: 0, y: 0, members: [])
    for item in items {
      merged.x += item.x * Double(item.members.count)
      merged.y += item.y * Double(item.members.count)
      merged.members += item.members
    }
    merged.x /= Double(merged.members.count)
    merged.y /= Double(merged.members.count)
    merged.members.sort()
    return merged
  }
}
