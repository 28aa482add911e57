internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex

extension FeatureFinder {
  /// Adds what a part of the map shows of clusters that are not as they were, and of added listings
  /// that stand alone.
  ///
  /// - Returns: The other clusters whose centres lie in the box `near`, ascending.
  mutating func add(
    _ changes: ChangesFinder, of clusters: ClusterZoom, near: MercatorBox, _ part: Tile.Part
  ) throws(WorkEnded) -> [UInt32] {
    // An added listing lies within the radius of the centre of its deepest cluster, and that centre
    // within the reach of every wider one's.
    let radius = pyramid.options.searchRadius(zoom: zoom) * 0x1p32
    let room = Double(clusters.reach) + max(radius.rounded(.up), Double(CoincidentPlaces.mostUnits))
    var others: [UInt32] = []
    for number in select(
      clusters, in: part.box.grown(by: UInt32(min(room, Double(UInt32.max)))))
    {
      if changes.changes.clusters.contains(Int(number), zoom: zoom) {
        try add(changed: Int(number), changes, of: clusters, part)
      } else if clusters.centre(Int(number)).map(near.contains) == true {
        others.append(number)
      }
    }
    try changes.forEach(in: part.box, zoom: zoom) { newcomer, cluster in
      if cluster == nil { add(newcomer, part) }
    }
    return others
  }

  /// Adds a cluster that is not as it was, or its listings where they are too few.
  mutating func add(
    changed number: Int, _ changes: ChangesFinder, of clusters: ClusterZoom, _ part: Tile.Part
  ) throws(WorkEnded) {
    let cluster = try ChangedCluster(number, of: clusters, zoom: zoom, matches, changes)
    guard cluster.count >= pyramid.options.minPoints, let centre = clusters.centre(number) else {
      add(listingsOf: cluster, part)
      return
    }
    // Where no region moves it, a cluster outside needs no sum.
    guard matches.hasRegion || part.box.contains(centre) else { return }
    let summary = cluster.summary()
    let place = matches.hasRegion ? MercatorBox(summary.box).nearest(to: centre) : centre
    guard part.box.contains(place) else { return }
    let parting = cluster.parting(pyramid)
    var feature = MapCluster(
      id: ClusterID(number: ids[number]).limited(to: cluster.deepestZoom), rows: cluster.rows,
      centre: place, shift: part.shift, summary: summary, expansionZoom: parting.zoom,
      isOnePlace: parting.isOnePlace)
    feature.priceFrame = changes.changes.priceFrame
    features.clusters.append(feature)
  }

  /// Adds an added listing where the part shows it.
  mutating func add(_ newcomer: ChangesFinder.Newcomer, _ part: Tile.Part) {
    guard part.box.contains(newcomer.point) else { return }
    features.listings.append(
      MapListing(
        row: generation.row(newcomer.ordinal), point: newcomer.point, shift: part.shift))
  }

  /// Adds the matches of a cluster as listings.
  mutating func add(listingsOf cluster: ChangedCluster, _ part: Tile.Part = .everywhere) {
    for row in cluster.standingRows { add(listing: row, part) }
    for newcomer in cluster.newcomers { add(newcomer, part) }
  }

  /// Adds the items of a cluster's listings, today's, at the zoom of this finder.
  ///
  /// - Parameter cluster: A cluster of this zoom or of a lesser one.
  mutating func add(
    itemsOf cluster: ChangedCluster, _ changes: ChangesFinder
  ) throws(WorkEnded) {
    guard let clusters else { return }
    var numbers: Set<Int> = []
    for row in cluster.standingRows {
      guard let number = clusters.cluster(holding: row) else {
        add(listing: row, .everywhere)
        continue
      }
      numbers.insert(number)
    }
    for newcomer in cluster.newcomers {
      guard newcomer.anchor.deepestZoom >= zoom,
        let number = clusters.cluster(holding: Int(newcomer.anchor.row))
      else {
        add(newcomer, .everywhere)
        continue
      }
      numbers.insert(number)
    }
    for number in numbers.sorted() {
      if changes.changes.clusters.contains(number, zoom: zoom) {
        try add(changed: number, changes, of: clusters, .everywhere)
      } else {
        add([UInt32(truncatingIfNeeded: number)], of: clusters, .everywhere)
      }
    }
  }
}

extension MapFeatures {
  /// Puts features of several parts of a generation into their order: clusters by id, listings by
  /// their places and keys.
  mutating func sort(from firstCluster: Int, _ firstListing: Int, of generation: Generation) {
    clusters[firstCluster...].sort { $0.id.number < $1.id.number }
    listings[firstListing...].sort { one, other in
      if one.point != other.point {
        return (one.point.y, one.point.x) < (other.point.y, other.point.x)
      }
      let a = generation.parts[generation.place(of: one.ordinal)]
      let b = generation.parts[generation.place(of: other.ordinal)]
      return a.index.keys.precedes(
        at: one.ordinal - a.start, b.index.keys, at: other.ordinal - b.start)
    }
  }
}
