internal import Dispatch
public import Plat
internal import PlatAccess
internal import PlatFiles
public import PlatHTTP
internal import Synchronization

/// The query server over one index directory.
///
///     let service = try QueryService(opening: "indexes/demo", options: ServiceOptions())
///     let port = try service.start()
///     ...
///     service.stop(drainSeconds: 10)
///
/// It answers from the newest undamaged snapshot. ``reload()`` switches to a newer one while it
/// runs: requests in progress finish on their snapshot, new requests use the new one, and none
/// fails.
public final class QueryService: Sendable {
  /// The index directory.
  public let path: String
  private let pipeline: Pipeline
  private let server: HTTPServer
  /// The directory, with its newer snapshots and its writes; nil for an index without one.
  let live: LiveDatabase?
  private let reloading = Mutex(())
  private var context: ServerContext { pipeline.context }

  /// Opens the newest undamaged snapshot of an index directory.
  ///
  /// Rejected snapshots are logged. Once a service exists, truncation of a mapped snapshot does not
  /// end the process (`Snapshot.surviveMissingPages`).
  ///
  /// - Throws: `PlatError` if there is no readable snapshot.
  public init(opening path: String, options: ServiceOptions) throws(PlatError) {
    self.path = path
    Snapshot.surviveMissingPages()
    let live = try LiveDatabase(
      opening: path, showing: options.statuses, verifying: options.verifiesSnapshots,
      residence: options.residence, lookingEvery: nil, merging: options.merging)
    live.historyLimits = options.history
    self.live = live
    let listings = live.current
    let pipeline = Pipeline(.following(live), options)
    self.pipeline = pipeline
    server = HTTPServer(options: pipeline.context.http) { pipeline.answer($0, &$1) }
    context.connect(server)
    logLook(listings.refusedSnapshots)
    logRecords(listings)
    context.damage.whenNoticed { [weak self] in
      guard let service = self, live.isLookDue else { return }
      DispatchQueue.global().async { service.reload() }
    }
  }

  /// Serves an index that is already open, such as one in memory, and never switches to another.
  package init(_ listings: ListingsDatabase, options: ServiceOptions) {
    path = listings.path
    live = nil
    let pipeline = Pipeline(.fixed(listings), options)
    self.pipeline = pipeline
    server = HTTPServer(options: pipeline.context.http) { pipeline.answer($0, &$1) }
    context.connect(server)
  }

  deinit {
    context.streams.finish()
    server.stop(drainSeconds: 0)
  }

  /// Answers the requests of a byte stream without a socket.
  package func answer(_ bytes: [UInt8]) -> (answers: [MemoryExchange.Answer], status: Int) {
    MemoryExchange.run(bytes, options: context.http) { [pipeline] in pipeline.answer($0, &$1) }
  }

  /// Binds, listens, and starts answering.
  ///
  /// - Returns: The port.
  /// - Throws: `HTTPServerError` if the address is in use or not permitted.
  @discardableResult
  public func start() throws(HTTPServerError) -> UInt16 {
    let port = try server.start()
    let http = context.options.http
    context.log.event(
      "start",
      "listening on \(http.address) port \(port), at most \(http.possibleConnections) connections",
      isProblem: false)
    context.log.event("writes", "over HTTP: \(writing)", isProblem: false)
    return port
  }

  /// Switches to the newest undamaged snapshot of the directory, if it is another file than the
  /// served one, or the served one has changed.
  ///
  /// Every byte of a new snapshot is read before the switch. A damaged one is rejected and logged,
  /// and the served one stays. If the served file itself was changed, an older snapshot is served;
  /// if there is none, requests get 503.
  ///
  /// - Returns: Whether the snapshot was switched.
  @discardableResult
  public func reload() -> Bool { reloading.withLock { _ in takeNewest() } }

  private func takeNewest() -> Bool {
    guard let live else { return false }
    let current = context.served.generation.listings
    switch live.look(preparing: { context.served.prepare($0) }) {
    case .newer(let newer):
      logLook(newer.refusedSnapshots)
      context.log.event(
        "reload", "serving \(newer.origin.path) with \(newer.count) listings",
        isProblem: false)
      logRecords(newer)
      return true
    case .same(let refused): logLook(refused)
    case .lost(let refused, let isNews):
      logLook(refused)
      if isNews {
        context.log.event(
          "damaged",
          """
          \(current.origin.path): the file was changed while it was served, and no whole \
          snapshot is there
          """
        )
      }
    case .failed(let error, let isNews): if isNews { context.log.event("refused", "\(error)") }
    case nil: break
    }
    return false
  }

  /// Calls ``reload()`` if the directory's snapshots changed since the last check, or the served
  /// one has changed.
  @discardableResult
  public func reloadIfChanged() -> Bool {
    guard let live, live.hasChanged else { return false }
    return reload()
  }

  /// Logs rejected snapshots, each once.
  private func logLook(_ refused: [SnapshotError]) {
    for text in context.damage.take(refused) { context.log.event("refused", text) }
  }

  /// Logs the reason why there are no documents.
  private func logRecords(_ listings: ListingsDatabase) {
    do throws(PlatError) { _ = try listings.recordsChangeNumber() } catch {
      context.log.event("records", "\(error)")
    }
  }

  /// Reopens the log file after it was renamed; does nothing if the log goes to standard error.
  ///
  /// - Parameter isMoved: Whether to reopen only if the path no longer refers to the open file.
  public func reopenLog(onlyIfMoved isMoved: Bool = false) {
    guard let file = context.options.logFile, !isMoved || file.hasMoved else { return }
    do throws(LogFileError) { try file.reopen() } catch { context.log.event("log", "\(error)") }
  }

  /// Whether listings can be written over HTTP, in one sentence for the operator.
  public var writing: String {
    guard live != nil, FileSystem.isWritable(directory: path) else {
      return "no: this user may not write to the index directory"
    }
    do throws(KeyError) {
      let now = context.options.keyClock.now()
      let count = try context.keys.keys.list().count {
        $0.refusal(at: now) == nil && $0.role >= .writer
      }
      return count == 0
        ? "no: no key may write; plat keys INDEX create --name NAME --role writer makes one"
        : "yes, with \(count == 1 ? "one key" : "\(count) keys"); plat keys INDEX list names them"
    } catch {
      return "no: the keys cannot be read: \(error)"
    }
  }

  /// The path of the served snapshot.
  public var snapshotPath: String { context.served.generation.listings.origin.path }

  /// Reports in `/api/health` that the server is not ready, while it still answers: load balancers
  /// then stop sending requests.
  public func announceStop() {
    context.drain()
    context.log.event("draining", "no longer ready", isProblem: false)
  }

  /// Stops: accepts no more connections, and lets requests in progress finish.
  ///
  /// - Parameter drainSeconds: How long they may take; connections still open then are cut.
  /// - Returns: The number of connections cut; nil if the server was not running.
  @discardableResult
  public func stop(drainSeconds: Double) -> Int? {
    context.streams.finish()
    let cut = server.stop(drainSeconds: drainSeconds)
    live?.endWriting()
    if let cut {
      context.log.event(
        "stop", cut == 0 ? "all requests ended" : "\(cut) connections were cut",
        isProblem: cut != 0)
    }
    return cut
  }
}
