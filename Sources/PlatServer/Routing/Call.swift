internal import Plat
internal import PlatCommon
internal import PlatHTTP

/// A request that has found its route, decoded.
struct Call: Sendable {
  /// The index that answers it, from beginning to end.
  let generation: ServedGeneration
  let service: ServiceState
  let route: Route
  /// The path's parameters in their order.
  let path: [String]
  /// What stands behind the question mark, or in the body of a POST.
  var query: [(name: String, value: String)]
  /// Scheme and host that absolute addresses begin with.
  let origin: String
  /// Whether the request may wait for other servers: on the lane that is for it alone.
  var mayWait = true
  /// What a map is to show, where it was read already.
  var map: MapQuery?

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
    for (other, value) in query where other == name {
      if found != nil {
        throw Problem(
          400, "repeated-parameter", "A parameter cannot be used",
          "\(name) is given more than once, expected one value",
          parameter: name)
      }
      found = value
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

  /// The parameters that are not the route's own: those that say which listings match.
  var filters: [(name: String, value: String)] {
    let own = Set(route.parameters.map(\.name))
    return query.filter { !own.contains($0.name) }
  }

  /// What polygons may have at most.
  private var polygonLimits: Polygon.Limits {
    Polygon.Limits(vertices: service.options.polygonVertices)
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

  /// Refuses parameters that the route does not have, with the nearest one that it has.
  func checkNames() throws(Problem) {
    let names = route.queryNames
    for (name, _) in query where !names.contains(name) {
      let nearest = Spelling.nearest(to: name, among: names)
      let advice =
        nearest.map { "; did you mean \($0)?" }
        ?? (names.isEmpty
          ? "; it takes none" : "; expected one of " + names.joined(separator: ", "))
      var problem = Problem(
        400, "unknown-parameter", "A parameter cannot be used",
        "there is no parameter \(name.shortened())" + advice,
        parameter: name.shortened())
      problem.nearest = nearest
      if !names.isEmpty { problem.expected = "one of " + names.joined(separator: ", ") }
      if let nearest {
        problem.example =
          route.parameters.first { $0.name == nearest }?.example
          ?? SearchParameter.named(nearest)?.example
      }
      throw problem
    }
  }
}
