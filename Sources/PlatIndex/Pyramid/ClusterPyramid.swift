public import PlatGeometry
public import PlatSnapshot

/// The clusters of every zoom, each a range of rows with a centre.
///
/// At a zoom every row with a position is either in one of the zoom's clusters or stands alone.
/// Beyond the options' `maxZoom` there is one more zoom, ``placeZoom``: its clusters are the
/// listings at one place (``CoincidentPlaces``), which no zoom separates.
public final class ClusterPyramid: Sendable {
  /// The options that the pyramid was built with.
  public let options: ClusterOptions
  /// For each row, 1 more than the lowest zoom at which it and the row before are in different
  /// items; ``neverParted`` for a row at the same place as the one before, 0 for a row without a
  /// position.
  public let partingZooms: MappedColumn<UInt8>
  /// The minimum of ``partingZooms`` in each block.
  public let partingLows: MappedColumn<UInt8>
  /// For each box of the index's tree, the minimum of ``aloneLimit(zoom:)`` with which a row below
  /// it stands alone.
  let aloneLows: MappedColumn<UInt8>
  private let zooms: [ClusterZoom]
  private let located: Int

  init(in snapshot: Snapshot, rows: Int, located: Int, treeNodes: Int) throws(SnapshotError) {
    func refuse(_ section: String, _ reason: String) -> SnapshotError {
      SnapshotError(.inconsistentSections, path: snapshot.path, section: section, reason: reason)
    }
    self.located = located
    let stored = try snapshot.column(IndexLayout.clusterOptions, of: Double.self)
    func whole(_ index: Int) -> Int { Int(exactly: stored[index, default: -1]) ?? -1 }
    do {
      options = try ClusterOptions(
        radius: stored[0, default: -1], extent: stored[1, default: -1], minZoom: whole(2),
        maxZoom: whole(3),
        minPoints: whole(4)
      ).validated()
    } catch { throw refuse(IndexLayout.clusterOptions, error.description) }
    let blocks = (rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows
    partingZooms = try snapshot.column(IndexLayout.partingZoom, of: UInt8.self)
    partingLows = try snapshot.column(IndexLayout.low(IndexLayout.partingZoom), of: UInt8.self)
    guard partingZooms.count == rows, partingLows.count == blocks else {
      throw refuse(
        IndexLayout.partingZoom, "the column and its zone map are not those of \(rows) rows")
    }
    aloneLows = try snapshot.column(IndexLayout.treeAlone, of: UInt8.self)
    guard aloneLows.count == treeNodes * PackedTree.fanOut else {
      throw refuse(
        IndexLayout.treeAlone, "\(aloneLows.count) numbers for the boxes of \(treeNodes) nodes")
    }
    let reaches = try snapshot.column(IndexLayout.clusterReach, of: UInt32.self)
    guard reaches.count == options.maxZoom + 2 - options.minZoom else {
      throw refuse(
        IndexLayout.clusterReach,
        "\(reaches.count) numbers for zooms \(options.minZoom) to \(options.maxZoom)")
    }
    var zooms: [ClusterZoom] = []
    for zoom in options.minZoom...options.maxZoom + 1 {
      zooms.append(
        try ClusterZoom(
          zoom, in: snapshot, located: located, reach: reaches[zoom - options.minZoom, default: 0]))
    }
    self.zooms = zooms
  }

  /// The zoom beyond `maxZoom`, at which only listings at one place are together.
  public var placeZoom: Int { options.maxZoom + 1 }

  /// The zooms with clusters: from `minZoom` to ``placeZoom``.
  public var zoomRange: ClosedRange<Int> { options.minZoom...placeZoom }

  /// The value in ``partingZooms`` of a row that no zoom separates from the one before.
  public var neverParted: UInt8 { UInt8(options.maxZoom) + 3 }

  /// The zoom whose items a map of a zoom shows: that zoom, or the nearest one in the pyramid.
  public func shownZoom(_ zoom: Int) -> Int { min(max(zoom, options.minZoom), placeZoom) }

  /// The number of clusters at a zoom; 0 outside ``zoomRange``.
  public func clusterCount(zoom: Int) -> Int { self.zoom(zoom)?.count ?? 0 }

  /// The rows of a cluster of a zoom, in row order; empty if the number is out of range.
  public func rows(zoom: Int, cluster: Int) -> Range<Int> {
    self.zoom(zoom)?.rows(cluster) ?? 0..<0
  }

  /// The centre of a cluster: the mean of its listings' positions; nil if the number is out of
  /// range.
  public func centre(zoom: Int, cluster: Int) -> MercatorPoint? {
    self.zoom(zoom)?.centre(cluster)
  }

  /// The cluster of a zoom that holds a row, or nil if the row stands alone or has no position.
  ///
  /// - Complexity: O(log clusters).
  public func cluster(zoom: Int, holding row: Int) -> Int? {
    self.zoom(zoom)?.cluster(holding: row)
  }

  /// How two rows of one item split.
  public struct Parting: Equatable, Sendable {
    /// The lowest zoom at which they are in different items; the pyramid's
    /// ``ClusterPyramid/placeZoom`` if no zoom separates them.
    public let zoom: Int
    /// Whether no zoom separates them: all rows between them lie at one place.
    public let isOnePlace: Bool

    /// Takes the two as they are.
    package init(zoom: Int, isOnePlace: Bool) {
      self.zoom = zoom
      self.isOnePlace = isOnePlace
    }
  }

  /// How the first and the last of some rows of one item split.
  ///
  /// - Complexity: O(rows / 2048): the lowest parting zoom of the rows in between, by blocks if
  ///   they are many.
  public func parting(_ first: Int, _ last: Int) -> Parting {
    guard first >= 0, first < last, last < located else {
      return Parting(zoom: placeZoom, isOnePlace: first == last)
    }
    return parting(least: leastParting(first + 1..<last + 1))
  }

  /// How rows of one item split, given their lowest parting zoom without the first row's; 255 for
  /// one row.
  @inline(__always)
  func parting(least: UInt8) -> Parting {
    Parting(
      zoom: min(max(Int(least) - 1, options.minZoom), placeZoom), isOnePlace: least >= neverParted)
  }

  /// The clusters of a zoom of ``zoomRange``, or nil.
  public func zoom(_ zoom: Int) -> ClusterZoom? {
    zoom >= options.minZoom && zoom <= placeZoom ? zooms[zoom - options.minZoom] : nil
  }
}
