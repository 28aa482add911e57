public import PlatIndex
public import PlatListings

/// A search: the conditions, the page with its order, and the summaries over all matches.
public struct SearchRequest: Sendable {
  /// The conditions on a listing.
  public var filter: ListingFilter
  /// The statuses that match if the filter does not mention `standardStatus`; nil for every status
  /// (default: Active).
  ///
  /// `ListingsDatabase.search` and `MapQuery` apply it. A `Searcher` takes the filter as it is.
  public var statuses: [String]? = Self.defaultStatuses
  /// The region of the listings.
  public var region: Region
  /// The order of the page.
  public var sort: Sort
  /// The number of matches to skip.
  public var offset: Int
  /// The greatest number of rows to return.
  public var limit: Int
  /// The end of the previous page: matches up to it are skipped, and ``offset`` counts from there.
  public var cursor: Cursor?
  /// The text fields and `beds` whose values are counted, each without the conditions on it.
  public var facets: [Field]
  /// Whether to count list prices in bins, without the conditions on the price.
  public var wantsPriceHistogram: Bool
  /// Whether to summarize price, living area and price per square foot of all matches.
  public var wantsStatistics: Bool
  /// Whether to return the box around all matches.
  public var wantsBounds: Bool
  /// Whether to return the query plan; counting rows after each step costs time.
  public var wantsExplanation: Bool
  /// The requested values that no listing has, if known before the search.
  package var warnings: [SearchWarning] = []

  /// The statuses of a request that names none.
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
