internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import Synchronization

/// What the loops of a server share: the routes, the generation that is served, and the numbers of
/// what was done.
final class ServiceState: Sendable {
  let options: ServiceOptions
  let router: Router
  /// What people swiped, whichever generation is served.
  let swipes: SwipeDeck
  let pages: Pages
  let log: RequestLog
  /// What is known of damaged snapshots and documents.
  let damage = DamageReport()
  /// What takes long is done here, so that the loops go on.
  let lanes: Lanes
  /// What requests cost lately.
  let costs = CostTable()
  let metrics: [RouteMetrics]
  /// The numbers of requests that no route takes.
  let strangers = RouteMetrics()
  let proxies: TrustedProxies
  let hosts: HostCheck
  let crossOrigin: CrossOrigin
  /// The requests of each client address; nil where they are not limited.
  let rates: RequestRates?
  let admission = AdmissionCounts()
  private let current: Mutex<ServedGeneration>
  private let draining = Atomic(false)
  private let connected = Mutex<Connected>(Connected())

  private struct Connected {
    // The server keeps the state alive, not the other way round.
    weak var server: HTTPServer?
  }

  init(_ listings: ListingsDatabase, _ options: ServiceOptions) {
    self.options = options.whole
    hosts = HostCheck(address: options.http.address, names: options.hostNames)
    crossOrigin = CrossOrigin(options.allowedOrigins)
    rates = options.addressRequests.map { RequestRates($0) }
    router = Router(routes: Route.all + options.ownRoutes)
    swipes = SwipeDeck(directory: listings.path, clock: options.swipeClock)
    pages = Pages(
      folders: options.pageFolders,
      lines: SecurityHeaders.pageLines(policy: options.pagePolicy, framedBy: crossOrigin.listed))
    log = RequestLog(level: options.logLevel, file: options.logFile)
    lanes = Lanes(options)
    metrics = router.routes.map { _ in RouteMetrics() }
    let generation = ServedGeneration(listings, number: 1, cacheBytes: options.answerBytes)
    current = Mutex(generation)
    proxies = TrustedProxies(options.trustedProxies)
    for skipped in pages.skipped { log.event("page", skipped) }
    // The first question of a map would do this: at once where it takes less than a millisecond,
    // else beside the loops.
    if listings.count <= Self.fewListings
      || !SystemThread.start(nice: 10, { generation.prepare(.map) })
    {
      generation.prepare(.map)
    }
  }

  /// The listings up to which everything about an index is expected to be quick.
  static let fewListings = 100_000

  /// The limits of connections, with room for every answer that the lanes put off.
  var http: HTTPServerOptions {
    var http = options.http
    http.laterRequests = max(http.laterRequests, lanes.room)
    return http
  }

  /// The generation that new requests get.
  var generation: ServedGeneration { current.withLock { $0 } }

  /// Whether the server is about to stop, so that no more requests should come.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  /// Tells whoever asks for its health that no more requests should come.
  func drain() { draining.store(true, ordering: .relaxed) }

  /// Serves another state of the index from now on; what requests used of the one before is made
  /// first.
  func take(_ listings: ListingsDatabase) {
    let before = generation
    let next = ServedGeneration(
      listings, number: before.number + 1, cacheBytes: options.answerBytes)
    for need in Preparation.allCases where need == .map || before.hasPrepared(need) {
      next.prepare(need)
    }
    current.withLock { $0 = next }
  }

  /// Tells the state whose connections `/metrics` speaks of.
  func connect(_ server: HTTPServer) { connected.withLock { $0.server = server } }

  /// What the server has done, where there is one.
  var counters: HTTPCounters? { connected.withLock { $0.server }?.counters }

  /// Counts and logs a request that is answered.
  func note(
    _ route: Int?, _ method: HTTPMethod, status: Int, bytes: Int, began: Double,
    _ generation: ServedGeneration
  ) {
    let spent = Self.now() - began
    (route.map { metrics[$0] } ?? strangers).count(status: status, microseconds: spent)
    guard log.takesRequest(status: status) else { return }
    log.request(
      method: method.rawValue, route: route.map { router.routes[$0].path } ?? "-", status: status,
      bytes: bytes,
      microseconds: spent, generation: generation.number)
  }

  /// Microseconds of a clock that only goes forward.
  static func now() -> Double { Double(SystemTime.monotonic) / 1e3 }
}
