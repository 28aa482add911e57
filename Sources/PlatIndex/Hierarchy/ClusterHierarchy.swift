/// The clusters of all zooms over a set of points; each item is a part of one item of the zoom
/// above.
///
/// This equals the result of supercluster for the same points in the same order with the same
/// options: the same items, visited in the same order, with the same centres. If two points make a
/// cluster (`minPoints` is 2), the parts of a centre with three or more parts are added in another
/// order than in supercluster, which may change the centre's last bits. Neighbours are compared in
/// float32, where no such change was seen in any of two million clusters.
struct ClusterHierarchy {
  let options: ClusterOptions
  /// The items of each zoom, from `maxZoom + 1` (single points) down to `minZoom`; the last has no
  /// parents.
  private(set) var levels: [ClusterLevel]

  /// Merges points zoom by zoom.
  ///
  /// - Parameters:
  ///   - x: The points' x in the Mercator unit square, in input order.
  ///   - y: Their y.
  ///   - options: Options that passed ``ClusterOptions/validated()``.
  init(x: [Float], y: [Float], options: ClusterOptions) {
    self.options = options
    levels = [ClusterLevel(x: x, y: y)]
    var pass = ClusterPass(minPoints: options.minPoints)
    for zoom in stride(from: options.maxZoom, through: options.minZoom, by: -1) {
      let last = levels.count - 1
      let merged = pass.merge(&levels[last], radius: options.searchRadius(zoom: zoom))
      if last > 0 { levels[last - 1].renumberParents(merged.places) }
      levels.append(merged.above)
    }
  }
}
