internal import PlatGeometry
internal import PlatSnapshot

extension IndexBuilder {
  /// Writes the zooms of the pyramid, and for each row the zoom at which it splits from the row
  /// before.
  ///
  /// - Parameters:
  ///   - points: The exact positions of the hierarchy's points.
  borrowing func writePyramid(
    to writer: inout SnapshotWriter, _ hierarchy: ClusterHierarchy, _ order: RowOrder,
    points: [MercatorPoint]
  ) throws(SnapshotError) {
    let options = hierarchy.options
    try writer.add(
      IndexLayout.clusterOptions,
      [
        options.radius, options.extent, Double(options.minZoom), Double(options.maxZoom),
        Double(options.minPoints),
      ])
    let positions = Self.gather(points, order.points)
    var parting = [UInt8](repeating: 0, count: count)
    let deepest = order.firstRows[options.maxZoom - options.minZoom]
    let places = PyramidZoom(
      placesOf: positions, within: deepest, parting: &parting, options)
    var reaches = [places.reach]
    try writer.add(places, zoom: options.maxZoom + 1)
    // From the highest zoom down: rows in different items at a zoom are in different items at every
    // higher one.
    for zoom in stride(from: options.maxZoom, through: options.minZoom, by: -1) {
      let level = hierarchy.levels[options.maxZoom + 1 - zoom]
      let items = order.items[zoom - options.minZoom]
      let firstRows = order.firstRows[zoom - options.minZoom]
      var clusters = PyramidZoom()
      for place in items.indices {
        let first = firstRows[place]
        parting[Int(first)] = UInt8(zoom) + 1
        let rows = firstRows[place + 1] - first
        if rows > 1 {
          clusters.append(
            firstRow: first, rows: rows, centre: level.items[Int(items[place])].centre)
        }
      }
      clusters.measure(positions)
      reaches.append(clusters.reach)
      try writer.add(clusters, zoom: zoom)
    }
    try writer.add(IndexLayout.clusterReach, Array(reaches.reversed()))
    try writer.add(IndexLayout.partingZoom, parting)
    try writer.add(IndexLayout.low(IndexLayout.partingZoom), Self.lows(parting))
    try writer.add(
      IndexLayout.treeAlone, PackedTree.lows(Self.aloneLows(parting, located: positions.count)))
  }

  /// The minimum of each block.
  private static func lows(_ parting: [UInt8]) -> [UInt8] {
    stride(from: 0, to: parting.count, by: IndexLayout.blockRows).map { first in
      var least = UInt8.max
      for row in first..<min(first + IndexLayout.blockRows, parting.count) {
        least = min(least, parting[row])
      }
      return least
    }
  }

  /// For each block with positions, the minimum over its rows of the greater of two parting zooms:
  /// the row's and that of the row after it.
  private static func aloneLows(_ parting: [UInt8], located: Int) -> [UInt8] {
    stride(from: 0, to: located, by: IndexLayout.blockRows).map { first in
      var least = UInt8.max
      for row in first..<min(first + IndexLayout.blockRows, located) {
        least = min(least, max(parting[row], row + 1 < located ? parting[row + 1] : 0))
      }
      return least
    }
  }
}

/// The box around listings that count as one place.
private struct PlaceBox {
  private var least: SIMD2<UInt32>
  private var greatest: SIMD2<UInt32>

  init(_ point: MercatorPoint?) {
    least = point.map { SIMD2($0.x, $0.y) } ?? SIMD2()
    greatest = least
  }

  /// Adds a point if the box stays at most a metre across; false if it would not.
  mutating func take(_ point: MercatorPoint) -> Bool {
    let place = SIMD2(point.x, point.y)
    let (low, high) = (pointwiseMin(least, place), pointwiseMax(greatest, place))
    if low != least || high != greatest {
      let sides = high &- low
      guard CoincidentPlaces.areNear(x: sides.x, y: sides.y, at: point) else { return false }
      (least, greatest) = (low, high)
    }
    return true
  }
}

/// The clusters of one zoom, in row order.
private struct PyramidZoom {
  var firstRows: [UInt32] = []
  var rowCounts: [UInt32] = []
  var centres: [MercatorPoint] = []
  /// The maximum distance of a row from its cluster's centre along an axis.
  var reach: UInt32 = 0

  init() {}

  /// The groups of listings at one place that are large enough for a cluster, and that separate
  /// from all others beyond `maxZoom`: neighbours in row order, in one item at `maxZoom`, whose box
  /// is at most a metre across.
  ///
  /// - Parameters:
  ///   - positions: The position of each row.
  ///   - items: The first row of each item of `maxZoom`, ascending.
  init(
    placesOf positions: [MercatorPoint], within items: [UInt32], parting: inout [UInt8],
    _ options: ClusterOptions
  ) {
    var first = 0
    var item = 0
    var box = PlaceBox(positions.first)
    for row in 1..<max(positions.count, 1) + 1 {
      while item < items.count, Int(items[item]) < row { item += 1 }
      let isNewItem = item < items.count && Int(items[item]) == row
      if row < positions.count, !isNewItem, box.take(positions[row]) { continue }
      let isCluster = row - first >= options.minPoints
      for other in first..<min(row, positions.count) {
        parting[other] = UInt8(options.maxZoom) + (isCluster && other > first ? 3 : 2)
      }
      if isCluster {
        append(firstRow: UInt32(first), rows: UInt32(row - first), centre: positions[first])
      }
      first = row
      if row < positions.count { box = PlaceBox(positions[row]) }
    }
    measure(positions)
  }

  mutating func append(firstRow: UInt32, rows: UInt32, centre: MercatorPoint) {
    firstRows.append(firstRow)
    rowCounts.append(rows)
    centres.append(centre)
  }

  /// Computes the reach.
  mutating func measure(_ positions: [MercatorPoint]) {
    let positions = positions.span
    for (cluster, centre) in centres.enumerated() {
      let first = Int(firstRows[cluster])
      var least = SIMD2(centre.x, centre.y)
      var greatest = least
      for row in first..<first + Int(rowCounts[cluster]) {
        let position = SIMD2(positions[row].x, positions[row].y)
        least = pointwiseMin(least, position)
        greatest = pointwiseMax(greatest, position)
      }
      let reaches = pointwiseMax(
        greatest &- SIMD2(centre.x, centre.y), SIMD2(centre.x, centre.y) &- least)
      reach = max(reach, reaches.max())
    }
  }
}

extension SnapshotWriter {
  fileprivate mutating func add(_ clusters: PyramidZoom, zoom: Int) throws(SnapshotError) {
    let x = clusters.centres.map { Int32(bitPattern: $0.x) ^ .min }
    let y = clusters.centres.map { Int32(bitPattern: $0.y) ^ .min }
    try add(IndexLayout.pyramid(zoom, "first"), clusters.firstRows)
    try addNarrow(IndexLayout.pyramid(zoom, "rows"), clusters.rowCounts)
    try add(IndexLayout.pyramid(zoom, "x"), x)
    try add(IndexLayout.pyramid(zoom, "y"), y)
    try add(IndexLayout.pyramid(zoom, "tree"), PackedTree.nodes(longitudes: x, latitudes: y))
  }
}
