public import PlatGeometry
public import PlatSearch

extension ListingMap {
  /// A tile as a Mapbox Vector Tile 2.1: the layer `listings`, or no bytes where nothing is to be
  /// seen.
  ///
  /// Each feature is a point with an id and the properties of ``MapProperty``. Where the limit
  /// leaves features out, a layer `truncated` says how many there are (`numberMatched`) and how
  /// many the tile has (`numberReturned`). The same index, query and limit give the same bytes.
  ///
  /// - Throws: `SearchError` where a condition cannot be asked.
  /// - Complexity: As ``features(in:matching:limit:)-(Tile,_,_)``, and some hundred nanoseconds a
  ///   feature.
  public func vectorTile(
    _ tile: Tile, matching query: MapQuery = MapQuery(), limit: Int = defaultFeatureLimit
  ) throws(SearchError) -> [UInt8] {
    let features = try features(in: tile, matching: query, limit: limit)
    return spareEncoders.withEncoder { $0.tile(features, in: tile, of: index, columns) }
  }
}
