public import HTTP
public import Plat
internal import Synchronization

/// The query server over one index directory.
///
///     let service = try QueryService(opening: "indexes/demo", options: ServiceOptions())
///     let port = try service.start()
///     ...
///     service.stop(drainSeconds: 10)
///
/// It answers from the newest whole snapshot. ``reload()`` takes up a newer one while it runs: requests that are under way
/// end with the snapshot that they began with, new ones get the new one, and none fails.
public final class QueryService: Sendable {
  /// The index directory.
  public let path: String
  private let state: ServiceState
  private let server: HTTPServer
  private let known: Mutex<[String]>
  private let reloading = Mutex(())

  /// Opens an index directory.
  ///
  /// - Throws: `PlatError` where there is no snapshot that can be read.
  public init(opening path: String, options: ServiceOptions) throws(PlatError) {
    self.path = path
    // Before the opening: what is published meanwhile is seen at the next look.
    known = Mutex(Self.snapshots(in: path))
    let state = ServiceState(try ListingsDatabase(opening: path), options)
    self.state = state
    server = HTTPServer(options: state.options.http) { state.answer($0, &$1) }
    state.connect(server)
  }

  /// Takes an index that is open, such as one in memory, and never another.
  package init(_ listings: ListingsDatabase, options: ServiceOptions) {
    path = listings.path
    known = Mutex([])
    let state = ServiceState(listings, options)
    self.state = state
    server = HTTPServer(options: state.options.http) { state.answer($0, &$1) }
    state.connect(server)
  }

  deinit { server.stop(drainSeconds: 0) }

  /// Answers the requests of a byte stream without a socket.
  package func answer(_ bytes: [UInt8]) -> (answers: [MemoryExchange.Answer], status: Int) {
    MemoryExchange.run(bytes, options: state.options.http) { [state] in state.answer($0, &$1) }
  }

  /// Binds, listens and answers from now on.
  ///
  /// - Returns: The port.
  /// - Throws: `HTTPServerError` where the address is taken or may not be used.
  @discardableResult
  public func start() throws(HTTPServerError) -> UInt16 {
    let port = try server.start()
    state.log.event("start", "listening on \(state.options.http.address) port \(port)")
    return port
  }

  /// Serves the newest whole snapshot of the directory from now on, where it is another than the one that is served.
  ///
  /// Every byte of a new one is read before it is taken. A damaged one is passed over and logged, and the one that is
  /// served stays.
  ///
  /// - Returns: Whether it is another.
  @discardableResult
  public func reload() -> Bool { reloading.withLock { _ in takeNewest() } }

  private func takeNewest() -> Bool {
    do throws(PlatError) {
      let newest = try ListingsDatabase(opening: path)
      for refused in newest.refusedSnapshots { state.log.event("refused", "\(refused)") }
      let current = state.generation.listings.index.snapshot
      let found = newest.index.snapshot
      guard found.path != current.path || found.identity != current.identity else { return false }
      if let damage = found.verify().first {
        state.log.event("refused", "\(damage)")
        return false
      }
      state.take(newest)
      state.log.event("reload", "serving \(found.path) with \(newest.count) listings")
      return true
    } catch {
      state.log.event("refused", "\(error)")
      return false
    }
  }

  /// Calls ``reload()`` where the directory has other snapshots than when it was last looked at.
  @discardableResult
  public func reloadIfChanged() -> Bool {
    let names = Self.snapshots(in: path)
    let hasChanged = known.withLock { known in
      defer { known = names }
      return known != names
    }
    return hasChanged && reload()
  }

  /// The paths of the snapshots in a directory; none where it cannot be read.
  private static func snapshots(in path: String) -> [String] {
    ((try? SnapshotDirectory(path: path).entries()) ?? []).map(\.path)
  }

  /// Opens the log file anew, after it was renamed; does nothing where the log goes to standard error.
  ///
  /// - Parameter isMoved: Whether to look first if another file, or none, has its name.
  public func reopenLog(onlyIfMoved isMoved: Bool = false) {
    guard let file = state.options.logFile, !isMoved || file.hasMoved else { return }
    do throws(LogFileError) { try file.reopen() } catch { state.log.event("log", "\(error)") }
  }

  /// The path of the snapshot that is served.
  public var snapshotPath: String { state.generation.listings.index.snapshot.path }

  /// Says in `/api/health` that it is no longer ready, and answers on: whoever balances load sends no more requests then.
  public func announceStop() {
    state.drain()
    state.log.event("draining", "no longer ready")
  }

  /// Stops: accepts no more, and lets requests that are under way end.
  ///
  /// - Parameter drainSeconds: How long they may take; what is open then is cut.
  /// - Returns: How many connections were cut; nil where there was nothing to stop.
  @discardableResult
  public func stop(drainSeconds: Double) -> Int? {
    let cut = server.stop(drainSeconds: drainSeconds)
    if let cut { state.log.event("stop", cut == 0 ? "all requests ended" : "\(cut) connections were cut") }
    return cut
  }
}
