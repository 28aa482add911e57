public import HTTP
public import Plat

/// How a query server runs.
public struct ServiceOptions: Sendable {
  /// Where it listens, and the limits of connections and requests.
  public var http = HTTPServerOptions()
  /// The memory for answers that are kept, in bytes.
  public var answerBytes = 32 << 20
  /// Threads for scans: searches that take long, facets, polygons, far pages, tiles under new filters.
  public var workers = max(1, HTTPServerOptions().loops / 2)
  /// Requests that may wait for those threads; the next ones get 503 with `Retry-After`.
  ///
  /// One client may fill the queue; a second one then takes the place of the first one's newest request.
  public var waitingRequests = 64
  /// Seconds that a request may wait for a thread; then it gets 503.
  public var waitSeconds = 5.0
  /// Seconds that the work of a request may take; then it is ended, and the request gets 503.
  public var deadlineSeconds = 2.0
  /// The language model that writes the paragraphs of market analyses; nil for our own.
  public var languageModel: LanguageModel?
  /// Requests that may wait for the language model at a time; more are answered with our own paragraph.
  public var modelRequests = 8
  /// The greatest number of positions that a request's polygon may have.
  public var polygonVertices = 10_000
  /// Seconds that others may keep an answer before they ask again.
  public var keepSeconds = 60
  /// Numeric addresses of proxies whose `X-Forwarded-Proto` and `X-Forwarded-Host` are believed.
  public var trustedProxies: [String] = []
  /// Folders with the files of the map page; the first that has a file counts.
  public var pageFolders: [String] = []
  /// What is logged.
  public var logLevel = LogLevel.problems
  /// What tells when a dislike ends.
  package var swipeClock = SwipeClock.system()

  /// Routes beside those of the table, for tests.
  var ownRoutes: [Route] = []

  /// The defaults: this machine alone, and no page.
  public init() {}
}

/// What is logged, one JSON object a line.
public enum LogLevel: String, Sendable, CaseIterable {
  /// Nothing.
  case off
  /// Starts, stops, new snapshots, and requests that failed for a reason of ours (status 500 and above).
  case problems
  /// Every request as well.
  case requests
}
