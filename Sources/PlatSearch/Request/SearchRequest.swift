public import PlatIndex
public import PlatListings

/// A search: which listings match, which of them to return in which order, and what to sum up over
/// all of them.
public struct SearchRequest: Sendable {
  /// What a listing must be like.
  public var filter: ListingFilter
  /// The statuses that match where the filter says nothing of `standardStatus`; nil for every
  /// status (default: Active).
  ///
  /// `ListingsDatabase.search` and `MapQuery` apply it. A `Searcher` takes the filter as it is.
  public var statuses: [String]? = Self.defaultStatuses
  /// Where it must lie.
  public var region: Region
  /// The order of the page.
  public var sort: Sort
  /// How many matches to pass over.
  public var offset: Int
  /// How many rows to return at the most.
  public var limit: Int
  /// Where the page before ended: matches up to there are passed over, and ``offset`` counts from
  /// there.
  public var cursor: Cursor?
  /// The text fields and `beds` to count values of, each without the conditions on it.
  public var facets: [Field]
  /// Whether to count list prices in bins, without the conditions on the price.
  public var wantsPriceHistogram: Bool
  /// Whether to sum up price, living area and price per square foot over all matches.
  public var wantsStatistics: Bool
  /// Whether to give the box around all matches.
  public var wantsBounds: Bool
  /// Whether to tell how the answer was found; counts after each step cost time.
  public var wantsExplanation: Bool
  /// What was asked for that no listing has, as far as it is known before the search.
  package var warnings: [SearchWarning] = []

  /// The statuses that a request asks for where it names none.
  public static let defaultStatuses = ["Active"]

  /// Makes a request.
  ///
  /// By default it asks for every Active listing, newest first, and returns the first 20.
  public init(
    filter: ListingFilter = ListingFilter(), region: Region = Region(),
    sort: Sort = .by(.date, descending: true), offset: Int = 0, limit: Int = 20
  ) {
    self.filter = filter
    self.region = region
    self.sort = sort
    self.offset = offset
    self.limit = limit
    facets = []
    wantsPriceHistogram = false
    wantsStatistics = false
    wantsBounds = false
    wantsExplanation = false
  }
}
