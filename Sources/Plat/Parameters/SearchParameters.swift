internal import PlatCommon
public import PlatGeometry
internal import PlatIndex
internal import PlatListings
public import PlatSearch

/// Reads a search from names and values.
public enum SearchParameters {
  /// The greatest number of listings in a page.
  public static let pageLimit = 500

  /// The request that names and values ask for.
  ///
  /// Without `standardStatus` only Active listings match; without `sort` the newest come first, or
  /// with `near` the nearest. A parameter without a value counts as not given.
  ///
  /// - Parameters:
  ///   - parameters: The names and values.
  ///   - polygonLimits: What a polygon may have at most.
  ///   - listings: The listings that `cityId` and `subdivisionId` name places of; without them
  ///     these two are refused.
  ///   - areas: Where areas are looked up that `within` names; without it only polygons are read.
  /// - Throws: ``ParameterError`` about the first parameter that is invalid.
  public static func request(
    _ parameters: [(name: String, value: String)],
    polygonLimits: Polygon.Limits = Polygon.Limits(), in listings: ListingsDatabase? = nil,
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> SearchRequest {
    try request(try arguments(parameters), polygonLimits: polygonLimits, in: listings, areas: areas)
  }

  /// The request that arguments ask for: names and values whose parameters are known already.
  ///
  /// - Throws: ``ParameterError`` for the first invalid argument.
  public static func request(
    _ arguments: [SearchArgument], polygonLimits: Polygon.Limits = Polygon.Limits(),
    in listings: ListingsDatabase? = nil,
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> SearchRequest {
    var reading = SearchReading(
      polygonLimits: polygonLimits, listings: listings, areas: areas)
    for argument in arguments { try reading.take(argument) }
    return try reading.finish()
  }

  /// The polygon of a text, as `within` takes it.
  ///
  /// - Throws: ``ParameterError`` about `within` where it is none.
  public static func polygon(
    _ text: String, limits: Polygon.Limits = Polygon.Limits()
  ) throws(ParameterError) -> Polygon {
    do throws(PolygonError) { return try Polygon(parsing: text, limits: limits) } catch {
      if case .ended(let end) = error.reason {
        throw ParameterError("within", text, .ended(end), expected: "a polygon")
      }
      throw ParameterError("within", text, .badValue, expected: "a polygon: \(error)")
    }
  }

  /// Checks names and values before there are listings: all but whether a place of `cityId` or
  /// `subdivisionId`, or an area that `within` names, exists.
  ///
  /// - Throws: ``ParameterError`` for the first invalid parameter.
  public static func check(_ parameters: [(name: String, value: String)]) throws(ParameterError) {
    var reading = SearchReading(polygonLimits: Polygon.Limits(), listings: nil, areas: nil)
    for argument in try arguments(parameters) where !argument.needsListings {
      try reading.take(argument)
    }
    _ = try reading.finish()
  }

  /// Names and values with the parameters of these names.
  static func arguments(
    _ parameters: [(name: String, value: String)],
    among known: [SearchParameter] = SearchParameter.all
  ) throws(ParameterError) -> [SearchArgument] {
    var arguments: [SearchArgument] = []
    for (name, value) in parameters {
      guard let parameter = SearchParameter.named(name),
        known.count == SearchParameter.all.count || parameter.isFilter
      else { throw ParameterError.unknown(name, among: known.map(\.name)) }
      arguments.append(SearchArgument(parameter, value))
    }
    return arguments
  }

  /// The fields that can be counted.
  static let facetFields: [Field] = [
    .city, .subdivision, .propertySubType, .beds, .propertyType, .standardStatus, .postalCode,
    .landType, .baths,
  ]

  /// The names that `facets` takes.
  package static let facetNames = facetFields.map(\.key) + ["price"]

  /// The names that `sort` takes, each with or without a leading `-`.
  public static let sortNames = SortOrder.allCases.map(\.rawValue) + ["distance"]
}
