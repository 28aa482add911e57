internal import Plat
internal import PlatAccess
internal import PlatHTTP
internal import Synchronization

/// The state that routes use besides the generation: options, swipes, page files, lanes, the
/// journal.
final class ServerContext: Sendable {
  let options: ServiceOptions
  let router: Router
  /// Swipes, independent of the generation.
  let swipes: SwipeDeck
  /// Drawn areas, independent of the generation.
  let areas: AreaStore
  let pages: Pages
  let log: RequestLog
  /// Known damage of snapshots and documents.
  let damage = DamageReport()
  /// Threads for slow work, so that the loops stay free.
  let lanes: Lanes
  let journal: Journal
  /// The document of all routes.
  let interface: InterfaceDocument
  let admission = AdmissionCounts()
  /// The API keys of the index.
  let keys: KeyCheck
  /// Counts and times of writes.
  let writes = WriteMetrics()
  let served: ServedGeneration
  /// The clients that follow changes.
  let streams: ChangeStreams
  private let draining = Atomic(false)
  private let hasNotedAreas = Atomic(false)
  private let connected = Mutex<Connected>(Connected())

  private struct Connected {
    // The server keeps the context alive, not the other way round.
    weak var server: HTTPServer?
  }

  init(_ listings: ServedListings, _ options: ServiceOptions) {
    let path = listings.current.path
    self.options = options.whole
    router = Router(routes: Route.all + options.ownRoutes)
    interface = InterfaceDocument(router.routes)
    swipes = SwipeDeck(directory: path, clock: options.swipeClock)
    areas = AreaStore(directory: path)
    keys = KeyCheck(KeyStore(directory: path, clock: options.keyClock))
    let framing = CrossOrigin(options.allowedOrigins).listed
    pages = Pages(
      folders: options.pageFolders,
      lines: SecurityHeaders.pageLines(policy: options.pagePolicy, framedBy: framing))
    log = RequestLog(level: options.logLevel, file: options.logFile)
    lanes = Lanes(options)
    journal = Journal(router.routes, log)
    streams = ChangeStreams(listings, uncounted: self.options.http.uncountedAddresses)
    served = ServedGeneration(listings, answerBytes: options.answerBytes)
    for skipped in pages.skipped { log.event("page", skipped) }
  }

  /// The limits of connections, with room for every answer that the lanes may defer.
  var http: HTTPServerOptions {
    var http = options.http
    http.laterRequests = max(http.laterRequests, lanes.room)
    // The other routes keep their own limit (`RequestBounds`).
    if served.listings.live != nil {
      http.bodyBytes = max(http.bodyBytes, RequestBounds.batchBytes)
    }
    return http
  }

  /// Whether the server is about to stop and should get no more requests.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  /// From now on, reports that the server should get no more requests.
  func drain() { draining.store(true, ordering: .relaxed) }

  /// Logs once why areas are kept only in memory.
  func noteAreasAreNotKept(_ error: StoreError) {
    guard !hasNotedAreas.exchange(true, ordering: .relaxed) else { return }
    log.event("areas", "drawn areas are forgotten at the next start: \(error)")
  }

  /// Sets the server whose connections `/metrics` counts.
  func connect(_ server: HTTPServer) { connected.withLock { $0.server = server } }

  /// The server's counters; nil without a socket.
  var counters: HTTPCounters? { connected.withLock { $0.server }?.counters }
}
