public import PlatGeometry
public import PlatTiles

/// Reads what a map shows from names and values: the filters of a search
/// (``SearchParameter/filters``).
public enum MapParameters {
  /// The query that names and values ask for.
  ///
  /// Without `standardStatus` only Active listings match, as in a search.
  ///
  /// - Throws: ``ParameterError`` about the first parameter that cannot be; one that only orders or
  ///   pages a search is unknown.
  public static func query(
    _ parameters: [(name: String, value: String)],
    polygonLimits: Polygon.Limits = Polygon.Limits(), areas: AreaLookup? = nil
  ) throws(ParameterError) -> MapQuery {
    var arguments: [SearchArgument] = []
    for (name, value) in parameters {
      guard let parameter = SearchParameter.named(name), parameter.isFilter else {
        throw ParameterError.unknown(name, among: SearchParameter.filters.map(\.name))
      }
      arguments.append(SearchArgument(parameter, value))
    }
    return try query(arguments, polygonLimits: polygonLimits, areas: areas)
  }

  /// The query that arguments ask for: names and values whose parameters are known already, and
  /// are filters.
  ///
  /// - Throws: ``ParameterError`` for the first invalid argument.
  public static func query(
    _ arguments: [SearchArgument], polygonLimits: Polygon.Limits = Polygon.Limits(),
    areas: AreaLookup? = nil
  ) throws(ParameterError) -> MapQuery {
    guard
      !arguments.contains(where: { $0.parameter.effect == .near })
        || arguments.contains(where: { $0.parameter.effect == .radius })
    else {
      throw ParameterError(
        "near", "", .conflict,
        expected: "radius with it: a map has no order that distances could give")
    }
    return MapQuery(
      try SearchParameters.request(arguments, polygonLimits: polygonLimits, areas: areas))
  }

  /// The one or two boxes of a `bbox` that says what a map shows, and not which listings match.
  ///
  /// - Throws: ``ParameterError`` where it is none.
  public static func boxes(_ text: String) throws(ParameterError) -> [Box] {
    try SearchParameters.Reading.boxes(text) {
      ParameterError("bbox", text, .badValue, expected: $0)
    }
  }
}
