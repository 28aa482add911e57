public import PlatSearch
internal import Synchronization

/// The cities and subdivisions of an index, and their statistics.
///
/// Places are what listings name. Names that differ in case, blanks, accents or punctuation only
/// are one place (`PlaceSlug`); a city is a name in a state, a subdivision a name in a city. A
/// listing without a state belongs to the city of its name where that name occurs in one state
/// only, and else to none; so do listings without a city, and subdivisions that feeds write for
/// none (`None`, `N/A`, `Other`, ...).
///
/// - Complexity: Built by one pass over the listings' names, some 30 ns each. Statistics are
///   computed by one pass over the place's blocks at the first request, and cached.
public final class Community: Sendable {
  /// The places, and the column codes of each.
  package let census: PlaceCensus
  private let searcher: Searcher
  private let scope: ScopedStatuses
  private let kept = Mutex<[String: PlaceStatistics]>([:])

  /// Counts the listings that a scope shows.
  package init(_ searcher: Searcher, _ scope: ScopedStatuses) {
    self.searcher = searcher
    self.scope = scope
    census = PlaceCensus(searcher.index, scope)
  }

  /// The cities, ordered by name, then by id.
  public var cities: [Place] { census.cities }

  /// The subdivisions, ordered by name, then by id.
  public var subdivisions: [Place] { census.subdivisions }

  /// The city with an id, or nil.
  public func city(id: String) -> Place? { census.city(id: id) }

  /// The subdivision with an id, or nil.
  public func subdivision(id: String) -> Place? { census.subdivision(id: id) }

  /// The subdivisions of a city, ordered by name.
  public func subdivisions(ofCity id: String) -> [Place] {
    subdivisions.filter { $0.cityID == id }
  }

  /// The statistics of a place, cached after the first request.
  ///
  /// - Throws: ``SearchError`` if the index lacks a column for the sums.
  public func statistics(of place: Place) throws(SearchError) -> PlaceStatistics {
    let key = place.kind.rawValue + " " + place.id
    if let known = kept.withLock({ $0[key] }) { return known }
    let made = try summarize(place)
    kept.withLock { $0[key] = made }
    return made
  }

  /// Computes the statistics of a place.
  ///
  /// - Complexity: One pass over the place's blocks: some 5 ns a listing.
  package func summarize(_ place: Place) throws(SearchError) -> PlaceStatistics {
    try PlaceStatistics(place, searcher, scope)
  }
}
