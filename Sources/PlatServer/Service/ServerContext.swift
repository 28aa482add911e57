internal import Plat
internal import PlatHTTP
internal import Synchronization

/// What routes use besides the generation: options, swipes, page files, lanes, the journal.
final class ServerContext: Sendable {
  let options: ServiceOptions
  let router: Router
  /// What people swiped, whichever generation is served.
  let swipes: SwipeDeck
  /// What people drew, whichever generation is served.
  let areas: AreaStore
  let pages: Pages
  let log: RequestLog
  /// What is known of damaged snapshots and documents.
  let damage = DamageReport()
  /// What takes long is done here, so that the loops go on.
  let lanes: Lanes
  let journal: Journal
  /// The document of all routes.
  let interface: InterfaceDocument
  let admission = AdmissionCounts()
  let served: ServedGeneration
  private let draining = Atomic(false)
  private let hasNotedAreas = Atomic(false)
  private let connected = Mutex<Connected>(Connected())

  private struct Connected {
    // The server keeps the context alive, not the other way round.
    weak var server: HTTPServer?
  }

  init(_ listings: ListingsDatabase, _ options: ServiceOptions) {
    self.options = options.whole
    router = Router(routes: Route.all + options.ownRoutes)
    interface = InterfaceDocument(router.routes)
    swipes = SwipeDeck(directory: listings.path, clock: options.swipeClock)
    areas = AreaStore(directory: listings.path)
    let framing = CrossOrigin(options.allowedOrigins).listed
    pages = Pages(
      folders: options.pageFolders,
      lines: SecurityHeaders.pageLines(policy: options.pagePolicy, framedBy: framing))
    log = RequestLog(level: options.logLevel, file: options.logFile)
    lanes = Lanes(options)
    journal = Journal(router.routes, log)
    served = ServedGeneration(listings, answerBytes: options.answerBytes)
    for skipped in pages.skipped { log.event("page", skipped) }
  }

  /// The limits of connections, with room for every answer that the lanes put off.
  var http: HTTPServerOptions {
    var http = options.http
    http.laterRequests = max(http.laterRequests, lanes.room)
    return http
  }

  /// Whether the server is about to stop, so that no more requests should come.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  /// Reports from now on that no more requests should come.
  func drain() { draining.store(true, ordering: .relaxed) }

  /// Logs once why areas are in memory alone.
  func noteAreasAreNotKept(_ error: StoreError) {
    guard !hasNotedAreas.exchange(true, ordering: .relaxed) else { return }
    log.event("areas", "drawn areas are forgotten at the next start: \(error)")
  }

  /// Sets the server whose connections `/metrics` counts.
  func connect(_ server: HTTPServer) { connected.withLock { $0.server = server } }

  /// What the server has done; nil without a socket.
  var counters: HTTPCounters? { connected.withLock { $0.server }?.counters }
}
