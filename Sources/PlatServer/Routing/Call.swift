internal import Plat
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
      if found != nil {
        throw Problem(
          400, "repeated-parameter", "Invalid parameter",
          "\(name) is given more than once, expected one value",
          parameter: name)
      }
      found = argument.value
    }
    return found
  }

  /// A query parameter as a whole number of its range.
  func number(_ name: String, default fallback: Int? = nil) throws(Problem) -> Int {
    guard let parameter = route.parameters.first(where: { $0.name == name }),
      case .whole(let range) = parameter.kind
    else { return fallback ?? 0 }
    guard let text = try value(name) else {
      if let fallback { return fallback }
      throw parameter.missing
    }
    guard let number = Int(text), range.contains(number) else { throw parameter.refusing(text) }
    return number
  }

  /// What the request gives as names and values.
  var pairs: [(name: String, value: String)] { arguments.map { ($0.name, $0.value) } }

  /// The arguments that select listings.
  private var filters: [SearchArgument] { arguments.compactMap(\.search) }

  /// What polygons may have at most.
  private var polygonLimits: Polygon.Limits {
    Polygon.Limits(vertices: context.options.polygonVertices)
  }

  /// The search that is asked for, without what the route's own parameters say.
  func searchRequest() throws(Problem) -> SearchRequest {
    do throws(ParameterError) {
      return try SearchParameters.request(filters, polygonLimits: polygonLimits)
    } catch {
      throw .parameter(error)
    }
  }

  /// What a map is to show.
  func mapQuery() throws(Problem) -> MapQuery {
    if let map { return map }
    do throws(ParameterError) {
      let query = try MapParameters.query(filters, polygonLimits: polygonLimits)
      let scoped = generation.listings.scoped(query.filter)
      return scoped == query.filter ? query : MapQuery(filter: scoped, region: query.region)
    } catch {
      throw .parameter(error)
    }
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
