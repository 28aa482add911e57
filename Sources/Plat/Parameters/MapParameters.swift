public import PlatGeometry
public import PlatSearch
public import PlatTiles

/// Reads the query of a map from names and values: the filters of a search
/// (``SearchParameter/filters``).
public enum MapParameters {
  /// Makes a query from names and values.
  ///
  /// Without `standardStatus` only Active listings match, as in a search.
  ///
  /// - Parameters:
  ///   - parameters: The names and values.
  ///   - polygonLimits: The limits of a polygon.
  ///   - listings: The listings in which `cityId` and `subdivisionId` are looked up.
  ///   - areas: Looks up areas that `within` names; without it only polygons are read.
  /// - Throws: ``ParameterError`` for the first invalid parameter; a parameter that only orders or
  ///   pages a search is unknown.
  public static func query(
    _ parameters: [(name: String, value: String)],
    polygonLimits: Polygon.Limits = Polygon.Limits(), in listings: ListingsDatabase? = nil,
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> MapQuery {
    let arguments = try SearchParameters.arguments(parameters, among: SearchParameter.filters)
    return try query(arguments, polygonLimits: polygonLimits, in: listings, areas: areas)
  }

  /// Makes a query from arguments: names and values whose parameters are known, and are filters.
  ///
  /// - Throws: ``ParameterError`` for the first invalid argument.
  public static func query(
    _ arguments: [SearchArgument], polygonLimits: Polygon.Limits = Polygon.Limits(),
    in listings: ListingsDatabase? = nil,
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> MapQuery {
    func isGiven(_ effect: SearchParameter.Effect) -> Bool {
      arguments.contains {
        $0.parameter.effect == effect && !ValueText.trimmed($0.value).isEmpty
      }
    }
    guard !isGiven(.near) || isGiven(.radius) else {
      throw ParameterError(
        "near", "", .conflict,
        expected: "radius with it: a map has no order that distances could give")
    }
    return MapQuery(
      try SearchParameters.request(
        arguments, polygonLimits: polygonLimits, in: listings, areas: areas))
  }

  /// Checks names and values without listings: everything except whether a place or an area exists.
  ///
  /// - Throws: ``ParameterError`` for the first invalid parameter.
  public static func check(_ parameters: [(name: String, value: String)]) throws(ParameterError) {
    let arguments = try SearchParameters.arguments(parameters, among: SearchParameter.filters)
    _ = try query(arguments.filter { !$0.needsListings && $0.parameter.effect != .tree })
    try SearchParameters.check(
      zip(arguments, parameters).filter { $0.0.parameter.effect == .tree }.map(\.1))
  }

  /// Makes the query and the order for a sorted list of a cluster's listings.
  ///
  /// - Parameters:
  ///   - arguments: Filters; `near` may stand alone, as the origin of distances.
  ///   - sort: The order, as `sort` takes it; nil or empty for the order of the map.
  ///   - polygonLimits: The limits of a polygon.
  ///   - listings: The listings in which `cityId` and `subdivisionId` are looked up.
  ///   - areas: Looks up areas that `within` names.
  /// - Throws: ``ParameterError`` for the first invalid argument.
  public static func sortedQuery(
    _ arguments: [SearchArgument], sort: String?, polygonLimits: Polygon.Limits = Polygon.Limits(),
    in listings: ListingsDatabase? = nil,
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> (query: MapQuery, sort: Sort?) {
    guard let sort, !ValueText.trimmed(sort).isEmpty, let parameter = SearchParameter.named("sort")
    else {
      return (try query(arguments, polygonLimits: polygonLimits, in: listings, areas: areas), nil)
    }
    let request = try SearchParameters.request(
      arguments + [SearchArgument(parameter, sort)], polygonLimits: polygonLimits, in: listings,
      areas: areas)
    return (MapQuery(request), request.sort)
  }

  /// The one or two boxes of a `bbox` that is the view of a map and not a filter.
  ///
  /// - Throws: ``ParameterError`` if the text is not a box.
  public static func boxes(_ text: String) throws(ParameterError) -> [Box] {
    try BoxText.boxes(text) { ParameterError("bbox", text, .badValue, expected: $0) }
  }
}
