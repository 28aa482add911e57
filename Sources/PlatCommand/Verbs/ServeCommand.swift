import Plat
import PlatCommon
import PlatHTTP
import PlatServer
import PlatSnapshot

/// `plat serve`: the query server.
enum ServeCommand {
  static let command = Command(
    name: "serve", summary: "Answer searches and map tiles over HTTP, with a page to look at.",
    usage: "INDEX [--host A] [--port N] [--threads N] [--page DIR] [--log LEVEL]",
    discussion: """
      Serves the newest whole snapshot of INDEX. A newer one is taken up as soon as it is there, \
      or on SIGHUP; requests that
      are under way end with the one they began with. Every checksum is compared first: damaged \
      snapshots are passed over
      and named in the log and in /api/health. A served file that is written to or cut short is \
      dropped, and requests get
      503 until a whole one is open. SIGTERM and SIGINT let requests end, then stop. /openapi.json \
      lists
      every address, /metrics counts, /api/health tells whether it is ready: with probe=ready the
      status is 503 where it is not.
      SIGUSR1 opens the log file again, SIGQUIT stops as SIGTERM does, SIGUSR2 is ignored.

      Pages of any origin may read. Swipes are written for programs, for pages of this server's \
      own host, and for origins
      given with --allow-origin; pages of others get 403. A server that listens on this machine \
      alone answers 421 where
      the Host field names another server, so that no web page reaches it under a name of its own.

      \(ModelSettings.help)

      Examples:
        plat serve indexes/demo
        plat serve indexes/demo --port 9000 --threads 2 --log requests
        curl 'http://127.0.0.1:8080/api/mls-listings?city=palm&minBeds=3&sort=price'
      """,
    options: [
      Option(
        "host", "A", "The numeric address to listen on; 127.0.0.1, which only this machine reaches."
      ),
      Option("port", "N", "The port; 8080. 0 for any that is free."),
      Option("threads", "N", "Loops that answer; as many as there are processors."),
      Option(
        "workers", "N",
        "Threads for scans, such as facets (default: half as many as there are processors)."),
      Option(
        "waiting", "N", "Requests that may wait for those, of all clients together (default: 64)."),
      Option(
        "wait", "SECONDS",
        "How long a request may wait for a thread before it gets 503 (default: 5)."),
      Option(
        "deadline", "SECONDS",
        "How long the work of a request may take before it gets 503 (default: 2)."),
      Option("connections", "N", "Connections at a time; 4096. More are told to come again."),
      Option(
        "public-status", "LIST",
        "Statuses to show; Active,ActiveUnderContract,Pending,Hold,ComingSoon,Closed.",
        repeats: true),
      Option("cache", "MB", "Memory for answers that are kept; 32."),
      Option(
        "keep", "SECONDS",
        "How long clients and proxies may keep an answer without asking again (default: 0)."),
      Option(
        "address-connections", "N",
        "Connections of one client address at a time, 0 for any number (default: 256, and this machine is not counted)."
      ),
      Option(
        "address-requests", "N/s",
        "Requests of one client address, N at once and N again in each s, min or h (default: any)."),
      Option(
        "trust-proxy", "A",
        "The address, or block such as 10.0.0.0/8, of a proxy whose X-Forwarded fields are believed.",
        repeats: true),
      Option(
        "allow-origin", "ORIGIN",
        "An origin such as https://homes.example whose pages may read, write swipes and frame the page; * for reading by "
          + "all (default: *).", repeats: true),
      Option(
        "host-name", "NAME",
        "A name that the Host field may have, * for any; without one it is checked on localhost only.",
        repeats: true),
      Option(
        "in-memory", nil, "Read the snapshot into memory; for files that other programs may change."
      ),
      Option("no-verify", nil, "Serve without comparing checksums first (0.1 s for 100 MB)."),
      Option("page", "DIR", "A folder with files of the map page.", repeats: true),
      Option(
        "page-policy", "TEXT",
        "The page's Content-Security-Policy (default: its own files alone); empty for none."),
      Option("linger", "SECONDS", "How long it answers on, no longer ready, before it stops; 0."),
      Option("drain", "SECONDS", "How long requests may take to end when it stops; 10."),
      Option(
        "log", "LEVEL",
        "off, problems or requests; problems. One JSON object a line, on standard error."),
      Option("log-file", "FILE", "Append the log to FILE instead; it may be renamed at any time."),
    ], operands: 1...1, body: run)

  /// Seconds with or without a fraction.
  private static func seconds(_ name: String, _ arguments: Arguments) throws -> Double? {
    guard let text = arguments.value(name) else { return nil }
    guard let seconds = Double(text), (0.05...3_600).contains(seconds) else {
      throw UsageError(message: "--\(name) is \(text), expected seconds from 0.05 to 3600")
    }
    return seconds
  }

  private static func run(_ arguments: Arguments) throws {
    var options = ServiceOptions()
    if let host = arguments.value("host") { options.http.address = host }
    options.http.port = UInt16(try arguments.number("port", 0...65_535) ?? 8080)
    if let threads = try arguments.number("threads", 1...1_024) { options.http.loops = threads }
    if let connections = try arguments.number("connections", 1...1_000_000) {
      options.http.connections = connections
    }
    if let workers = try arguments.number("workers", 1...1_024) { options.workers = workers }
    if let waiting = try arguments.number("waiting", 1...100_000) {
      options.waitingRequests = waiting
    }
    if let wait = try seconds("wait", arguments) { options.waitSeconds = wait }
    if let deadline = try seconds("deadline", arguments) { options.deadlineSeconds = deadline }
    if let cache = try arguments.number("cache", 0...1_000_000) {
      options.answerBytes = cache << 20
    }
    if let keep = try arguments.number("keep", 0...31_536_000) { options.keepSeconds = keep }
    let statuses = arguments.all("public-status").flatMap { $0.split(separator: ",") }.map {
      String($0)
    }
    if !statuses.isEmpty {
      do { options.statuses = try StatusScope(statuses) } catch {
        throw UsageError(message: "--public-status: \(error)")
      }
    }
    options.languageModel = try ModelSettings.model()
    options.verifiesSnapshots = !arguments.has("no-verify")
    if arguments.has("in-memory") { options.residence = .memory }
    options.pageFolders = arguments.all("page")
    try SecuritySettings.read(arguments, into: &options)
    let linger = try arguments.number("linger", 0...3_600) ?? 0
    let drain = try arguments.number("drain", 0...86_400) ?? 10
    if let level = arguments.value("log") {
      guard let known = LogLevel(rawValue: level) else {
        throw UsageError(message: "--log is \(level), expected off, problems or requests")
      }
      options.logLevel = known
    }

    // Signals wait for this thread: the server's own threads begin with them blocked.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1] { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A write that fails says so by its error: a client that has gone, a file that may not grow.
    for ignored in [SIGPIPE, SIGXFSZ, SIGUSR2] { signal(ignored, SIG_IGN) }

    let service = try QueryService(opening: arguments.operands[0], options: options)
    let port = try service.start()
    Console.print("Serving \(service.snapshotPath) on http://\(options.http.address):\(port)")
    while true {
      var second = timespec(tv_sec: 1, tv_nsec: 0)
      switch unsafe sigtimedwait(&signals, nil, &second) {
      case SIGTERM, SIGINT, SIGQUIT:
        service.announceStop()
        // A second signal ends the wait.
        var time = timespec(tv_sec: linger, tv_nsec: 0)
        if linger > 0 { _ = unsafe sigtimedwait(&signals, nil, &time) }
        service.stop(drainSeconds: Double(drain))
        return
      case SIGHUP: service.reload()
      case SIGUSR1: service.reopenLog()
      default:
        service.reloadIfChanged()
        service.reopenLog(onlyIfMoved: true)
      }
    }
  }
}
