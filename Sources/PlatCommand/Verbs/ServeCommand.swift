import Plat
import PlatCommon
import PlatHTTP
import PlatServer
import PlatSnapshot
import PlatStore

/// `plat serve`: runs the query server.
enum ServeCommand {
  static let command = Command(
    name: "serve",
    summary: "Answer searches and map tiles over HTTP; with --page, show the map page.",
    usage: "INDEX [--host A] [--port N] [--page DIR] [--public-url URL] [--log LEVEL]",
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

      The map page is two folders of Plat's source: page, and .build/page, which scripts/page makes.

      Pages of any origin may read. Swipes are written for programs, for pages of this server's \
      own host, and for origins
      given with --allow-origin; pages of others get 403. A server that listens on this machine \
      alone answers 421 where
      the Host field names another server, so that no web page reaches it under a name of its own.

      Listings are written with an API key of role writer, which plat keys makes: POST, PUT, PATCH \
      and DELETE of
      /api/listings. A write that is answered with 2xx is on disk and in the very next answer. The \
      server is the one writer
      of its index from its first write on; before that, plat upsert may write beside it.

      Absolute addresses in answers, such as those of the tiles in /tiles.json, begin with \
      --public-url; without it, with
      what a proxy of --trust-proxy tells (X-Forwarded-Proto, -Host, -Port, -Prefix, or \
      Forwarded); else with the Host field.

      \(ModelSettings.help)

      Examples:
        plat serve indexes/demo --page page --page .build/page
        plat serve indexes/demo --port 9000 --threads 2 --log requests
        plat serve indexes/demo --trust-proxy 127.0.0.1 --public-url https://example.org/homes
        curl 'http://127.0.0.1:8080/api/mls-listings?city=palm&minBeds=3&sort=price'
      """,
    options: network + work + writes + security + page + running, operands: 1...1, body: run)

  private static let network = [
    Option(
      "host", "A",
      "Address or name to listen on (default: 127.0.0.1, which only this machine reaches)."),
    Option("port", "N", "Port; 0 for any that is free (default: 8080)."),
    Option(
      "public-url", "URL",
      "Address at which the public reaches the server, such as https://example.org/homes."),
    Option("connections", "N", "Connections at a time; beyond that: 503 (default: 4096)."),
    Option(
      "idle", "SECONDS", "How long a connection stays open between requests (default: 75)."),
  ]

  private static let work = [
    Option("threads", "N", "I/O threads (default: CPU count)."),
    Option("workers", "N", "Threads for scans, such as facets (default: half the CPU count)."),
    Option(
      "waiting", "N", "Requests that may wait for those, of all clients together (default: 64)."),
    Option(
      "wait", "SECONDS",
      "How long a request may wait for a thread before it gets 503 (default: 5)."),
    Option(
      "deadline", "SECONDS",
      "How long the work of a request may take before it gets 503 (default: 2)."),
    Option("cache", "MB", "Memory for kept answers (default: 32)."),
    Option(
      "keep", "SECONDS",
      "How long clients and proxies may keep an answer without asking again (default: 0)."),
  ]

  private static let security = [
    Option(
      "public-status", "LIST",
      "Statuses to show (default: Active,ActiveUnderContract,Pending,Hold,ComingSoon,Closed).",
      repeats: true),
    Option(
      "address-connections", "N",
      "Connections of one client address at a time, 0 for any number (default: 256, and this "
        + "machine is not counted)."
    ),
    Option(
      "address-requests", "N/s",
      "Requests of one client address, N at once and N again in each s, min or h (default: any)."),
    Option(
      "trust-proxy", "A",
      "Address, or block such as 10.0.0.0/8, of a proxy whose X-Forwarded and Forwarded fields are "
        + "believed.",
      repeats: true),
    Option(
      "allow-origin", "ORIGIN",
      "Origin such as https://homes.example whose pages may read, write swipes and frame the page; "
        + "* for reading by all (default: *).", repeats: true),
    Option(
      "reads", "WHO",
      "open: all may read; keys: holders of an API key alone, so without the map page (default: "
        + "open)."),
    Option(
      "host-name", "NAME",
      "Name that the Host field may have, * for any; without one it is checked on localhost only.",
      repeats: true),
  ]

  private static let writes = [
    Option(
      "merge-after", "N",
      "Merge what was written into a new snapshot after N changes, 0 for never (default: 0.5 % of "
        + "the listings, at least 500)."),
    Option(
      "merge-idle", "SECONDS",
      "Merge fewer changes once nothing was written for so long "
        + "(default: 10)."),
    Option(
      "merge-age", "SECONDS", "Merge at last when a change has waited for so long (default: 600)."),
    Option(
      "keep-changes", "DAYS", "How long changes are kept for readers of the feed (default: 30)."),
  ]

  private static let page = [
    Option("page", "DIR", "Folder with files of the map page.", repeats: true),
    Option(
      "page-policy", "TEXT",
      "The page's Content-Security-Policy; empty for none (default: its own files alone).",
      mayBeEmpty: true),
  ]

  private static let running = [
    Option(
      "in-memory", nil, "Read the snapshot into memory; for files that other programs may change."
    ),
    Option("no-verify", nil, "Serve without comparing checksums first (0.1 s for 100 MB)."),
    Option(
      "linger", "SECONDS", "How long it answers on, no longer ready, before it stops (default: 0)."
    ),
    Option(
      "drain", "SECONDS", "How long requests may take to end when it stops (default: 10)."),
    Option(
      "log", "LEVEL",
      "off; problems; events: starts, stops and new snapshots too; requests: every one too "
        + "(default: events). One JSON object a line, on standard error."),
    Option("log-file", "FILE", "Append the log to FILE instead; it may be renamed at any time."),
  ]

  private static func run(_ arguments: Arguments) throws {
    OpenFiles.raise()
    let options = try ServeSettings.read(arguments)
    let linger = try arguments.number("linger", 0...3_600) ?? 0
    let drain = try arguments.number("drain", 0...86_400) ?? 10

    // This thread waits for signals: the server's own threads start with them blocked.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1] { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // Failed writes report errors instead: a client that disconnected, a file that may not grow.
    for ignored in [SIGPIPE, SIGXFSZ, SIGUSR2] { signal(ignored, SIG_IGN) }

    let service = try QueryService(opening: arguments.operands[0], options: options)
    let port = try service.start()
    announce(service, options.http, port: port)
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

  /// Prints where the server listens, and how many clients it can serve if fewer than requested.
  private static func announce(_ service: QueryService, _ http: HTTPServerOptions, port: UInt16) {
    let host = http.address.contains(":") ? "[\(http.address)]" : http.address
    Console.print("Serving \(service.snapshotPath) on http://\(host):\(port)")
    if let warning = StoreLibrary.warning { Console.problem("plat serve: \(warning)") }
    guard http.possibleConnections < http.connections else { return }
    Console.problem(
      "plat serve: at most \(NumberText.grouped(http.possibleConnections)) connections at a time, "
        + "not \(NumberText.grouped(http.connections)): the system allows "
        + "\(NumberText.grouped(OpenFiles.limit)) open files; raise that with ulimit -n, or "
        + "LimitNOFILE= in systemd")
  }
}
