internal import PlatCommon
public import PlatIndex
public import PlatSearch

/// The reason a map could not answer.
public enum MapError: Error, Sendable, CustomStringConvertible {
  /// A condition is invalid, or the work ended early.
  case search(SearchError)
  /// A cluster does not exist.
  case cluster(ClusterError)

  /// One sentence for users.
  public var description: String {
    switch self {
    case .search(let error): "\(error)"
    case .cluster(let error): error.description
    }
  }
}

extension ListingMap {
  /// The parts of a cluster: the clusters and listings of its matches at its expansion zoom.
  ///
  /// If no zoom splits them or only one matches, it returns the listings; without a match, nothing.
  ///
  /// - Throws: ``MapError/cluster(_:)`` if the id does not belong to a current cluster.
  /// - Complexity: O(children log clusters).
  public func children(of id: ClusterID, matching query: MapQuery = MapQuery()) throws(MapError)
    -> MapFeatures
  {
    if let (cluster, matches) = try changed(id, query) {
      return try children(of: cluster, query, matches)
    }
    let (rows, matches) = try resolve(id, query)
    guard let first = matches.mask.first(rows), let last = matches.mask.last(rows) else {
      return MapFeatures()
    }
    let parting = index.pyramid.parting(first, last)
    var finder = FeatureFinder(generation, matches, numbers, zoom: parting.zoom, changes: nil)
    do throws(WorkEnded) {
      if parting.isOnePlace { finder.add(listingsOf: rows) } else { try finder.add(itemsOf: rows) }
    } catch { throw .search(.ended(error)) }
    finder.features.keep(.max)
    return finder.features
  }

  /// Some of the matching listings of a cluster, and their total number.
  ///
  /// Without an order they are in row order: neighbours on the map are adjacent, and the same
  /// request gives the same listings.
  ///
  /// - Throws: ``MapError/cluster(_:)`` if the id does not belong to a current cluster.
  /// - Complexity: O(blocks of the cluster + listings returned); with an order, O(matches).
  public func leaves(
    of id: ClusterID, matching query: MapQuery = MapQuery(), sort: Sort? = nil, limit: Int = 10,
    offset: Int = 0
  ) throws(MapError) -> (rows: [ListingRow], total: Int) {
    if let (cluster, _) = try changed(id, query) {
      let rows = try cluster.ordinals(sort, of: generation, offset: offset, limit: max(limit, 0))
      return (generation.rows(rows), cluster.count)
    }
    let (rows, matches) = try resolve(id, query)
    if let sort {
      let all = matches.mask.rows(rows).map { UInt32(truncatingIfNeeded: $0) }
      do throws(SearchError) {
        let page = try Searcher(generation).sorted(all, sort, offset: offset, limit: max(limit, 0))
        return (generation.rows(page.map { Int($0) }), all.count)
      } catch { throw .search(error) }
    }
    let page = matches.mask.rows(rows, offset: offset, limit: max(limit, 0))
    return (generation.rows(page), matches.mask.count(rows))
  }

  /// The least zoom at which a cluster's matching listings are no longer one cluster;
  /// supercluster's expansion zoom.
  ///
  /// It is `maxZoom + 1` if no zoom splits them. With at most one match it is the zoom that splits
  /// all of the cluster's listings.
  ///
  /// - Throws: ``MapError/cluster(_:)`` if the id does not belong to a current cluster.
  public func expansionZoom(of id: ClusterID, matching query: MapQuery = MapQuery())
    throws(MapError) -> Int
  {
    try parting(of: id, matching: query).zoom
  }

  /// How two listings of a cluster part: the zoom, and whether they share a place.
  public typealias Parting = ClusterPyramid.Parting

  /// Describes how a cluster's matching listings split, if they do.
  ///
  /// With at most one match it describes how all of its listings split.
  ///
  /// - Throws: ``MapError/cluster(_:)`` if the id does not belong to a current cluster.
  public func parting(of id: ClusterID, matching query: MapQuery = MapQuery()) throws(MapError)
    -> Parting
  {
    if let (cluster, _) = try changed(id, query), cluster.count > 1 {
      return cluster.parting(index.pyramid)
    }
    let (rows, matches) = try resolve(id, query)
    guard let first = matches.mask.first(rows), let last = matches.mask.last(rows), first < last
    else { return index.pyramid.parting(rows.lowerBound, rows.upperBound - 1) }
    return index.pyramid.parting(first, last)
  }

  /// The rows of a cluster, and the query's matches, prepared for the blocks of these rows.
  private func resolve(
    _ id: ClusterID, _ query: MapQuery
  ) throws(MapError) -> (rows: Range<Int>, matches: QueryMatches) {
    let rows: Range<Int>
    do throws(ClusterError) { rows = try numbers.rows(of: id) } catch { throw .cluster(error) }
    let matches: QueryMatches
    do throws(SearchError) { matches = try cache.matches(query) } catch { throw .search(error) }
    do throws(WorkEnded) { try matches.prepare(rows) } catch { throw .search(.ended(error)) }
    return (rows, matches)
  }
}
