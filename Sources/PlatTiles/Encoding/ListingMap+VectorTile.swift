public import PlatGeometry
public import PlatSearch

extension ListingMap {
  /// A tile as a Mapbox Vector Tile 2.1: the layer `listings`, or no bytes if the tile is empty.
  ///
  /// Each feature is a point with an id and the properties of ``MapProperty``. If the limit leaves
  /// features out, a layer `truncated` has their number (`numberMatched`) and the number in the
  /// tile (`numberReturned`). The same index, query and limit give the same bytes.
  ///
  /// - Throws: `SearchError` for an invalid condition.
  /// - Complexity: As ``features(in:matching:limit:)-(Tile,_,_)``, and some hundred nanoseconds for
  ///   each feature.
  public func vectorTile(
    _ tile: Tile, matching query: MapQuery = MapQuery(), limit: Int = defaultFeatureLimit
  ) throws(SearchError) -> [UInt8] {
    let features = try features(in: tile, matching: query, limit: limit)
    return spareEncoders.withEncoder { $0.tile(features, in: tile, of: self) }
  }
}
