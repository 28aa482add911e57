internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP

/// A request that has found its route, decoded.
struct Call: Sendable {
  /// The index that answers it, from beginning to end.
  let generation: ServedState
  let context: ServerContext
  let route: Route
  /// The path's parameters in their order.
  let path: [String]
  /// What stands behind the question mark, or in the body of a POST, each with its parameter.
  var arguments: [Argument]
  /// What the arguments say of the cost.
  let demand: Demand
  /// What absolute addresses begin with: scheme, host and path, without a slash at its end.
  let base: String
  /// Whether the request may wait for other servers: on the lane that is for it alone.
  var mayWait = true
  /// What a map is to show, where the choice of a lane has read it already.
  var map: MapQuery?
  /// The boxes of a `bbox` of the route's own, likewise.
  var boxes: [Box]?

  init(
    generation: ServedState, context: ServerContext, route: Route, path: [String],
    arguments: [Argument], base: String
  ) {
    (self.generation, self.context, self.route) = (generation, context, route)
    (self.path, self.arguments, self.base) = (path, arguments, base)
    demand = Demand(route, path: path, arguments)
  }

  /// The value of a path parameter.
  func path(_ name: String) -> String {
    route.pattern.names.firstIndex(of: name).map { path[$0] } ?? ""
  }

  /// A path parameter as a whole number that is in its range; a problem 404 where it is none.
  func pathNumber(_ name: String) throws(Problem) -> Int {
    guard let number = Int(path(name)) else {
      throw .notFound("\(name) is \"\(path(name).shortened())\", expected a whole number")
    }
    return number
  }

  /// The value of a query parameter of the route's own; a problem where it is given twice.
  func value(_ name: String) throws(Problem) -> String? {
    var found: String?
    for argument in arguments where argument.name == name {
      // A form sends all its fields: one without a value is not given.
      let value = argument.value.unicodeScalars[...].withoutBlanks
      if value.isEmpty { continue }
      if found != nil {
        throw Problem(
          400, "repeated-parameter", "Invalid parameter",
          "\(name) is given more than once, expected one value",
          parameter: name)
      }
      found = value
    }
    return found
  }

  /// A query parameter as a whole number of its range.
  func number(_ name: String, default fallback: Int? = nil) throws(Problem) -> Int {
    guard let parameter = route.parameters.first(where: { $0.name == name }) else {
      return fallback ?? 0
    }
    guard let text = try value(name) else {
      if let fallback { return fallback }
      throw parameter.missing
    }
    switch parameter.kind {
    case .whole(let range):
      guard let number = Int(text), range.contains(number) else { throw parameter.refusing(text) }
      return number
    case .level(let range):
      guard let number = Double(text), number.isFinite else { throw parameter.refusing(text) }
      let level = min(max(number.rounded(.down), -1e6), 1e6)
      return min(max(Int(level), range.lowerBound), range.upperBound)
    default: return fallback ?? 0
    }
  }

  /// What the request gives as names and values.
  var pairs: [(name: String, value: String)] { arguments.map { ($0.name, $0.value) } }

  /// The arguments that select listings.
  private var filters: [SearchArgument] { arguments.compactMap(\.search) }

  /// What polygons may have at most.
  var polygonLimits: Polygon.Limits {
    Polygon.Limits(vertices: context.options.polygonVertices)
  }

  /// Where areas that `within` names are looked up.
  private var areas: AreaLookup { AreaLookup(context.areas, placesOf: generation.listings) }

  /// Whether `within` names an area that must be read from the disk first.
  var namesUnreadArea: Bool {
    for argument in arguments where argument.name == RequestBounds.long {
      guard let reference = AreaReference(argument.value) else { continue }
      return !areas.keeps(reference)
    }
    return false
  }

  /// The search that is asked for, without what the route's own parameters say.
  func searchRequest() throws(Problem) -> SearchRequest {
    do throws(ParameterError) {
      return try SearchParameters.request(
        filters, polygonLimits: polygonLimits, in: generation.listings, areas: areas)
    } catch {
      throw .parameter(error)
    }
  }

  /// What a map is to show.
  func mapQuery() throws(Problem) -> MapQuery {
    if let map { return map }
    do throws(ParameterError) {
      return scoped(
        try MapParameters.query(
          filters, polygonLimits: polygonLimits, in: generation.listings, areas: areas))
    } catch {
      throw .parameter(error)
    }
  }

  /// What a map is to show of a cluster, and the order of its own `sort` parameter.
  func sortedMapQuery() throws(Problem) -> (query: MapQuery, sort: Sort?) {
    let sort = try value("sort")
    do throws(ParameterError) {
      let asked = try MapParameters.sortedQuery(
        filters, sort: sort, polygonLimits: polygonLimits, in: generation.listings, areas: areas)
      return (scoped(asked.query), asked.sort)
    } catch {
      throw .parameter(error)
    }
  }

  private func scoped(_ query: MapQuery) -> MapQuery {
    let scoped = generation.listings.scoped(query.filter)
    return scoped == query.filter ? query : MapQuery(filter: scoped, region: query.region)
  }

  /// What a request with ids of places uses: their names.
  var placeNeeds: Preparation? {
    let hasPlace = arguments.contains { argument in
      switch argument.name {
      case "cityId", "subdivisionId": true
      case "facets": argument.value.contains("city") || argument.value.contains("subdivision")
      default: false
      }
    }
    return hasPlace ? .community : nil
  }

  /// The boxes of the route's own `bbox`, which must be given.
  func requiredBoxes() throws(Problem) -> [Box] {
    if let boxes { return boxes }
    guard let text = try value("bbox") else {
      throw Problem(
        400, "missing-parameter", "Missing parameter",
        "bbox is missing, expected west,south,east,north in degrees", parameter: "bbox")
    }
    do throws(ParameterError) { return try MapParameters.boxes(text) } catch {
      throw .parameter(error)
    }
  }
}
