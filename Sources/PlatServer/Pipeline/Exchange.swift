internal import PlatHTTP

/// A request on its way through the steps, and what they have found so far.
struct Exchange: Sendable {
  let method: HTTPMethod
  /// When it came, in microseconds (`ServerClock`).
  let began: Double
  /// The state of the index that answers it, from beginning to end.
  let generation: ServedState
  /// Whether its answer may be gzip.
  var takesGzip = false
  /// The hash of its path, query and `takesGzip`.
  var hash: UInt64 = 0
  /// The number of its route; nil for a request that no route takes.
  var route: Int?
  /// The places of the path's parameters.
  var path: [Range<Int>] = []
  /// The decoded request.
  var work: Work?
}

/// A decoded request, which can be answered without its connection's memory.
struct Work: Sendable {
  var call: Call
  /// A body that is still to be read.
  let body: [UInt8]?
  let wants: Wants
  /// The number of its route.
  let route: Int
  let hash: UInt64
  /// What its answer is kept under; empty for an answer that is not kept.
  let key: [UInt8]
  /// What its cost is learned by; nil where that decides nothing.
  var shape: UInt64?
}

/// What a request wants besides its words.
struct Wants: Sendable {
  let method: HTTPMethod
  let takesGzip: Bool
  let accept: [UInt8]?
  let known: [UInt8]?
  let began: Double
}

/// What a request comes to.
enum Outcome: Sendable {
  /// An answer that others may keep, with an entity tag.
  case kept(KeptAnswer)
  /// An answer that nobody keeps.
  case passing(Answer)
  case problem(Problem)
  /// Nobody waits for it any more.
  case gone
}
