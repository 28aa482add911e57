internal import Geometry
internal import Index

/// Finds the features of one zoom in a part of the map.
struct FeatureFinder {
  let index: ListingIndex
  let pyramid: ClusterPyramid
  let matches: QueryMatches
  let mask: MatchMask
  let numbers: ClusterNumbers
  /// The zoom, one of the pyramid's.
  let zoom: Int
  private let clusters: ClusterZoom?
  private let minPoints: Int
  private let matchesAll: Bool
  var features = MapFeatures()

  init(_ index: ListingIndex, _ matches: QueryMatches, _ numbers: ClusterNumbers, zoom: Int) {
    self.index = index
    self.matches = matches
    self.numbers = numbers
    pyramid = index.pyramid
    mask = matches.mask
    self.zoom = pyramid.shownZoom(zoom)
    clusters = pyramid.zoom(self.zoom)
    minPoints = pyramid.options.minPoints
    matchesAll = matches.areAll
  }

  /// Adds the features of a part.
  ///
  /// Clusters whose centres lie in it; the listings of clusters that too few match, which may lie in it though the centre
  /// does not; and the listings that stand alone.
  mutating func find(_ part: Tile.Part) {
    guard let clusters else { return }
    // Without a filter no cluster comes apart, and only those in the part matter.
    let near = matchesAll ? part.box : part.box.grown(by: clusters.reach)
    index.withSelection { selection in
      selection.select(clustersOf: clusters, in: near)
      matches.prepare { unknown in
        selection.forEachRow {
          let rows = clusters.rows($0)
          mask.prefetch(rows)
          mask.listUnknown(rows, in: unknown)
        }
      }
      features.clusters.reserveCapacity(features.clusters.count + selection.rowCount)
      selection.forEachRow { add(clusters, $0, part) }
    }
    index.withSelection { alone in
      alone.select(rowsAloneAt: zoom, in: part.box.bounds, of: index)
      matches.prepare { mask.listUnknown(alone, in: $0) }
      alone.keep(mask)
      alone.forEachRow { add(listing: $0, part) }
    }
  }

  /// Adds the items that hold some rows and lie in them.
  mutating func add(itemsOf rows: Range<Int>) {
    var row = rows.lowerBound
    while row < rows.upperBound, let next = mask.first(row..<rows.upperBound) {
      if let clusters, let cluster = clusters.cluster(holding: next) {
        add(clusters, cluster, .everywhere)
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

  /// Adds a cluster, or the listings in it that match where they are too few for one.
  private mutating func add(_ clusters: ClusterZoom, _ cluster: Int, _ part: Tile.Part) {
    let rows = clusters.rows(cluster)
    guard let centre = clusters.centre(cluster), !rows.isEmpty else { return }
    var (first, last) = (rows.lowerBound, rows.upperBound - 1)
    if !matchesAll {
      guard let firstMatch = mask.first(rows), let lastMatch = mask.last(rows) else { return }
      (first, last) = (firstMatch, lastMatch)
    }
    guard isCluster(first, last) else {
      for row in mask.rows(first..<last + 1) { add(listing: row, part) }
      return
    }
    // A region that is drawn on the map shows its clusters within it, as near to their place as their matches lie.
    let summary = matches.hasRegion ? mask.summary(first..<last + 1) : nil
    let place = summary.map { MercatorBox($0.box).nearest(to: centre) } ?? centre
    guard part.box.contains(place) else { return }
    let whole = pyramid.parting(rows.lowerBound, rows.upperBound - 1)
    let isWhole = first == rows.lowerBound && last == rows.upperBound - 1
    let matching = isWhole ? whole : pyramid.parting(first, last)
    features.clusters.append(
      MapCluster(
        id: numbers.id(of: rows, whole), rows: rows, centre: place, shift: part.shift,
        summary: summary ?? mask.summary(first..<last + 1), expansionZoom: matching.zoom,
        isOnePlace: matching.isOnePlace))
  }

  /// Whether the matches between two are enough for a cluster.
  private func isCluster(_ first: Int, _ last: Int) -> Bool {
    minPoints == 2 ? first < last : mask.count(first..<last + 1) >= minPoints
  }

  private mutating func add(listing row: Int, _ part: Tile.Part) {
    guard let position = index.position(row) else { return }
    let point = MercatorPoint(position)
    if part.box.contains(point) {
      features.listings.append(MapListing(row: row, point: point, shift: part.shift))
    }
  }
}

extension Tile.Part {
  /// All of the map.
  static let everywhere = Tile.Part(box: MercatorBox(west: 0, north: 0, east: .max, south: .max), shift: 0)
}
