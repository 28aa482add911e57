public import Plat
public import PlatAssistant
package import PlatCommon
public import PlatHTTP

/// The options of a query server.
public struct ServiceOptions: Sendable {
  /// The address to listen on, and the limits of connections and requests.
  public var http = HTTPServerOptions()
  /// The statuses of listings that clients may see.
  public var statuses = StatusScope.publicSite
  /// The memory for cached answers, in bytes.
  public var answerBytes = 32 << 20
  /// Threads for scans: slow searches, facets, polygons, far pages, tiles under new filters.
  public var workers = max(1, HTTPServerOptions().loops / 2)
  /// Requests that may wait for those threads; further ones get 503 with `Retry-After`.
  ///
  /// One client may fill the queue; a second client's request then replaces the first one's newest.
  public var waitingRequests = 64
  /// Seconds that a request may wait for a thread before it gets 503.
  public var waitSeconds = 5.0
  /// Seconds that the work of a request may take; then it is cancelled, and the request gets 503.
  public var deadlineSeconds = 2.0
  /// The language model that writes the paragraphs of market analyses; nil for the built-in text.
  public var languageModel: LanguageModel?
  /// Requests that may wait for the language model at a time; further ones get the built-in text.
  public var modelRequests = 8
  /// The maximum number of positions of a request's polygon.
  public var polygonVertices = 10_000
  /// Seconds that clients and proxies may cache an answer before they revalidate it (`max-age`).
  ///
  /// With 0 they revalidate each time (`no-cache`), and get 304 while the answer's bytes stay
  /// equal.
  public var keepSeconds = 0
  /// Addresses and blocks, such as `10.0.0.0/8`, of trusted proxies.
  ///
  /// Their `X-Forwarded-Proto`, `-Host`, `-Port`, `-Prefix` and `-For`, or `Forwarded`, are
  /// trusted, and their connections are not counted.
  public var trustedProxies: [String] = []
  /// The server's public address, used for absolute addresses in answers; nil to derive it from
  /// requests and trusted proxies.
  ///
  /// Its host is one of the server's names, and requests below its path are answered like those
  /// below `/`.
  public var publicURL: PublicURL?
  /// Origins whose pages may read answers, `*` for all; origins listed by name may also write
  /// swipes and frame the page.
  public var allowedOrigins = ["*"]
  /// Whether listings, the map and all else but health, metrics and the page's files are read with
  /// an API key alone, of any role.
  public var readsNeedKeys = false
  /// Names that `Host` may have besides `localhost` and the server's address; `*` for any.
  ///
  /// Without names, `Host` is checked only if the server listens on this machine alone.
  public var hostNames: [String] = []
  /// The page's `Content-Security-Policy`; nil for the default (only its own files), empty for
  /// none.
  public var pagePolicy: String?
  /// The rate limit of one client address; nil for no limit.
  public var addressRequests: RequestRate?
  /// The log file; nil for standard error.
  public var logFile: LogFile?
  /// Folders with the files of the map page; the first folder that has a file wins.
  public var pageFolders: [String] = []
  /// Whether to verify all checksums of a snapshot before it is served; about 0.1 s for 100 MB.
  public var verifiesSnapshots = true
  /// Whether the snapshot is mapped or read into memory.
  public var residence = Snapshot.Residence.mapped
  /// When what is written over HTTP is merged into a new snapshot; nil to leave that to
  /// `plat compact`.
  public var merging: MergePolicy? = MergePolicy()
  /// How long changes are kept for `/api/changes` and `/api/audit`.
  public var history = HistoryLimits()
  /// The events to log.
  public var logLevel = LogLevel.events
  /// The clock that ends dislikes.
  package var swipeClock = WallClock.system()
  /// The clock that ends API keys.
  package var keyClock = WallClock.system()

  /// Additional routes, for tests.
  var ownRoutes: [Route] = []

  /// The defaults: listens on this machine alone, without a page.
  public init() {}

  /// Whether a text is valid in ``allowedOrigins``.
  public static func isOrigin(_ text: String) -> Bool {
    text == "*" || CrossOrigin.canonical(text) != nil
  }

  /// The options with derived values: the header fields of every answer, and the addresses whose
  /// connections are not counted.
  var whole: ServiceOptions {
    let crossOrigin = CrossOrigin(allowedOrigins)
    var whole = self
    whole.http.commonFields +=
      crossOrigin.commonFields + SecurityHeaders.common(framedBy: crossOrigin.listed)
    whole.http.uncountedAddresses += trustedProxies.compactMap { HTTPAddressBlock($0) }
    return whole
  }
}

/// The events to log, one JSON object a line.
public enum LogLevel: String, Sendable, CaseIterable {
  /// Nothing.
  case off
  /// Failures: damaged snapshots and files, and requests that failed on the server's side (status
  /// 500 and above).
  case problems
  /// Starts, stops and new snapshots as well.
  case events
  /// Every request as well.
  case requests
}
