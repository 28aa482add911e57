package import PlatGeometry
internal import PlatIndex
internal import PlatSearch

extension ListingMap {
  /// About how many microseconds a tile takes: the blocks near it that the query has not met, and
  /// its features.
  ///
  /// - Complexity: Some microseconds; no row is looked at.
  package func estimatedMicroseconds(of tile: Tile, matching query: MapQuery = MapQuery()) -> Double
  {
    estimatedMicroseconds(in: parts(of: tile).map(\.box.bounds), matching: query)
  }

  /// About how many microseconds the features in some boxes take; boxes of the whole globe for a
  /// cluster's questions.
  package func estimatedMicroseconds(in boxes: [Box], matching query: MapQuery = MapQuery())
    -> Double
  {
    let near = Double(index.estimatedBlocks(in: boxes))
    let features = min(near * 2, Double(ListingMap.defaultFeatureLimit)) * 0.15
    let known = cache.known(query)
    if known?.areAll ?? (query.filter.conditions.isEmpty && query.region.isEverywhere) {
      return 5 + features
    }
    let unknown = min(near, Double(index.locatedBlocks - (known?.mask.knownBlocks ?? 0)))
    let all = Searcher(Generation(index)).estimatedCost(of: query.filter, in: query.region)
    // A block costs what it costs in a search; the dictionaries are read once, for the first tile.
    let share = min(1, unknown / max(all.blocks, 1))
    return 5 + features + unknown * 0.05
      + (known == nil ? all.microseconds * max(share, 0.05) : all.microseconds * share)
  }
}
