internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatSearch

extension ListingMap {
  /// Today's matches of the cluster with an id; nil where nothing was written since the snapshot.
  ///
  /// - Throws: ``MapError/cluster(_:)`` where the id is of no cluster that is there now.
  func changed(
    _ id: ClusterID, _ query: MapQuery
  ) throws(MapError) -> (cluster: ChangedCluster, matches: QueryMatches)? {
    guard let changes else { return nil }
    let (zoom, number): (Int, Int)
    do throws(ClusterError) {
      (zoom, number) = try numbers.cluster(of: id)
    } catch { throw .cluster(error) }
    guard let clusters = index.pyramid.zoom(zoom) else { throw .cluster(.gone(id)) }
    let found: (ChangedCluster, QueryMatches)
    do throws(SearchError) {
      let finder = try ChangesFinder(changes, query)
      let matches = try cache.matches(query)
      let cluster = try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        try ChangedCluster(number, of: clusters, zoom: zoom, matches, finder)
      }
      found = (cluster, matches)
    } catch { throw .search(error) }
    if found.0.isGone { throw .cluster(.gone(id)) }
    return found
  }

  /// What a cluster comes apart into.
  func children(
    of cluster: ChangedCluster, _ query: MapQuery, _ matches: QueryMatches
  ) throws(MapError) -> MapFeatures {
    guard cluster.count > 0 else { return MapFeatures() }
    let parting = cluster.parting(index.pyramid)
    do throws(SearchError) {
      var finder = try finder(query, matches, zoom: parting.zoom)
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        if parting.isOnePlace {
          finder.add(listingsOf: cluster)
        } else if let changes = finder.changes {
          try finder.add(itemsOf: cluster, changes)
        }
      }
      finder.features.keep(.max)
      return finder.features
    } catch { throw .search(error) }
  }
}

extension ChangedCluster {
  /// The ordinals of its matches: without an order those of the snapshot, in row order, and then
  /// those that were added, in the order of their parts.
  ///
  /// - Complexity: O(matches), with an order O(matches log matches).
  func ordinals(
    _ sort: Sort?, of generation: Generation, offset: Int, limit: Int
  ) throws(MapError) -> [Int] {
    var ordinals = standingRows + newcomers.map(\.ordinal)
    if let sort {
      do throws(SearchError) {
        ordinals = try Searcher(generation).sortedOfParts(ordinals, sort)
      } catch { throw .search(error) }
    }
    return Array(ordinals.dropFirst(max(offset, 0)).prefix(limit))
  }
}
