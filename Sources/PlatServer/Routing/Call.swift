internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP

/// A decoded request with its route.
struct Call: Sendable {
  /// The index state that answers it, from beginning to end.
  let generation: ServedState
  let context: ServerContext
  let route: Route
  /// The path parameters in order.
  let path: [String]
  /// The query's parameters, or those in the body of a POST.
  var arguments: [Argument]
  /// The cost that the arguments imply.
  let demand: Demand
  /// The base of absolute addresses: scheme, host and path, without a trailing slash.
  let base: String
  /// Whether the request may wait for other servers, on the lane that exists for it.
  var mayWait = true
  /// The map query, if the choice of a lane has already read it.
  var map: MapQuery?
  /// The boxes of the route's own `bbox`, if already read.
  var boxes: [Box]?
  /// What a request wants that asks for server-sent events; nil for any other.
  var events: EventRequest?
  /// What a request brings that writes listings.
  var content = WriteContent()

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

  /// A path parameter as a whole number within its range; a 404 problem if it is invalid.
  func pathNumber(_ name: String) throws(Problem) -> Int {
    guard let number = Int(path(name)) else {
      throw .notFound("\(name) is \"\(path(name).shortened())\", expected a whole number")
    }
    return number
  }

  /// The value of one of the route's own query parameters; a problem if it is given twice.
  func value(_ name: String) throws(Problem) -> String? {
    var found: String?
    for argument in arguments where argument.name == name {
      // A form sends all its fields; an empty one counts as missing.
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

  /// A query parameter as a whole number within its range.
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

  /// The arguments as names and values.
  var pairs: [(name: String, value: String)] { arguments.map { ($0.name, $0.value) } }

  /// The arguments that select listings.
  private var filters: [SearchArgument] { arguments.compactMap(\.search) }

  /// The limits of polygons.
  var polygonLimits: Polygon.Limits {
    Polygon.Limits(vertices: context.options.polygonVertices)
  }

  /// Looks up areas that `within` names.
  private var areas: AreaLookup { AreaLookup(context.areas, placesOf: generation.listings) }

  /// Whether `within` names an area that is not in memory yet.
  var namesUnreadArea: Bool {
    for argument in arguments where argument.name == RequestBounds.long {
      guard let reference = AreaReference(argument.value) else { continue }
      return !areas.keeps(reference)
    }
    return false
  }

  /// The search request, without the route's own parameters.
  func searchRequest() throws(Problem) -> SearchRequest {
    do throws(ParameterError) {
      return try SearchParameters.request(
        filters, polygonLimits: polygonLimits, in: generation.listings, areas: areas)
    } catch {
      throw .parameter(error)
    }
  }

  /// The map query.
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

  /// The map query of a cluster, and the order of the route's own `sort` parameter.
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

  /// The preparation for requests with place ids: the names of places.
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

  /// The boxes of the route's own required `bbox`.
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

/// A request for server-sent events.
struct EventRequest: Sendable {
  /// The id of the last event that the client has, from `Last-Event-ID`; nil without that field.
  let lastID: String?
}
