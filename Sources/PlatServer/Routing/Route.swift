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
    writes: Bool = false, body: Body = .parameters, _ handler: @escaping Handler
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
    self.writes = writes
    self.body = body
    self.handler = handler
    pattern = PathPattern(path)
    table = Self.table(parameters, filters)
  }

  private static let searching: @Sendable (inout Call) -> Effort = { $0.searchEffort }
  private static let light: @Sendable (inout Call) -> Effort = { _ in .light }

  /// The table.
  static let all = listings + map + areas + community + chat + analyses + swipes + operations
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
