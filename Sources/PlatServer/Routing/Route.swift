internal import Plat
internal import PlatHTTP

/// One route: what it is called by, what it takes, what it answers.
///
/// Dispatch, the check of parameters, `/openapi.json` and
/// the documentation are all made from the list of routes.
struct Route: Sendable {
  /// What a request to it does.
  typealias Handler = @Sendable (borrowing Call) throws(Problem) -> Answer

  /// Which listings' parameters it takes besides its own.
  enum Filters: Sendable { case none, map, search }

  /// What the body of a POST is.
  enum Body: Sendable {
    /// An object of parameters.
    case parameters
    /// A polygon, or an object with one as the value of `within`.
    case polygon
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
  /// Whether equal requests to one snapshot have equal answers, so that they may be kept.
  let isRepeatable: Bool
  /// What a request uses that a new state of the index makes once, and a loop does not wait for.
  let needs: @Sendable (borrowing Call) -> Preparation?
  /// How much work a request is; what it reads to find out stays in the call.
  let effort: @Sendable (inout Call) -> Effort
  /// Whether what stands behind the question mark is ignored: it is the address of a page, which
  /// others pass on with names of their own.
  let ignoresQuery: Bool
  /// Whether it changes what is kept, so that pages of other origins need to be allowed.
  let writes: Bool
  /// What the body is.
  let body: Body
  let handler: Handler
  let pattern: PathPattern
  /// What each name that may come stands for.
  let table: [String: Argument.Parameter]

  init(
    _ method: HTTPMethod = .get, _ path: String, _ name: String, _ summary: String,
    parameters: [RouteParameter] = [], filters: Filters = .none, answers: [RouteAnswer],
    isRepeatable: Bool = true,
    needs: @escaping @Sendable (borrowing Call) -> Preparation? = { _ in nil },
    effort: (@Sendable (inout Call) -> Effort)? = nil,
    ignoresQuery: Bool = false, writes: Bool = false, body: Body = .parameters,
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
    self.needs = needs
    self.effort = effort ?? (filters == .search ? Self.searching : Self.light)
    self.ignoresQuery = ignoresQuery
    self.writes = writes
    self.body = body
    self.handler = handler
    pattern = PathPattern(path)
    table = Self.table(parameters, filters)
  }

  private static let searching: @Sendable (inout Call) -> Effort = { $0.searchEffort }
  private static let light: @Sendable (inout Call) -> Effort = { _ in .light }

  /// The table, by subject.
  static let groups: [(tag: String, meaning: String, routes: [Route])] = [
    ("Listings", "Searches, and single listings.", listings),
    ("Map", "Vector tiles, clusters as GeoJSON, and areas.", map + areas),
    ("Places", "Cities and subdivisions, with their statistics.", community),
    ("Chat", "Functions for assistants.", chat),
    ("Valuation", "Estimates from comparable sales.", analyses),
    ("Swipes", "Decks of listings, and what people thought of them.", swipes),
    ("Operations", "Health, metrics, this document, and the map page.", operations),
  ]

  /// The table.
  static let all = groups.flatMap(\.routes)
}

extension Route {
  private static let tags = Dictionary(
    groups.flatMap { group in group.routes.map { ($0.name, group.tag) } },
    uniquingKeysWith: { first, _ in first })

  /// The subject that it belongs to; nil for a route that is not in the table.
  var tag: String? { Self.tags[name] }
}

/// An answer that a route may give.
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
