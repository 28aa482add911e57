public import PlatListings
public import PlatPlaces

/// A parameter of a search: its name, its effect and its documentation.
///
/// One list serves the command line (in kebab case), URLs and JSON bodies, their documentation, and
/// the validation of input.
public struct SearchParameter: Sendable {
  /// The effect of a parameter on a request.
  public enum Effect: Sendable, Equatable {
    /// Keeps listings whose field is at least the value.
    case atLeast(Field)
    /// Keeps listings whose field is at most the value.
    case atMost(Field)
    /// Keeps listings whose date is before the value.
    case before(Field)
    /// Keeps listings whose field is one of the values, separated by commas.
    case oneOf(Field)
    /// Keeps listings whose field is none of the values, separated by commas.
    case noneOf(Field)
    /// Keeps listings whose field contains one of the values, separated by commas.
    case contains(Field)
    /// Keeps the listings of some places, by their ids, separated by commas.
    case place(PlaceKind)
    /// Keeps listings with one of some keys, separated by commas.
    case keys
    /// Keeps homes to buy, or homes to rent.
    case listingFor
    /// Keeps listings with or without a pool.
    case pool
    /// Keeps listings whose flag is set, or all others.
    case flag(Field)
    /// Keeps listings listed at or after a moment.
    case listedSince
    /// Keeps listings listed before a moment.
    case listedBefore
    /// Keeps listings in a box.
    case bbox
    /// The origin of a radius and of distances.
    case near
    /// Keeps listings within a distance of the position.
    case radius
    /// Keeps listings in a polygon.
    case within
    /// Keeps listings that match a tree of conditions.
    case tree
    /// The order of the page.
    case sort
    /// The number of the page.
    case page
    /// The number of listings in a page.
    case limit
    /// The end of the previous page.
    case cursor
    /// The counts to return.
    case facets
    /// Whether to return statistics of all matches.
    case statistics
    /// Whether to return the box around all matches.
    case bounds
    /// Whether to return the query plan.
    case explain
  }

  /// The name in URLs and JSON, such as `minPrice`.
  public let name: String
  /// Its effect on a request.
  public let effect: Effect
  /// One sentence for users.
  public let summary: String
  /// An example value.
  public let example: String

  /// Whether its value is the first one that it excludes.
  var excludesItsValue: Bool {
    switch effect {
    case .before, .listedBefore: true
    default: false
    }
  }

  /// The name on the command line without its dashes, such as `min-price`.
  public var optionName: String {
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
  public static let all: [SearchParameter] = ofFields + ofMoreFields + ofRegionsAndPages

  private static let ofFields: [SearchParameter] = [
    SearchParameter(
      "city", .contains(.city),
      "City name, without regard to case and accents, partial match; any of several with commas.",
      "palm"),
    SearchParameter(
      "cityId", .place(.city), "Exactly this city, by its id; any of several with commas.",
      "palm-springs-ca"),
    SearchParameter(
      "subdivision", .contains(.subdivision), "Subdivision name, partial match, as for `city`.",
      "deepwell"),
    SearchParameter(
      "subdivisionId", .place(.subdivision),
      "Exactly this subdivision, by its id; any of several with commas.",
      "deepwell-palm-springs-ca"),
    SearchParameter(
      "stateOrProvince", .oneOf(.stateOrProvince), "State, by its letters or its name.", "CA"),
    SearchParameter(
      "postalCode", .oneOf(.postalCode), "Zip code; several with commas.", "92262,92264"),
    SearchParameter(
      "listingKey", .keys,
      "Listing keys, up to 500 with commas; of every status unless one is given.", "CV1,CV2"),
    SearchParameter(
      "listingFor", .listingFor,
      "sale for homes to buy, rent for leases (default: both); leases have the property type B.",
      "sale"),
    SearchParameter("minPrice", .atLeast(.listPrice), "Minimum list price, dollars.", "400000"),
    SearchParameter("maxPrice", .atMost(.listPrice), "Maximum list price, dollars.", "900000"),
    SearchParameter(
      "minClosePrice", .atLeast(.closePrice), "Minimum price paid, dollars.", "400000"),
    SearchParameter(
      "maxClosePrice", .atMost(.closePrice), "Maximum price paid, dollars.", "900000"),
    SearchParameter("minBeds", .atLeast(.beds), "Minimum number of bedrooms.", "3"),
    SearchParameter("maxBeds", .atMost(.beds), "Maximum number of bedrooms.", "4"),
    SearchParameter("minBaths", .atLeast(.baths), "Minimum number of bathrooms.", "2.5"),
    SearchParameter("maxBaths", .atMost(.baths), "Maximum number of bathrooms.", "3"),
    SearchParameter("minSqft", .atLeast(.sqft), "Minimum living area, square feet.", "1500"),
    SearchParameter("maxSqft", .atMost(.sqft), "Maximum living area, square feet.", "3000"),
    SearchParameter("minYearBuilt", .atLeast(.yearBuilt), "Built in this year or later.", "1990"),
    SearchParameter("maxYearBuilt", .atMost(.yearBuilt), "Built in this year or before.", "1965"),
    SearchParameter(
      "minLotSqft", .atLeast(.lotSizeSquareFeet), "Minimum lot size, square feet.", "10000"),
    SearchParameter(
      "maxLotSqft", .atMost(.lotSizeSquareFeet), "Maximum lot size, square feet.", "40000"),
    SearchParameter("minHoaFee", .atLeast(.hoaFee), "Minimum association fee, dollars.", "100"),
    SearchParameter("maxHoaFee", .atMost(.hoaFee), "Maximum association fee, dollars.", "400"),
    SearchParameter("minGarage", .atLeast(.garage), "Minimum number of garage spaces.", "2"),
    SearchParameter("maxGarage", .atMost(.garage), "Maximum number of garage spaces.", "3"),
    SearchParameter(
      "propertyType", .oneOf(.propertyType), "Property type: A residential, B lease, C income.", "A"
    ),
    SearchParameter(
      "notPropertyType", .noneOf(.propertyType), "None of these property types.", "B"),
    SearchParameter(
      "propertySubType", .oneOf(.propertySubType), "Kind of home; several with commas.", "Condo"),
    SearchParameter(
      "notPropertySubType", .noneOf(.propertySubType), "None of these kinds of home.", "Condo"),
    SearchParameter(
      "standardStatus", .oneOf(.standardStatus),
      "Status; `any` for every one (default: Active).", "Closed"),
    SearchParameter(
      "hasPool", .pool, "true for homes with a pool, false for those without.", "true"),
    SearchParameter("landType", .oneOf(.landType), "Fee or Lease.", "Fee"),
    SearchParameter(
      "listedSince", .listedSince,
      "Listed on or after this date (on-market date, else contract date).", "2026-01-01"),
    SearchParameter(
      "listedBefore", .listedBefore, "Listed before this date, likewise.", "2026-07-01"),
    SearchParameter(
      "soldSince", .atLeast(.closeDate), "Sold on or after this date.", "2026-01-01"),
    SearchParameter("soldBefore", .before(.closeDate), "Sold before this date.", "2026-07-01"),
    SearchParameter(
      "closedSince", .atLeast(.closeDate), "The same as `soldSince`.", "2026-01-01"),
  ]

  private static let ofRegionsAndPages: [SearchParameter] = [
    SearchParameter(
      "bbox", .bbox,
      "Box in degrees, west,south,east,north; west above east crosses the antimeridian.",
      "-116.6,33.7,-116.4,33.9"),
    SearchParameter("near", .near, "Position in degrees, latitude,longitude.", "33.8303,-116.5453"),
    SearchParameter("radius", .radius, "Maximum distance from `near`: 1mi, 2km or 500m.", "1mi"),
    SearchParameter(
      "within", .within,
      "Polygon as WKT or GeoJSON, longitude first; the name of a kept area; or `place:` and an id.",
      "POLYGON((-116.6 33.7,-116.4 33.7,-116.4 33.9,-116.6 33.7))"),
    SearchParameter(
      "where", .tree,
      "Conditions with `and`, `or` and `not`, as JSON with the names of these parameters.",
      #"{"or":[{"city":["Indio"]},{"minBeds":4,"not":{"propertySubType":["Condo"]}}]}"#),
    SearchParameter(
      "sort", .sort,
      SearchParameters.sortNames.joined(separator: ", ")
        + "; a leading - reverses (default: -date, or distance with `near`).",
      "-price"),
    SearchParameter("page", .page, "Page number, from 1 (default: 1).", "2"),
    SearchParameter(
      "limit", .limit, "Listings in a page, from 0 to 500 (default: 20).", "50"),
    SearchParameter(
      "cursor", .cursor, "The cursor of the page before, instead of `page`.", "AQEA..."),
    SearchParameter(
      "facets", .facets,
      """
      Counts to return, separated by commas: \
      \(SearchParameters.facetNames.joined(separator: ", ")).
      """,
      "city,beds"),
    SearchParameter(
      "statistics", .statistics, "Summarize prices and areas over all matches.", "true"),
    SearchParameter("bounds", .bounds, "Give the box around all matches.", "true"),
    SearchParameter("explain", .explain, "Print the query plan.", "true"),
  ]

  /// The parameters that determine which listings match, and not how they are returned; a map takes
  /// them as well.
  public static let filters = all.filter(\.isFilter)

  /// Whether the parameter determines which listings match.
  public var isFilter: Bool {
    switch effect {
    case .atLeast, .atMost, .before, .oneOf, .noneOf, .contains, .place, .keys, .listingFor, .pool,
      .flag, .listedSince, .listedBefore, .bbox, .near, .radius, .within, .tree:
      true
    case .sort, .page, .limit, .cursor, .facets, .statistics, .bounds, .explain: false
    }
  }

  /// Whether the parameter takes several values, separated by commas or in repeated parameters.
  public var takesSeveral: Bool {
    switch effect {
    case .oneOf, .noneOf, .contains, .place, .keys: true
    default: false
    }
  }

  /// Whether the parameter is a switch, which is on or off.
  public var isSwitch: Bool {
    switch effect {
    case .statistics, .bounds, .explain: true
    default: false
    }
  }

  /// The parameter with a name; nil if there is none.
  public static func named(_ name: String) -> SearchParameter? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  init(_ name: String, _ effect: Effect, _ summary: String, _ example: String) {
    self.name = name
    self.effect = effect
    self.summary = summary
    self.example = example
  }
}
