internal import PlatCommon
public import PlatGeometry
public import PlatIndex
public import PlatSearch

/// The map over one generation: clusters and listings of tiles and boxes under any filter, and what
/// a cluster holds.
///
/// Without a filter the clusters of a zoom are supercluster's. Under a filter they are the same
/// ranges of rows, with the listings that match in them: counts are exact, a cluster of fewer
/// matches than `minPoints` (2 unless built otherwise) becomes these listings themselves, and each
/// match is in exactly one feature of a zoom. Beyond `maxZoom` each listing stands alone, but for
/// those within a metre of each other.
///
/// A map may be asked by any number of threads at once. It keeps what it learned about each query
/// (``MapQuery``).
public final class ListingMap: Sendable {
  /// The generation that is shown.
  public let generation: Generation
  package let index: ListingIndex
  let cache: MatchCache
  let numbers: ClusterNumbers
  let spareEncoders = EncoderPool()
  private let knownColumns = Once<ListingColumns>()

  /// The memory for what is kept of queries, unless said otherwise: 128 MiB, some 115 queries over
  /// a million listings.
  public static let defaultCacheBytes = 128 << 20
  /// The features of one tile, unless said otherwise.
  public static let defaultFeatureLimit = 10_000

  /// Makes a map.
  ///
  /// - Parameters:
  ///   - generation: The generation that is shown.
  ///   - cacheBytes: The memory for what is kept of queries; about 1.1 bytes a listing and query.
  ///     Two are always kept.
  public init(_ generation: Generation, cacheBytes: Int = defaultCacheBytes) {
    self.generation = generation
    index = generation.index
    cache = MatchCache(index, bytes: cacheBytes)
    numbers = ClusterNumbers(index)
  }

  /// The zooms at which clusters are to be seen, and one more.
  public var zoomRange: ClosedRange<Int> { index.pyramid.zoomRange }

  /// The columns that listings on a map are written from, made when they are first asked for.
  var columns: ListingColumns { knownColumns.get { ListingColumns(index) } }

  /// Makes what the first questions of a map would make, zoom by zoom: some 50 nanoseconds for each
  /// listing.
  public func prepare() {
    index.prepareClusterSums()
    numbers.prepare()
    _ = columns
  }

  /// Whether that is made.
  public var isPrepared: Bool {
    index.hasClusterSums && numbers.isPrepared && knownColumns.value != nil
  }

  /// How many queries are kept, and the bytes that they take at most.
  public var cacheSize: (queries: Int, bytes: Int) { cache.size }

  /// Whether a query was asked lately, so that a tile of it costs microseconds where it was looked
  /// at before.
  package func keeps(_ query: MapQuery) -> Bool { cache.known(query) != nil }

  /// What a tile shows, its buffer (the cluster radius) included.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked or the current `WorkLimit` ends the
  ///   work.
  /// - Complexity: O(clusters and lone listings near the tile); blocks that the query has not met
  ///   yet are read once.
  public func features(
    in tile: Tile, matching query: MapQuery = MapQuery(), limit: Int = defaultFeatureLimit
  ) throws(SearchError) -> MapFeatures {
    try features(in: parts(of: tile), zoom: tile.z, query, limit)
  }

  /// The parts of the map that a tile shows.
  func parts(of tile: Tile) -> [Tile.Part] {
    let options = index.pyramid.options
    // A pixel at the least, so that a feature that rounding moves over the border is in both tiles.
    return tile.parts(
      buffer: max(options.radius / options.extent, 1 / Double(1 << VectorTile.extentBits)))
  }

  /// What a map of a box shows at a zoom; the box may be two, on both sides of the antimeridian.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked or the current `WorkLimit` ends the
  ///   work.
  public func features(
    in boxes: [Box], zoom: Int, matching query: MapQuery = MapQuery(),
    limit: Int = defaultFeatureLimit
  ) throws(SearchError) -> MapFeatures {
    let parts = boxes.filter { !$0.isEmpty }.map { Tile.Part(box: MercatorBox($0), shift: 0) }
    return try features(in: parts, zoom: zoom, query, limit)
  }

  /// How many clusters and lone listings a zoom has on the whole map.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked or the current `WorkLimit` ends the
  ///   work.
  /// - Complexity: O(clusters of the zoom), once the query's matches are known.
  public func itemCount(zoom: Int, matching query: MapQuery = MapQuery()) throws(SearchError) -> Int
  {
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
    let matches = try cache.matches(query)
    var finder = FeatureFinder(generation, matches, numbers, zoom: zoom)
    for part in parts {
      do throws(WorkEnded) { try finder.find(part) } catch { throw .ended(error) }
    }
    finder.features.keep(limit)
    return finder.features
  }
}
