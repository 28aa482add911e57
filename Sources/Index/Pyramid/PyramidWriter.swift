internal import Snapshot

extension IndexBuilder {
  /// Writes the zooms of the pyramid: their clusters, and for each row the least zoom at which it stands alone.
  borrowing func writePyramid(
    to writer: inout SnapshotWriter, _ hierarchy: ClusterHierarchy, _ order: RowOrder
  ) throws(SnapshotError) {
    let options = hierarchy.options
    try writer.add(
      IndexLayout.clusterOptions,
      [
        options.radius, options.extent, Double(options.minZoom), Double(options.maxZoom), Double(options.minPoints),
      ])
    var alone = [UInt64](repeating: 0, count: count)
    for row in order.points.indices { alone[row] = UInt64(options.maxZoom) + 2 }
    // From the deepest zoom up: a row that stands alone at a zoom does so at every deeper one.
    for zoom in stride(from: options.maxZoom, through: options.minZoom, by: -1) {
      let level = hierarchy.levels[options.maxZoom + 1 - zoom]
      let items = order.items[zoom - options.minZoom]
      let firstRows = order.firstRows[zoom - options.minZoom]
      var clusters = PyramidZoom()
      for place in items.indices {
        let rows = firstRows[place + 1] - firstRows[place]
        if rows == 1 {
          alone[Int(firstRows[place])] = UInt64(zoom) + 1
        } else {
          let item = Int(items[place])
          clusters.append(firstRow: firstRows[place], rows: rows, x: level.x(item), y: level.y(item))
        }
      }
      try writer.add(IndexLayout.pyramid(zoom, "first"), clusters.firstRows)
      try writer.addNarrow(IndexLayout.pyramid(zoom, "rows"), clusters.rowCounts)
      try writer.add(IndexLayout.pyramid(zoom, "x"), clusters.x)
      try writer.add(IndexLayout.pyramid(zoom, "y"), clusters.y)
    }
    try writer.addColumn(IndexLayout.aloneZoom, alone, greatest: UInt64(options.maxZoom) + 2)
  }
}

/// The clusters of one zoom, in row order.
private struct PyramidZoom {
  var firstRows: [UInt32] = []
  var rowCounts: [UInt32] = []
  /// Centres in units of 2^-32 of the Mercator square.
  var x: [UInt32] = []
  var y: [UInt32] = []

  mutating func append(firstRow: UInt32, rows: UInt32, x: Double, y: Double) {
    firstRows.append(firstRow)
    rowCounts.append(rows)
    self.x.append(Self.fixed(x))
    self.y.append(Self.fixed(y))
  }

  private static func fixed(_ value: Double) -> UInt32 {
    UInt32(min(max((value * 0x1p32).rounded(), 0), 0x1p32 - 1))
  }
}
