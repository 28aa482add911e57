internal import Plat
internal import PlatCommon
internal import PlatJSON

/// An error answer: RFC 9457 problem details.
struct Problem: Error, Equatable {
  /// The HTTP status.
  let status: Int
  /// A short name of the kind of problem; `type` is a path of this server made of it.
  let kind: String
  /// The kind in words.
  let title: String
  /// The fault in this request, and the remedy.
  let detail: String
  /// The parameter at fault, if any.
  let parameter: String?
  /// Seconds until a retry makes sense, if it does.
  let retrySeconds: Int?
  /// The expected value, if the table of routes describes it.
  var expected: String?
  /// The nearest valid name or value.
  var nearest: String?
  /// A valid value of the parameter.
  var example: String?
  /// The line of the body at fault, or the place in its array; from 1.
  var line: Int?
  /// The listing at fault.
  var listingKey: String?
  /// The field of a listing at fault, its value, and a word for what is wrong with it.
  var field: String?
  var value: String?
  var reason: String?
  /// The entity tag of the held listing.
  var tag: String?

  init(
    _ status: Int, _ kind: String, _ title: String, _ detail: String, parameter: String? = nil,
    retrySeconds: Int? = nil
  ) {
    self.retrySeconds = retrySeconds
    self.status = status
    self.kind = kind
    self.title = title
    self.detail = detail
    self.parameter = parameter
  }

  static let mediaType = "application/problem+json"

  /// Its members.
  static let described = DescribedObject<Problem>([
    .member("type") { "/problems/" + $0.kind },
    .member("title") { $0.title },
    .member("detail") { $0.detail },
    .member("status") { $0.status },
    .optional("parameter") { $0.parameter },
    .optional("expected", "What the parameter takes.") { $0.expected },
    .optional("nearest", "The valid name or value that was perhaps meant.") { $0.nearest },
    .optional("example", "A value that the parameter takes.") { $0.example },
    .optional("line", "The line of a batch, or the place in its array; from 1.") { $0.line },
    .optional("listingKey", "The listing at fault.") { $0.listingKey },
    .optional("field", "The field of a written listing that is invalid.") { $0.field },
    .optional("value", "The value of that field, shortened.") { $0.value },
    .optional("reason", "A word for what is wrong with it.") { $0.reason },
    .optional("etag", "The entity tag that the listing has.") { $0.tag },
  ])

  /// The problem as JSON.
  var json: [UInt8] {
    var writer = JSONWriter()
    Self.described.write(self, to: &writer)
    return writer.bytes
  }

  /// Adds the expected value of a parameter, and an example.
  mutating func teach(_ parameter: RouteParameter) {
    expected = expected ?? parameter.expected
    example = example ?? parameter.example
  }

  static func parameter(_ error: ParameterError) -> Problem {
    if case .ended(let end) = error.reason { return .ended(end) }
    let kind =
      switch error.reason {
      case .unknown: "unknown-parameter"
      case .badValue: "bad-value"
      case .repeated: "repeated-parameter"
      case .conflict: "conflicting-parameters"
      case .missing: "missing-parameter"
      case .gone: "area-gone"
      case .notFound: "unknown-place"
      case .unavailable: "no-areas"
      case .ended: "deadline"
      }
    let title =
      switch error.reason {
      case .missing: "Missing parameter"
      case .gone: "The area is gone"
      case .notFound: "Unknown place"
      case .unavailable: "Areas unavailable"
      default: "Invalid parameter"
      }
    let status =
      switch error.reason {
      case .gone: 410
      case .notFound: 404
      case .unavailable: 503
      default: 400
      }
    var problem = Problem(status, kind, title, error.description, parameter: error.parameter)
    var named = error.parameter
    if case .unknown(let nearest) = error.reason {
      problem.nearest = nearest
      named = nearest ?? named
    } else {
      problem.nearest = error.nearest
    }
    problem.expected = error.expected
    problem.example =
      SearchParameter.named(named)?.example ?? AnalysisParameter.named(named)?.example
    return problem
  }

  static func badValue(_ parameter: String, _ value: String, expected: String) -> Problem {
    Problem(
      400, "bad-value", "Invalid parameter",
      "\(parameter) is \"\(value.shortened())\", expected \(expected)",
      parameter: parameter)
  }

  /// The answer when a queue is full, or a request waited too long in one.
  static let busy = Problem(
    503, "busy", "Service Unavailable",
    "as many requests of this kind wait as may, or this one waited too long; ask again in a second",
    retrySeconds: 1)
  /// The answer when the work exceeded its deadline.
  static let late = Problem(
    503, "late", "Deadline exceeded",
    """
    the work did not end within its deadline; ask for less (a smaller region, fewer corners or \
    facets, an earlier page)
    """,
    retrySeconds: 1)

  /// The answer where `If-Match` names other tags than the answer has.
  static let otherTag = Problem(
    412, "precondition-failed", "Precondition Failed",
    "the answer's entity tag is none of those in If-Match; leave If-Match out for today's answer"
  )

  static func notFound(_ detail: String) -> Problem {
    Problem(404, "not-found", "Not Found", detail)
  }

  /// The problem of cancelled work: its deadline passed, or its client is gone.
  static func ended(_ end: WorkEnded) -> Problem {
    switch end {
    case .deadline: late
    case .cancelled:
      Problem(503, "cancelled", "Request cancelled", "nobody waits for the answer any more")
    }
  }

  static func library(_ error: PlatError) -> Problem {
    switch error {
    case .parameter(let error): .parameter(error)
    case .records(let error): .records(error)
    case .write(let error): .write(error)
    case .ended(let end), .search(.ended(let end)), .valuation(.ended(let end)): .ended(end)
    case .search(let error): Problem(400, "bad-search", "Invalid search", "\(error)")
    case .cluster(.gone(let id)):
      Problem(
        410, "cluster-gone", "The cluster is gone", ClusterError.gone(id).description,
        parameter: "cluster_id")
    case .cluster(let error):
      Problem(
        404, "not-found", "Not Found", error.description, parameter: "cluster_id")
    case .nothingCompares:
      Problem(404, "nothing-compares", "No comparable sales", error.description)
    case .valuationWithheld:
      Problem(404, "valuation-withheld", "No estimate", error.description)
    case .unknownAddress:
      Problem(
        404, "unknown-address", "Unknown address", error.description, parameter: "address")
    case .valuation(.subject(let field, let value, let expected)):
      .badValue(field, value, expected: expected)
    default:
      Problem(500, "index", "Internal Server Error", "the records of the index cannot be read")
    }
  }
}

/// Calls into the library or one of its parts, and throws its error as a problem.
func answering<Result, Failure: PartError>(
  _ body: () throws(Failure) -> Result
) throws(Problem) -> Result {
  do throws(Failure) { return try body() } catch { throw Problem.library(error.whole) }
}
