public import PlatListings

/// A parameter of a search: its name, what it does, and how it is written.
///
/// One list serves the command line (in kebab case), URLs and JSON bodies, their documentation, and
/// the check of what comes in.
public struct SearchParameter: Sendable {
  /// What a parameter does to a request.
  public enum Effect: Sendable, Equatable {
    /// Keeps listings whose field is at least the value.
    case atLeast(Field)
    /// Keeps listings whose field is at most the value.
    case atMost(Field)
    /// Keeps listings whose field is one of the values, separated by commas.
    case oneOf(Field)
    /// Keeps listings whose field contains the value.
    case contains(Field)
    /// Keeps homes to buy, or homes to rent.
    case listingFor
    /// Keeps listings with a pool, or without.
    case pool
    /// Keeps listings listed at a moment or later.
    case listedSince
    /// Keeps listings in a box.
    case bbox
    /// The position that a radius and distances are measured from.
    case near
    /// Keeps listings within a length of the position.
    case radius
    /// Keeps listings in a polygon.
    case within
    /// The order of the page.
    case sort
    /// The number of the page.
    case page
    /// The number of listings in a page.
    case limit
    /// Where the page before ended.
    case cursor
    /// What to count.
    case facets
    /// Whether to sum up all matches.
    case statistics
    /// Whether to tell how the answer was found.
    case explain
  }

  /// The name in URLs and JSON, such as `minPrice`.
  public let name: String
  /// What it does.
  public let effect: Effect
  /// One sentence for people.
  public let summary: String
  /// A value as an example.
  public let example: String

  /// The name on the command line without its dashes, such as `min-price`.
  public var optionName: String {
    // `plat search --for rent` reads as one says it.
    if effect == .listingFor { return "for" }
    var option = ""
    for character in name {
      if character.isUppercase {
        option += "-" + character.lowercased()
      } else {
        option.append(character)
      }
    }
    return option
  }

  /// All parameters, in the order of the documentation.
  public static let all: [SearchParameter] = [
    SearchParameter(
      "city", .contains(.city), "City, case-insensitive, partial match.", "palm"),
    SearchParameter(
      "subdivision", .contains(.subdivision), "Subdivision, case-insensitive, partial match.",
      "deepwell"),
    SearchParameter(
      "postalCode", .oneOf(.postalCode), "Zip code; several with commas.", "92262,92264"),
    SearchParameter("minPrice", .atLeast(.listPrice), "Minimum list price, dollars.", "400000"),
    SearchParameter("maxPrice", .atMost(.listPrice), "Maximum list price, dollars.", "900000"),
    SearchParameter("minBeds", .atLeast(.beds), "Minimum number of bedrooms.", "3"),
    SearchParameter("maxBeds", .atMost(.beds), "Maximum number of bedrooms.", "4"),
    SearchParameter("minBaths", .atLeast(.baths), "Minimum number of bathrooms.", "2.5"),
    SearchParameter("minSqft", .atLeast(.sqft), "Minimum living area, square feet.", "1500"),
    SearchParameter("maxSqft", .atMost(.sqft), "Maximum living area, square feet.", "3000"),
    SearchParameter("minYearBuilt", .atLeast(.yearBuilt), "Built in this year or later.", "1990"),
    SearchParameter("maxYearBuilt", .atMost(.yearBuilt), "Built in this year or before.", "1965"),
    SearchParameter(
      "minLotSqft", .atLeast(.lotSizeSquareFeet), "Minimum lot size, square feet.", "10000"),
    SearchParameter("maxHoaFee", .atMost(.hoaFee), "Maximum association fee, dollars.", "400"),
    SearchParameter(
      "propertyType", .oneOf(.propertyType), "Property type: A residential, B lease, C income.", "A"
    ),
    SearchParameter(
      "listingFor", .listingFor,
      "sale for homes to buy, rent for leases (default: both); leases have the property type B.",
      "sale"),
    SearchParameter(
      "propertySubType", .oneOf(.propertySubType), "Kind of home; several with commas.", "Condo"),
    SearchParameter(
      "standardStatus", .oneOf(.standardStatus),
      "Status; `any` for every one (default: Active).", "Closed"),
    SearchParameter(
      "hasPool", .pool, "true for homes with a pool, false for those without.", "true"),
    SearchParameter("landType", .oneOf(.landType), "Fee or Lease.", "Fee"),
    SearchParameter(
      "listedSince", .listedSince,
      "Listed on or after this date (on-market date, else contract date).",
      "2026-01-01"),
    SearchParameter(
      "closedSince", .atLeast(.closeDate), "Sold on or after this date.", "2026-01-01"),
    SearchParameter(
      "bbox", .bbox,
      "Box in degrees, west,south,east,north; west above east crosses the antimeridian.",
      "-116.6,33.7,-116.4,33.9"),
    SearchParameter("near", .near, "Position in degrees, latitude,longitude.", "33.8303,-116.5453"),
    SearchParameter("radius", .radius, "Maximum distance from `near`: 1mi, 2km or 500m.", "1mi"),
    SearchParameter(
      "within", .within, "Polygon or multipolygon as WKT or GeoJSON, longitude before latitude.",
      "POLYGON((-116.6 33.7,-116.4 33.7,-116.4 33.9,-116.6 33.7))"),
    SearchParameter(
      "sort", .sort,
      "price, date, sqft, pricePerSqft or distance; a leading - reverses (default: -date, or "
        + "distance with `near`).",
      "-price"),
    SearchParameter("page", .page, "Page number, from 1 (default: 1).", "2"),
    SearchParameter(
      "limit", .limit, "Listings in a page, from 0 to 500 (default: 20).", "50"),
    SearchParameter(
      "cursor", .cursor, "The cursor of the page before, instead of `page`.", "AQEA..."),
    SearchParameter(
      "facets", .facets,
      "Counts to return, separated by commas: \(SearchParameters.facetNames.joined(separator: ", ")).",
      "city,beds"),
    SearchParameter(
      "statistics", .statistics, "Summarize prices and areas over all matches.", "true"),
    SearchParameter("explain", .explain, "Print the query plan.", "true"),
  ]

  /// The parameters that say which listings match, and not how they are returned: those that a map
  /// takes as well.
  public static let filters = all.filter(\.isFilter)

  /// Whether the parameter says which listings match.
  public var isFilter: Bool {
    switch effect {
    case .atLeast, .atMost, .oneOf, .contains, .listingFor, .pool, .listedSince, .bbox, .near,
      .radius, .within:
      true
    case .sort, .page, .limit, .cursor, .facets, .statistics, .explain: false
    }
  }

  /// The parameter of a name, or nil.
  public static func named(_ name: String) -> SearchParameter? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  private init(_ name: String, _ effect: Effect, _ summary: String, _ example: String) {
    self.name = name
    self.effect = effect
    self.summary = summary
    self.example = example
  }
}
