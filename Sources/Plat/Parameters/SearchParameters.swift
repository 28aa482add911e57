internal import PlatCommon
public import PlatGeometry
internal import PlatIndex
internal import PlatListings
public import PlatSearch

/// Reads a search from names and values.
public enum SearchParameters {
  /// The greatest number of listings in a page.
  public static let pageLimit = 500

  /// Makes a request from names and values.
  ///
  /// Without `standardStatus` only Active listings match. Without `sort` the newest come first, or
  /// with `near` the nearest. A parameter without a value is ignored.
  ///
  /// - Parameters:
  ///   - parameters: The names and values.
  ///   - polygonLimits: The limits of a polygon.
  ///   - listings: The listings in which `cityId` and `subdivisionId` are looked up; without them
  ///     these two are refused.
  ///   - areas: Looks up areas that `within` names; without it only polygons are read.
  /// - Throws: ``ParameterError`` for the first invalid parameter.
  public static func request(
    _ parameters: [(name: String, value: String)],
    polygonLimits: Polygon.Limits = Polygon.Limits(), in listings: ListingsDatabase? = nil,
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> SearchRequest {
    try request(try arguments(parameters), polygonLimits: polygonLimits, in: listings, areas: areas)
  }

  /// Makes a request from arguments: names and values whose parameters are known.
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

  /// Reads a polygon from a text, as `within` takes it.
  ///
  /// - Throws: ``ParameterError`` about `within` if the text is not a polygon.
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

  /// Checks names and values without listings: everything except whether a place of `cityId` or
  /// `subdivisionId`, or an area of `within`, exists.
  ///
  /// - Throws: ``ParameterError`` for the first invalid parameter.
  public static func check(_ parameters: [(name: String, value: String)]) throws(ParameterError) {
    var reading = SearchReading(polygonLimits: Polygon.Limits(), listings: nil, areas: nil)
    reading.isCheck = true
    for argument in try arguments(parameters) where !argument.needsListings {
      try reading.take(argument)
    }
    _ = try reading.finish()
  }

  /// Looks up the parameters of names, and pairs them with the values.
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

  /// The names that `facets` accepts.
  package static let facetNames = facetFields.map(\.key) + ["price"]

  /// The names that `sort` accepts, each with or without a leading `-`.
  public static let sortNames = SortOrder.allCases.map(\.rawValue) + ["distance"]
}
