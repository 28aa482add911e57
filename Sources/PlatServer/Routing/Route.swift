internal import Plat
internal import PlatAccess
internal import PlatHTTP

/// One route: its path and method, its parameters, its answers.
///
/// Dispatch, the check of parameters, `/openapi.json` and the documentation are all made from the
/// list of routes.
struct Route: Sendable {
  /// Answers a request.
  typealias Handler = @Sendable (borrowing Call) throws(Problem) -> Answer

  /// The listing parameters that it accepts besides its own.
  enum Filters: Sendable { case none, map, search }

  /// The body of a request that has one.
  enum Body: Sendable {
    /// An object of parameters.
    case parameters
    /// A polygon, or an object with one as the value of `within`.
    case polygon
    /// A listing.
    case listing
    /// A merge patch of a listing.
    case patch
    /// Listings, one a line or in an array.
    case listings
    /// The places of featured listings.
    case places
  }

  let method: HTTPMethod
  /// The path, with parameters in braces: `/tiles/{z}/{x}/{y}.mvt`.
  let path: String
  /// A name for programs, such as `getTile`.
  let name: String
  let summary: String
  let parameters: [RouteParameter]
  let filters: Filters
  /// The media types and meanings of its answers, by status.
  let answers: [RouteAnswer]
  /// Whether equal requests to one snapshot have equal answers, so that answers may be cached.
  let isRepeatable: Bool
  /// The shared table that a request needs.
  ///
  /// It is made once per index state, and a loop does not wait for it.
  let needs: @Sendable (borrowing Call) -> Preparation?
  /// The expected work of a request.
  ///
  /// Values that it reads to decide stay in the call.
  let effort: @Sendable (inout Call) -> Effort
  /// Whether the query is ignored: for addresses of pages, to which other sites add their own
  /// parameters.
  let ignoresQuery: Bool
  /// Whether it changes stored state, so that pages of other origins must be allowed explicitly.
  let writes: Bool
  /// Whether it also answers with server-sent events, where the client asks for them.
  let takesEvents: Bool
  /// The role that a request's API key must have at least; nil if it needs none.
  let role: Role?
  /// The kind of body.
  let body: Body
  let handler: Handler
  let pattern: PathPattern
  /// The parameter of each accepted name.
  let table: [String: Argument.Parameter]

  init(
    _ method: HTTPMethod = .get, _ path: String, _ name: String, _ summary: String,
    parameters: [RouteParameter] = [], filters: Filters = .none, answers: [RouteAnswer],
    isRepeatable: Bool = true, takesEvents: Bool = false,
    needs: @escaping @Sendable (borrowing Call) -> Preparation? = { _ in nil },
    effort: (@Sendable (inout Call) -> Effort)? = nil,
    ignoresQuery: Bool = false, writes: Bool = false, role: Role? = nil, body: Body = .parameters,
    _ handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.filters = filters
    self.answers = answers
    self.isRepeatable = isRepeatable
    self.takesEvents = takesEvents
    self.needs = needs
    self.effort = effort ?? (filters == .search ? Self.searching : Self.light)
    self.ignoresQuery = ignoresQuery
    self.writes = writes
    self.role = role
    self.body = body
    self.handler = handler
    pattern = PathPattern(path)
    table = Self.table(parameters, filters)
  }

  private static let searching: @Sendable (inout Call) -> Effort = { $0.searchEffort }
  private static let light: @Sendable (inout Call) -> Effort = { _ in .light }

  /// The routes by subject.
  static let groups: [(tag: String, meaning: String, routes: [Route])] = [
    ("Listings", "Searches, and single listings.", listings),
    ("Map", "Vector tiles, clusters as GeoJSON, and areas.", map + areas),
    ("Places", "Cities and subdivisions, with their statistics.", community),
    ("Chat", "Functions for assistants.", chat),
    ("Valuation", "Estimates from comparable sales.", analyses),
    ("Swipes", "Decks of listings, and what people thought of them.", swipes),
    ("Writing", "Listings written one by one or in batches, with an API key.", writing),
    ("Changes", "What changed, for caches and copies, and who changed it.", changes),
    ("Operations", "Health, metrics, this document, and the map page.", operations),
  ]

  /// All routes.
  static let all = groups.flatMap(\.routes)
}

extension Route {
  private static let tags = Dictionary(
    groups.flatMap { group in group.routes.map { ($0.name, group.tag) } },
    uniquingKeysWith: { first, _ in first })

  /// The subject of the route; nil for a route that is not in the table.
  var tag: String? { Self.tags[name] }
}

/// A possible answer of a route.
struct RouteAnswer: Sendable {
  let status: Int
  let mediaType: String?
  let meaning: String
  /// The name of its schema among the components of `/openapi.json` (``OpenAPISchemas``).
  let schema: String?

  init(_ status: Int, _ mediaType: String? = nil, _ meaning: String, schema: String? = nil) {
    self.status = status
    self.mediaType = mediaType
    self.meaning = meaning
    self.schema = mediaType == Problem.mediaType ? "Problem" : schema
  }
}
