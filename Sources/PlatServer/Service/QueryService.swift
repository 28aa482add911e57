internal import Dispatch
public import Plat
public import PlatHTTP
internal import Synchronization

/// The query server over one index directory.
///
///     let service = try QueryService(opening: "indexes/demo", options: ServiceOptions())
///     let port = try service.start()
///     ...
///     service.stop(drainSeconds: 10)
///
/// It answers from the newest whole snapshot. ``reload()`` takes up a newer one while it runs:
/// requests that are under way end with the snapshot that they began with, new ones get the new
/// one, and none fails.
public final class QueryService: Sendable {
  /// The index directory.
  public let path: String
  private let pipeline: Pipeline
  private let server: HTTPServer
  /// Opens newer snapshots of the directory; nil for an index that has none.
  private let follower: DirectoryFollower?
  private let reloading = Mutex(())
  private var context: ServerContext { pipeline.context }

  /// Opens an index directory: the newest snapshot that is whole.
  ///
  /// Snapshots that were passed over are logged. Once a service has been made, a mapped snapshot
  /// that is cut short does not end the process (`Snapshot.surviveMissingPages`).
  ///
  /// - Throws: `PlatError` where there is no snapshot that can be read.
  public init(opening path: String, options: ServiceOptions) throws(PlatError) {
    self.path = path
    Snapshot.surviveMissingPages()
    // Before the opening: what is published meanwhile is seen at the next look.
    let follower = DirectoryFollower(
      path, showing: options.statuses, verifying: options.verifiesSnapshots,
      residence: options.residence)
    self.follower = follower
    let listings = try follower.open()
    let pipeline = Pipeline(listings, options)
    self.pipeline = pipeline
    server = HTTPServer(options: pipeline.context.http) { pipeline.answer($0, &$1) }
    context.connect(server)
    logLook(listings.refusedSnapshots)
    logRecords(listings)
    context.damage.whenNoticed { [weak self] in
      guard let service = self, follower.isDue() else { return }
      DispatchQueue.global().async { service.reload() }
    }
  }

  /// Takes an index that is open, such as one in memory, and never another.
  package init(_ listings: ListingsDatabase, options: ServiceOptions) {
    path = listings.path
    follower = nil
    let pipeline = Pipeline(listings, options)
    self.pipeline = pipeline
    server = HTTPServer(options: pipeline.context.http) { pipeline.answer($0, &$1) }
    context.connect(server)
  }

  deinit { server.stop(drainSeconds: 0) }

  /// Answers the requests of a byte stream without a socket.
  package func answer(_ bytes: [UInt8]) -> (answers: [MemoryExchange.Answer], status: Int) {
    MemoryExchange.run(bytes, options: context.http) { [pipeline] in pipeline.answer($0, &$1) }
  }

  /// Binds, listens and answers from now on.
  ///
  /// - Returns: The port.
  /// - Throws: `HTTPServerError` where the address is taken or may not be used.
  @discardableResult
  public func start() throws(HTTPServerError) -> UInt16 {
    let port = try server.start()
    let http = context.options.http
    context.log.event(
      "start",
      "listening on \(http.address) port \(port), at most \(http.possibleConnections) connections",
      isProblem: false)
    return port
  }

  /// Serves the newest whole snapshot of the directory from now on, where it is another file than
  /// the one that is served, or the served one has changed.
  ///
  /// Every byte of a new one is read before it is taken. A damaged one is passed over and logged,
  /// and the one that is served stays, unless it was changed itself: then an older one is taken,
  /// and without one, requests are told 503.
  ///
  /// - Returns: Whether it is another.
  @discardableResult
  public func reload() -> Bool { reloading.withLock { _ in takeNewest() } }

  private func takeNewest() -> Bool {
    guard let follower else { return false }
    let current = context.served.generation.listings
    switch follower.newest(after: current) {
    case .newer(let newer):
      logLook(newer.refusedSnapshots)
      context.served.take(newer)
      context.log.event(
        "reload", "serving \(newer.index.snapshot.path) with \(newer.count) listings",
        isProblem: false)
      logRecords(newer)
      return true
    case .same(let refused): logLook(refused)
    case .lost(let refused, let isNews):
      logLook(refused)
      if isNews {
        context.log.event(
          "damaged",
          "\(current.index.snapshot.path): the file was changed while it was served, and no whole snapshot is there"
        )
      }
    case .failed(let error, let isNews): if isNews { context.log.event("refused", "\(error)") }
    }
    return false
  }

  /// Calls ``reload()`` where the directory has other snapshots than when it was last looked at, or
  /// the served one has changed.
  @discardableResult
  public func reloadIfChanged() -> Bool {
    guard let follower, follower.hasChanged(since: context.served.generation.listings) else {
      return false
    }
    return reload()
  }

  /// Logs snapshots that were passed over, each once.
  private func logLook(_ refused: [SnapshotError]) {
    for text in context.damage.take(refused) { context.log.event("refused", text) }
  }

  /// Logs why there are no documents.
  private func logRecords(_ listings: ListingsDatabase) {
    do throws(PlatError) { _ = try listings.recordsChangeNumber() } catch {
      context.log.event("records", "\(error)")
    }
  }

  /// Opens the log file anew, after it was renamed; does nothing where the log goes to standard
  /// error.
  ///
  /// - Parameter isMoved: Whether to look first if another file, or none, has its name.
  public func reopenLog(onlyIfMoved isMoved: Bool = false) {
    guard let file = context.options.logFile, !isMoved || file.hasMoved else { return }
    do throws(LogFileError) { try file.reopen() } catch { context.log.event("log", "\(error)") }
  }

  /// The path of the snapshot that is served.
  public var snapshotPath: String { context.served.generation.listings.index.snapshot.path }

  /// Says in `/api/health` that it is no longer ready, and answers on: whoever balances load sends
  /// no more requests then.
  public func announceStop() {
    context.drain()
    context.log.event("draining", "no longer ready", isProblem: false)
  }

  /// Stops: accepts no more, and lets requests that are under way end.
  ///
  /// - Parameter drainSeconds: How long they may take; what is open then is cut.
  /// - Returns: How many connections were cut; nil where there was nothing to stop.
  @discardableResult
  public func stop(drainSeconds: Double) -> Int? {
    let cut = server.stop(drainSeconds: drainSeconds)
    if let cut {
      context.log.event(
        "stop", cut == 0 ? "all requests ended" : "\(cut) connections were cut",
        isProblem: cut != 0)
    }
    return cut
  }
}
