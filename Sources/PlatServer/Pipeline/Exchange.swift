internal import PlatAccess
internal import PlatHTTP

/// A request in the pipeline, and the results of the steps so far.
struct Exchange: Sendable {
  let method: HTTPMethod
  /// Its arrival, in microseconds (`ServerClock`).
  let began: Double
  /// The index state that answers it, from beginning to end.
  let generation: ServedState
  /// Whether its answer may be gzip.
  var takesGzip = false
  /// The hash of its path, query and `takesGzip`.
  var hash: UInt64 = 0
  /// The number of its route; nil if no route matches.
  var route: Int?
  /// The positions of the path parameters.
  var path: [Range<Int>] = []
  /// The API key that let it in; nil where it needs none.
  var key: APIKey?
  /// The decoded request.
  var work: Work?
}

/// A decoded request, which can be answered without its connection's memory.
struct Work: Sendable {
  var call: Call
  /// A body that is not read yet.
  let body: [UInt8]?
  let wants: Wants
  /// The number of its route.
  let route: Int
  let hash: UInt64
  /// The cache key of its answer; empty if the answer is not cached.
  let key: [UInt8]
  /// The shape under which its cost is recorded; nil if the cost decides nothing.
  var shape: UInt64?
}

/// The properties of a request, besides its path and query, that shape the response.
struct Wants: Sendable {
  let method: HTTPMethod
  let takesGzip: Bool
  let accept: [UInt8]?
  /// The entity tags of `If-None-Match` and of `If-Match`.
  let known: [UInt8]?
  let required: [UInt8]?
  let began: Double
}

/// The outcome of a request.
enum Outcome: Sendable {
  /// A cacheable answer with an entity tag.
  case kept(KeptAnswer)
  /// An answer that is not cached.
  case passing(Answer)
  case problem(Problem)
  /// The client is gone.
  case gone
}
