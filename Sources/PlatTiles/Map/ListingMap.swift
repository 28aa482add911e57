internal import PlatCommon
public import PlatGeometry
public import PlatIndex
public import PlatSearch

/// The map over one generation: the clusters and listings of tiles and boxes under any filter, and
/// the contents of clusters.
///
/// Without a filter the clusters of a zoom are supercluster's. With a filter they are the same
/// ranges of rows, limited to the matching listings. Counts are exact. A cluster with fewer matches
/// than `minPoints` (2 unless built otherwise) is replaced by these listings. Each match is in
/// exactly one feature of a zoom. Beyond `maxZoom` each listing is single, except those within a
/// metre of each other.
///
/// Any number of threads may use a map at once. It caches the matches of each query (``MapQuery``).
public final class ListingMap: Sendable {
  /// The generation to show.
  public let generation: Generation
  /// The snapshot's index, whose clusters are shown.
  package let index: ListingIndex
  /// What is kept of the snapshot.
  let state: MapIndex
  /// What was written since the snapshot; nil where nothing was.
  let changes: MapChanges?
  let spareEncoders: EncoderPool

  /// The default memory for cached queries: 128 MiB, some 115 queries over a million listings.
  public static let defaultCacheBytes = 128 << 20
  /// The default limit of features in one tile.
  public static let defaultFeatureLimit = 10_000

  /// Makes a map.
  ///
  /// - Parameters:
  ///   - generation: The generation to show.
  ///   - cacheBytes: The memory for cached queries; about 1.1 bytes for each listing and query. Two
  ///     queries are always cached.
  public convenience init(_ generation: Generation, cacheBytes: Int = defaultCacheBytes) {
    self.init(generation, following: nil, cacheBytes: cacheBytes)
  }

  /// Makes a map that goes on with what an earlier map of the same snapshot knows.
  ///
  /// - Parameters:
  ///   - generation: The generation that is shown.
  ///   - previous: A map of an earlier generation.
  ///   - cacheBytes: The memory for what is kept of queries, where the earlier map shows another
  ///     snapshot.
  package init(
    _ generation: Generation, following previous: ListingMap?, cacheBytes: Int = defaultCacheBytes
  ) {
    self.generation = generation
    index = generation.base
    let previous = previous?.index === generation.base ? previous : nil
    state = previous?.state ?? MapIndex(generation.base, cacheBytes: cacheBytes)
    changes = MapChanges(generation, of: state, following: previous?.changes)
    spareEncoders = previous?.spareEncoders ?? EncoderPool()
  }

  /// The zooms that have clusters, and one more.
  public var zoomRange: ClosedRange<Int> { index.pyramid.zoomRange }

  var cache: MatchCache { state.cache }
  var numbers: ClusterNumbers { state.numbers }

  /// Prepares the data that the first requests of a map need, zoom by zoom: some 50 nanoseconds for
  /// each listing.
  public func prepare() { state.prepare() }

  /// Whether ``prepare()`` has completed.
  public var isPrepared: Bool { state.isPrepared }

  /// The number of cached queries, and the greatest number of bytes that they take.
  public var cacheSize: (queries: Int, bytes: Int) { cache.size }

  /// Whether a query is cached, so that a tile seen before costs microseconds.
  package func keeps(_ query: MapQuery) -> Bool { cache.known(query) != nil }

  /// The features of a tile, including its buffer (the cluster radius).
  ///
  /// - Throws: `SearchError` for an invalid condition, or if the current `WorkLimit` ends the work.
  /// - Complexity: O(clusters and single listings near the tile); blocks that are new to the query
  ///   are read once.
  public func features(
    in tile: Tile, matching query: MapQuery = MapQuery(), limit: Int = defaultFeatureLimit
  ) throws(SearchError) -> MapFeatures {
    try features(in: parts(of: tile), zoom: tile.z, query, limit)
  }

  /// The parts of the map in a tile.
  func parts(of tile: Tile) -> [Tile.Part] {
    let options = index.pyramid.options
    // At least a pixel, so that a feature that rounding moves over the border is in both tiles.
    return tile.parts(
      buffer: max(options.radius / options.extent, 1 / Double(1 << VectorTile.extentBits)))
  }

  /// The features of a box at a zoom; the box may be two, on both sides of the antimeridian.
  ///
  /// - Throws: `SearchError` for an invalid condition, or if the current `WorkLimit` ends the work.
  public func features(
    in boxes: [Box], zoom: Int, matching query: MapQuery = MapQuery(),
    limit: Int = defaultFeatureLimit
  ) throws(SearchError) -> MapFeatures {
    let parts = boxes.filter { !$0.isEmpty }.map { Tile.Part(box: MercatorBox($0), shift: 0) }
    return try features(in: parts, zoom: zoom, query, limit)
  }

  /// The number of clusters and single listings of a zoom on the whole map.
  ///
  /// - Throws: `SearchError` for an invalid condition, or if the current `WorkLimit` ends the work.
  /// - Complexity: O(clusters of the zoom), once the query's matches are known.
  public func itemCount(zoom: Int, matching query: MapQuery = MapQuery()) throws(SearchError) -> Int
  {
    if changes != nil {
      return try features(in: [.everywhere], zoom: zoom, query, .max).numberMatched
    }
    let matches = try cache.matches(query)
    try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
      try matches.prepare(0..<index.located)
    }
    let total = matches.mask.count(0..<index.located)
    guard let clusters = index.pyramid.zoom(index.pyramid.shownZoom(zoom)) else { return total }
    let counted = matches.mask.countClusters(of: clusters, atLeast: index.pyramid.options.minPoints)
    return total - counted.matches + counted.clusters
  }

  func features(
    in parts: [Tile.Part], zoom: Int, _ query: MapQuery, _ limit: Int
  ) throws(SearchError) -> MapFeatures {
    var finder = try finder(query, try cache.matches(query), zoom: zoom)
    for part in parts {
      do throws(WorkEnded) { try finder.find(part) } catch { throw .ended(error) }
    }
    finder.features.keep(limit)
    return finder.features
  }

  /// Finds features of a zoom under a query.
  func finder(
    _ query: MapQuery, _ matches: QueryMatches, zoom: Int
  ) throws(SearchError) -> FeatureFinder {
    FeatureFinder(
      generation, matches, numbers, zoom: zoom,
      changes: try changes.map { (changes) throws(SearchError) in
        try ChangesFinder(changes, query)
      })
  }
}
