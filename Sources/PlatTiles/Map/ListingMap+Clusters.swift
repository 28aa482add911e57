internal import PlatCommon
public import PlatIndex
public import PlatSearch

/// Why a map could not answer.
public enum MapError: Error, Sendable, CustomStringConvertible {
  /// A condition cannot be asked, or the work was ended.
  case search(SearchError)
  /// A cluster is not there.
  case cluster(ClusterError)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .search(let error): "\(error)"
    case .cluster(let error): error.description
    }
  }
}

extension ListingMap {
  /// What a cluster comes apart into: the clusters and listings of its matches at its expansion
  /// zoom.
  ///
  /// The listings themselves where no zoom parts them or only one matches, nothing where none does.
  ///
  /// - Throws: ``MapError/cluster(_:)`` where the id is of no cluster that is there now.
  /// - Complexity: O(children log clusters).
  public func children(of id: ClusterID, matching query: MapQuery = MapQuery()) throws(MapError)
    -> MapFeatures
  {
    let (rows, matches) = try resolve(id, query)
    guard let first = matches.mask.first(rows), let last = matches.mask.last(rows) else {
      return MapFeatures()
    }
    let parting = index.pyramid.parting(first, last)
    var finder = FeatureFinder(generation, matches, numbers, zoom: parting.zoom)
    do throws(WorkEnded) {
      if parting.isOnePlace { finder.add(listingsOf: rows) } else { try finder.add(itemsOf: rows) }
    } catch { throw .search(.ended(error)) }
    finder.features.keep(.max)
    return finder.features
  }

  /// The matching listings of a cluster: so many at the most, after passing over some; and how many
  /// there are.
  ///
  /// Without an order they come in row order: neighbours on the map follow one another, and the
  /// same request gives the same listings.
  ///
  /// - Throws: ``MapError/cluster(_:)`` where the id is of no cluster that is there now.
  /// - Complexity: O(blocks of the cluster + listings returned); with an order, O(matches).
  public func leaves(
    of id: ClusterID, matching query: MapQuery = MapQuery(), sort: Sort? = nil, limit: Int = 10,
    offset: Int = 0
  ) throws(MapError) -> (rows: [ListingRow], total: Int) {
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

  /// The least zoom at which a cluster's matching listings are no longer one cluster,
  /// supercluster's expansion zoom.
  ///
  /// `maxZoom + 1` where no zoom parts them. With one match or none it is the zoom at which all of
  /// its listings part.
  ///
  /// - Throws: ``MapError/cluster(_:)`` where the id is of no cluster that is there now.
  public func expansionZoom(of id: ClusterID, matching query: MapQuery = MapQuery())
    throws(MapError) -> Int
  {
    try parting(of: id, matching: query).zoom
  }

  /// How two listings of a cluster part: the zoom, and whether they share a place.
  public typealias Parting = ClusterPyramid.Parting

  /// How a cluster's matching listings part, if they do.
  ///
  /// With one match or none it is how all of its listings part.
  ///
  /// - Throws: ``MapError/cluster(_:)`` where the id is of no cluster that is there now.
  public func parting(of id: ClusterID, matching query: MapQuery = MapQuery()) throws(MapError)
    -> Parting
  {
    let (rows, matches) = try resolve(id, query)
    guard let first = matches.mask.first(rows), let last = matches.mask.last(rows), first < last
    else { return index.pyramid.parting(rows.lowerBound, rows.upperBound - 1) }
    return index.pyramid.parting(first, last)
  }

  /// The rows of a cluster, and what is known of the query, with the blocks of these rows.
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
