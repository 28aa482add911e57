public import Plat
public import PlatAssistant
package import PlatCommon
public import PlatHTTP

/// How a query server runs.
public struct ServiceOptions: Sendable {
  /// Where it listens, and the limits of connections and requests.
  public var http = HTTPServerOptions()
  /// Which listings are shown to those who ask, by their status.
  public var statuses = StatusScope.publicSite
  /// The memory for answers that are kept, in bytes.
  public var answerBytes = 32 << 20
  /// Threads for scans: searches that take long, facets, polygons, far pages, tiles under new
  /// filters.
  public var workers = max(1, HTTPServerOptions().loops / 2)
  /// Requests that may wait for those threads; the next ones get 503 with `Retry-After`.
  ///
  /// One client may fill the queue; a second one then takes the place of the first one's newest
  /// request.
  public var waitingRequests = 64
  /// Seconds that a request may wait for a thread; then it gets 503.
  public var waitSeconds = 5.0
  /// Seconds that the work of a request may take; then it is ended, and the request gets 503.
  public var deadlineSeconds = 2.0
  /// The language model that writes the paragraphs of market analyses; nil for our own.
  public var languageModel: LanguageModel?
  /// Requests that may wait for the language model at a time; more are answered with our own
  /// paragraph.
  public var modelRequests = 8
  /// The greatest number of positions that a request's polygon may have.
  public var polygonVertices = 10_000
  /// Seconds that clients and proxies may keep an answer before they ask again (`max-age`).
  ///
  /// With 0 they ask each time (`no-cache`), and are told 304 while the answer's bytes stay.
  public var keepSeconds = 0
  /// Numeric addresses of proxies, and blocks such as `10.0.0.0/8`, whose `X-Forwarded-Proto`,
  /// `-Host`, `-Port`, `-Prefix` and `-For`, or `Forwarded`, are believed, and whose connections
  /// are not counted.
  public var trustedProxies: [String] = []
  /// The address at which the public reaches the server, for absolute addresses in answers; nil for
  /// what requests and trusted proxies tell.
  ///
  /// Its host is one of the server's names, and requests below its path are answered as those below
  /// `/`.
  public var publicURL: PublicURL?
  /// Origins whose pages may read answers, `*` for all; those that are named may have swipes
  /// written, and frame the page.
  public var allowedOrigins = ["*"]
  /// Names that `Host` may have besides `localhost` and the server's address; `*` for any.
  ///
  /// Without names it is checked only where the server listens on this machine alone.
  public var hostNames: [String] = []
  /// The `Content-Security-Policy` of the page; nil for its own files alone, empty for none.
  public var pagePolicy: String?
  /// How many requests one client address may make; nil for any number.
  public var addressRequests: RequestRate?
  /// Where the log goes; nil for standard error.
  public var logFile: LogFile?
  /// Folders with the files of the map page; the first that has a file counts.
  public var pageFolders: [String] = []
  /// Whether every checksum of a snapshot is compared before it is served, some 0.1 s for 100 MB.
  public var verifiesSnapshots = true
  /// Whether the snapshot is mapped or read into memory.
  public var residence = Snapshot.Residence.mapped
  /// What is logged.
  public var logLevel = LogLevel.events
  /// What tells when a dislike ends.
  package var swipeClock = WallClock.system()

  /// Routes beside those of the table, for tests.
  var ownRoutes: [Route] = []

  /// The defaults: this machine alone, and no page.
  public init() {}

  /// Whether a text may stand among ``allowedOrigins``.
  public static func isOrigin(_ text: String) -> Bool {
    text == "*" || CrossOrigin.canonical(text) != nil
  }

  /// The options with what follows from others: the header fields of every answer, and whose
  /// connections do not count.
  var whole: ServiceOptions {
    let crossOrigin = CrossOrigin(allowedOrigins)
    var whole = self
    whole.http.commonFields +=
      crossOrigin.commonFields + SecurityHeaders.common(framedBy: crossOrigin.listed)
    whole.http.uncountedAddresses += trustedProxies.compactMap { HTTPAddressBlock($0) }
    return whole
  }
}

/// What is logged, one JSON object a line.
public enum LogLevel: String, Sendable, CaseIterable {
  /// Nothing.
  case off
  /// What went wrong: damaged snapshots and files, and requests that failed for a reason of ours
  /// (status 500 and above).
  case problems
  /// Starts, stops and new snapshots as well.
  case events
  /// Every request as well.
  case requests
}
