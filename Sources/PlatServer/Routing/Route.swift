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
  /// How much work a request is.
  let effort: @Sendable (borrowing Call) -> Effort
  /// Whether it changes what is kept, so that pages of other origins need to be allowed.
  let writes: Bool
  let handler: Handler
  let pattern: PathPattern

  init(
    _ method: HTTPMethod = .get, _ path: String, _ name: String, _ summary: String,
    parameters: [RouteParameter] = [], filters: Filters = .none, answers: [RouteAnswer],
    isRepeatable: Bool = true,
    needs: @escaping @Sendable (borrowing Call) -> Preparation? = { _ in nil },
    effort: (@Sendable (borrowing Call) -> Effort)? = nil,
    writes: Bool = false, _ handler: @escaping Handler
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
    self.handler = handler
    pattern = PathPattern(path)
  }

  private static let searching: @Sendable (borrowing Call) -> Effort = { $0.searchEffort }
  private static let light: @Sendable (borrowing Call) -> Effort = { _ in .light }

  /// The table.
  static let all = listings + map + community + chat + analyses + swipes + operations

  /// The names of everything that may stand behind the question mark, or in the body.
  var queryNames: [String] {
    let own = parameters.filter { $0.place != .path }.map(\.name)
    switch filters {
    case .none: return own
    case .map: return own + SearchParameter.filters.map(\.name).filter { !own.contains($0) }
    case .search: return own + SearchParameter.all.map(\.name).filter { !own.contains($0) }
    }
  }
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

/// A path with parameters, taken apart.
struct PathPattern: Sendable {
  /// A segment: text before a parameter, the parameter, text behind it; or text alone.
  private struct Segment: Sendable {
    let before: [UInt8]
    let isParameter: Bool
    let after: [UInt8]
  }

  private let segments: [Segment]
  /// The parameters' names in order.
  let names: [String]

  init(_ path: String) {
    var names: [String] = []
    segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      segment in
      guard let open = segment.firstIndex(of: "{"), let close = segment.firstIndex(of: "}") else {
        return Segment(before: Array(segment.utf8), isParameter: false, after: [])
      }
      names.append(String(segment[segment.index(after: open)..<close]))
      return Segment(
        before: Array(segment[..<open].utf8), isParameter: true,
        after: Array(segment[segment.index(after: close)...].utf8))
    }
    self.names = names
  }

  /// The parts of a path that stand for the parameters, not decoded; nil where the path is another.
  func match(_ path: Span<UInt8>) -> [Range<Int>]? {
    var values: [Range<Int>] = []
    var start = 1
    guard path.count > 0, path[0] == UInt8(ascii: "/") else { return nil }
    for (number, segment) in segments.enumerated() {
      var end = start
      while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
      let isLast = number == segments.count - 1
      guard isLast == (end == path.count), end >= start else { return nil }
      if segment.isParameter {
        let (from, to) = (start + segment.before.count, end - segment.after.count)
        guard from < to, Self.equal(path, start, segment.before),
          Self.equal(path, to, segment.after)
        else {
          return nil
        }
        values.append(from..<to)
      } else {
        guard end - start == segment.before.count, Self.equal(path, start, segment.before) else {
          return nil
        }
      }
      start = end + 1
    }
    return values
  }

  private static func equal(_ path: Span<UInt8>, _ start: Int, _ text: [UInt8]) -> Bool {
    guard start >= 0, start + text.count <= path.count else { return false }
    for place in text.indices where path[start + place] != text[place] { return false }
    return true
  }
}
