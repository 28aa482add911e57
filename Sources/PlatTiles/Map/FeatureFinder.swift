internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex

/// Finds the features of one zoom in a part of the map.
struct FeatureFinder {
  let generation: Generation
  let index: ListingIndex
  let pyramid: ClusterPyramid
  let matches: QueryMatches
  let mask: MatchMask
  /// The ids of the zoom's clusters.
  let ids: [UInt64]
  /// The zoom, one of the pyramid's.
  let zoom: Int
  let clusters: ClusterZoom?
  let matchesAll: Bool
  /// What was written since the snapshot; nil where nothing was.
  let changes: ChangesFinder?
  var features = MapFeatures()

  init(
    _ generation: Generation, _ matches: QueryMatches, _ numbers: ClusterNumbers, zoom: Int,
    changes: ChangesFinder?
  ) {
    self.generation = generation
    self.changes = changes
    index = generation.base
    self.matches = matches
    pyramid = index.pyramid
    mask = matches.mask
    self.zoom = pyramid.shownZoom(zoom)
    clusters = pyramid.zoom(self.zoom)
    ids = numbers.ids(zoom: self.zoom)
    matchesAll = matches.areAll
  }

  /// The number of clusters between two checks of the limit: some 100 microseconds.
  private static let window = 2048

  /// Adds the features of a part.
  ///
  /// These are clusters whose centres are in it; listings of clusters with too few matches, which
  /// may be in it although the centre is not; and single listings. The order of each depends only
  /// on their places and keys.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  mutating func find(_ part: Tile.Part) throws(WorkEnded) {
    guard let clusters else { return }
    let firstListing = features.listings.count
    let firstCluster = features.clusters.count
    // Without a filter no cluster is split, and only those in the part matter.
    let near = matchesAll ? part.box : part.box.grown(by: clusters.reach)
    var found: [UInt32]
    if let changes {
      found = try add(changes, of: clusters, near: near, part)
    } else {
      found = select(clusters, in: near)
    }
    if !mask.knows(clusters, matchingAll: matchesAll) {
      try matches.prepare { mask.listUnknown(found, of: clusters, in: $0) }
    }
    KeyedSort.sort(&found, by: ids)
    let sorted = found
    try WorkLimit.windows(0..<sorted.count, of: Self.window) { window in
      add(window.count == sorted.count ? sorted : Array(sorted[window]), of: clusters, part)
    }
    try index.withSelection { (alone) throws(WorkEnded) in
      alone.select(rowsAloneAt: zoom, in: part.box.bounds, of: index)
      if !matchesAll {
        try matches.prepare { mask.listUnknown(alone, in: $0) }
        alone.keep(mask)
      }
      if let changes { alone.drop(changes.changes.removed) }
      alone.forEachRow { add(listing: $0, part) }
    }
    if changes == nil {
      features.sortListings(from: firstListing, of: index)
    } else {
      features.sort(from: firstCluster, firstListing, of: generation)
    }
  }

  /// The clusters whose centres lie in a box, ascending.
  func select(_ clusters: ClusterZoom, in box: MercatorBox) -> [UInt32] {
    index.withSelection { selection in
      selection.select(clustersOf: clusters, in: box)
      return selection.rows()
    }
  }

  /// Adds the clusters and single listings that hold the matches of a range of rows.
  mutating func add(itemsOf rows: Range<Int>) throws(WorkEnded) {
    var row = rows.lowerBound
    var items = 0
    let window = WorkLimit.window(Self.window)
    let limit = WorkLimit.current
    while row < rows.upperBound, let next = mask.first(row..<rows.upperBound) {
      items += 1
      if items % window == 0 { try limit?.check() }
      if let clusters, let cluster = clusters.cluster(holding: next) {
        add([UInt32(truncatingIfNeeded: cluster)], of: clusters, .everywhere)
        row = max(clusters.rows(cluster).upperBound, next + 1)
      } else {
        add(listing: next, .everywhere)
        row = next + 1
      }
    }
  }

  /// Adds the matching rows as listings.
  mutating func add(listingsOf rows: Range<Int>) {
    for row in mask.rows(rows) { add(listing: row, .everywhere) }
  }

  /// Adds clusters, and the listings of clusters with too few matches.
  mutating func add(_ numbers: [UInt32], of clusters: ClusterZoom, _ part: Tile.Part) {
    guard !numbers.isEmpty else { return }
    // A drawn region shows its clusters inside it, as near to their place as their matches are.
    let hasRegion = matches.hasRegion
    let search = ClusterSearch(within: hasRegion ? nil : part.box, matchesAll: matchesAll)
    let found = mask.find(numbers, of: clusters, search)
    features.clusters.reserveCapacity(features.clusters.count + found.count)
    for cluster in found {
      if cluster.isFew {
        if cluster.matches.count == 1 {
          add(listing: cluster.matches.lowerBound, part)
        } else {
          for row in mask.rows(Range(cluster.matches)) { add(listing: row, part) }
        }
        continue
      }
      let place =
        hasRegion ? MercatorBox(cluster.summary.box).nearest(to: cluster.centre) : cluster.centre
      guard part.box.contains(place) else { continue }
      features.clusters.append(
        MapCluster(
          id: ClusterID(number: ids[cluster.number]), rows: cluster.rows, centre: place,
          shift: part.shift, summary: cluster.summary, expansionZoom: cluster.parting.zoom,
          isOnePlace: cluster.parting.isOnePlace))
    }
  }

  mutating func add(listing row: Int, _ part: Tile.Part) {
    guard let position = index.position(row) else { return }
    let point = MercatorPoint(position)
    if part.box.contains(point) {
      features.listings.append(
        MapListing(row: generation.row(row), point: point, shift: part.shift))
    }
  }
}

extension Tile.Part {
  /// The whole map.
  static let everywhere = Tile.Part(
    box: MercatorBox(west: 0, north: 0, east: .max, south: .max), shift: 0)
}
