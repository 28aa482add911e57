internal import PlatCommon
internal import PlatIndex
internal import PlatListings
public import PlatSearch
internal import Synchronization

/// The cities and subdivisions of an index, and their statistics.
///
/// Places are what listings name. Names that differ in case, blanks, accents or punctuation only
/// are one place (``PlaceSlug``); a city is a name in a state, a subdivision a name in a city. A
/// listing without a state belongs to the city of its name where that name occurs in one state
/// only, and else to none; so do listings without a city, and subdivisions that feeds write for
/// none (`None`, `N/A`, `Other`, ...).
///
/// - Complexity: Made by one look at each listing's names, some 20 ns each; statistics by one pass
///   over the place's blocks when they are first asked for, and kept.
public final class Community: Sendable {
  /// The cities in the order of their names, then of their ids.
  public let cities: [CommunityPlace]
  /// The subdivisions in the order of their names, then of their ids.
  public let subdivisions: [CommunityPlace]

  private let searcher: Searcher
  private let scope: ScopedStatuses
  private let cityPlaces: [String: Int]
  private let subdivisionPlaces: [String: Int]
  private let kept = Mutex<[String: PlaceStatistics]>([:])

  /// Counts the listings that a scope shows.
  package init(_ searcher: Searcher, _ scope: ScopedStatuses) {
    self.searcher = searcher
    self.scope = scope
    let census = CommunityCensus(searcher.index, scope)
    cities = census.cities
    subdivisions = census.subdivisions
    cityPlaces = Dictionary(cities.enumerated().map { ($1.id, $0) }) { first, _ in first }
    subdivisionPlaces = Dictionary(subdivisions.enumerated().map { ($1.id, $0) }) { first, _ in
      first
    }
  }

  /// The city of an id, or nil.
  public func city(id: String) -> CommunityPlace? { cityPlaces[id].map { cities[$0] } }

  /// The subdivision of an id, or nil.
  public func subdivision(id: String) -> CommunityPlace? {
    subdivisionPlaces[id].map { subdivisions[$0] }
  }

  /// The subdivisions of a city, in the order of their names.
  public func subdivisions(ofCity id: String) -> [CommunityPlace] {
    subdivisions.filter { $0.cityID == id }
  }

  /// The statistics of a place, from what is kept where it was asked for before.
  ///
  /// - Throws: ``SearchError`` where the index has no column for what is summed up.
  public func statistics(of place: CommunityPlace) throws(SearchError) -> PlaceStatistics {
    let key = place.kind.rawValue + " " + place.id
    if let known = kept.withLock({ $0[key] }) { return known }
    let made = try summarize(place)
    kept.withLock { $0[key] = made }
    return made
  }

  /// The statistics of a place, worked out anew.
  ///
  /// - Complexity: One pass over the place's blocks: some 5 ns a listing.
  package func summarize(_ place: CommunityPlace) throws(SearchError) -> PlaceStatistics {
    try PlaceStatistics(place, searcher, scope)
  }
}
