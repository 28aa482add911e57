import Foundation
import HTTP
import Plat
import Server

/// `plat serve`: the query server.
enum ServeCommand {
  static let command = Command(
    name: "serve", summary: "Answer searches and map tiles over HTTP, with a page to look at.",
    usage: "INDEX [--host A] [--port N] [--threads N] [--page DIR] [--log LEVEL]",
    discussion: """
      Serves the newest whole snapshot of INDEX. A newer one is taken up as soon as it is there, or on SIGHUP; requests that
      are under way end with the one they began with. SIGTERM and SIGINT let requests end, then stop. /openapi.json lists
      every address, /metrics counts, /api/health tells whether it is ready: with probe=ready the
      status is 503 where it is not.

      \(ModelSettings.help)

      Examples:
        plat serve indexes/demo
        plat serve indexes/demo --port 9000 --threads 2 --log requests
        curl 'http://127.0.0.1:8080/api/mls-listings?city=palm&minBeds=3&sort=price'
      """,
    options: [
      Option("host", "A", "The numeric address to listen on; 127.0.0.1, which only this machine reaches."),
      Option("port", "N", "The port; 8080. 0 for any that is free."),
      Option("threads", "N", "Loops that answer; as many as there are processors."),
      Option("workers", "N", "Threads for what takes long, such as facets; half as many as there are processors."),
      Option("waiting", "N", "Requests that may wait for those; 64. More are told to come again."),
      Option("connections", "N", "Connections at a time; 4096. More are told to come again."),
      Option("cache", "MB", "Memory for answers that are kept; 32."),
      Option("keep", "SECONDS", "How long others may keep an answer before they ask again; 60."),
      Option("trust-proxy", "A", "The address of a proxy whose X-Forwarded fields are believed.", repeats: true),
      Option("page", "DIR", "A folder with files of the map page.", repeats: true),
      Option("linger", "SECONDS", "How long it answers on, no longer ready, before it stops; 0."),
      Option("drain", "SECONDS", "How long requests may take to end when it stops; 10."),
      Option("log", "LEVEL", "off, problems or requests; problems. One JSON object a line, on standard error."),
    ], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    var options = ServiceOptions()
    if let host = arguments.value("host") { options.http.address = host }
    options.http.port = UInt16(try arguments.number("port", 0...65_535) ?? 8080)
    if let threads = try arguments.number("threads", 1...1_024) { options.http.loops = threads }
    if let connections = try arguments.number("connections", 1...1_000_000) { options.http.connections = connections }
    if let workers = try arguments.number("workers", 1...1_024) { options.workers = workers }
    if let waiting = try arguments.number("waiting", 1...100_000) { options.waitingRequests = waiting }
    options.http.laterRequests = max(options.http.laterRequests, options.waitingRequests + options.workers)
    if let cache = try arguments.number("cache", 0...1_000_000) { options.answerBytes = cache << 20 }
    if let keep = try arguments.number("keep", 0...31_536_000) { options.keepSeconds = keep }
    options.languageModel = try ModelSettings.model()
    options.http.laterRequests += options.modelRequests * 2
    options.trustedProxies = arguments.all("trust-proxy")
    options.pageFolders = arguments.all("page")
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
    for signal in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)

    let service = try QueryService(opening: arguments.operands[0], options: options)
    let port = try service.start()
    Console.print("Serving \(service.snapshotPath) on http://\(options.http.address):\(port)")
    while true {
      var second = timespec(tv_sec: 1, tv_nsec: 0)
      switch unsafe sigtimedwait(&signals, nil, &second) {
      case SIGTERM, SIGINT:
        service.announceStop()
        // A second signal ends the wait.
        var time = timespec(tv_sec: linger, tv_nsec: 0)
        if linger > 0 { _ = unsafe sigtimedwait(&signals, nil, &time) }
        service.stop(drainSeconds: Double(drain))
        return
      case SIGHUP: service.reload()
      default: service.reloadIfChanged()
      }
    }
  }
}
