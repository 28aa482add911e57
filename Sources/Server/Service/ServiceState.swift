internal import Glibc
internal import HTTP
internal import Plat
internal import Synchronization

/// What the loops of a server share: the routes, the generation that is served, and the numbers of what was done.
final class ServiceState: Sendable {
  let options: ServiceOptions
  let router = Router(routes: Route.listings + Route.map + Route.operations)
  let pages: Pages
  let log: RequestLog
  private let metrics: [RouteMetrics]
  private let strangers = RouteMetrics()
  private let current: Mutex<Generation>
  private let proxies: Set<String>
  private let counters = Mutex<HTTPServer?>(nil)

  init(_ listings: ListingsDatabase, _ options: ServiceOptions) {
    self.options = options
    pages = Pages(folders: options.pageFolders)
    log = RequestLog(level: options.logLevel)
    metrics = router.routes.map { _ in RouteMetrics() }
    current = Mutex(Generation(listings, number: 1, cacheBytes: options.answerBytes))
    proxies = Set(options.trustedProxies)
  }

  /// The generation that new requests get.
  var generation: Generation { current.withLock { $0 } }

  /// Serves another state of the index from now on.
  func take(_ listings: ListingsDatabase) {
    current.withLock { current in
      current = Generation(listings, number: current.number + 1, cacheBytes: options.answerBytes)
    }
  }

  /// Tells the state whose connections `/metrics` speaks of.
  func connect(_ server: HTTPServer) { counters.withLock { $0 = server } }

  /// Answers a request.
  func answer(_ request: borrowing HTTPRequest, _ response: inout HTTPResponse) {
    let began = Self.now()
    let generation = generation
    let method = request.method
    let (path, query) = (request.path, request.query)
    let takesGzip = Negotiation.takesGzip(request.field("accept-encoding"))
    response.addField("Access-Control-Allow-Origin", "*")
    let hash = AnswerCache.hash(path, query, takesGzip)
    var number = -1
    switch router.find(method, path) {
    case .route(let found, let values):
      number = found
      let route = router.routes[found]
      if let kept = route.isRepeatable ? generation.answers.answer(hash, path, query, takesGzip) : nil,
        Negotiation.takes(kept.mediaType, request.field("accept"))
      {
        send(kept, request, &response)
      } else {
        do throws(Problem) {
          let call = try call(route, values, generation, request)
          try call.checkNames()
          var answer = try route.handler(call)
          guard Negotiation.takes(String(answer.mediaType.prefix { $0 != ";" }), request.field("accept")) else {
            throw Problem(
              406, "not-acceptable", "The answer is of another media type",
              "this address answers with \(answer.mediaType), which the Accept field does not name")
          }
          if route.isRepeatable {
            let isGzip = takesGzip && answer.body.count >= Self.leastGzip
            if isGzip { answer.body = Gzip.compress(answer.body.span) }
            let kept = KeptAnswer(
              key: AnswerCache.key(path, query, takesGzip), status: answer.status, mediaType: answer.mediaType,
              tag: "\"\(generation.mark)-\(String(hash, radix: 36))\"", isGzip: isGzip,
              body: HTTPBody(copying: answer.body.span))
            generation.answers.keep(kept, hash)
            send(kept, request, &response)
          } else {
            send(&answer, takesGzip, &response)
          }
        } catch {
          send(error, &response)
        }
      }
    case .otherMethods(let methods):
      let allowed = allowedMethods(methods)
      response.addField("Allow", allowed)
      if method == .options {
        response.status = 204
        response.addField("Access-Control-Allow-Methods", allowed)
        response.addField("Access-Control-Allow-Headers", "Content-Type, If-None-Match")
        response.addField("Access-Control-Max-Age", "86400")
      } else {
        send(
          Problem(405, "method-not-allowed", "The method is another", "this address takes \(allowed)"), &response)
      }
    case .nothing:
      send(.notFound("there is no such address; /openapi.json lists those that there are"), &response)
    }
    let spent = Self.now() - began
    (number >= 0 ? metrics[number] : strangers).count(status: response.status, microseconds: spent)
    log.request(
      method: method.rawValue, route: number >= 0 ? router.routes[number].path : "-", status: response.status,
      bytes: response.shared?.count ?? response.body.count, microseconds: spent, generation: generation.number)
  }

  /// Answers shorter than this are not compressed.
  private static let leastGzip = 512

  // MARK: Reading

  private func call(
    _ route: Route, _ values: [Range<Int>], _ generation: Generation, _ request: borrowing HTTPRequest
  ) throws(Problem) -> Call {
    var path: [String] = []
    for (number, range) in values.enumerated() {
      do throws(PercentError) { path.append(try PercentCoding.decode(request.path.extracting(range))) } catch {
        throw Problem(
          400, "bad-path", "The address cannot be read", error.description, parameter: route.pattern.names[number])
      }
    }
    var query: [(name: String, value: String)]
    do throws(PercentError) { query = try QueryString.pairs(request.query, limit: 100) } catch {
      throw Problem(400, "bad-query", "The address cannot be read", "the query: \(error)")
    }
    if route.method == .post { query += try BodyParameters.read(request.body) }
    return Call(
      generation: generation, service: self, route: route, path: path, query: query, origin: origin(request))
  }

  /// Scheme and host of the request, or what a trusted proxy says that they were.
  private func origin(_ request: borrowing HTTPRequest) -> String {
    var scheme = "http"
    var host = Self.host(request.field("host"))
    if !proxies.isEmpty, proxies.contains(request.peer.description) {
      if let forwarded = request.field("x-forwarded-proto"), let text = Self.text(forwarded), text == "https" {
        scheme = "https"
      }
      host = Self.host(request.field("x-forwarded-host")) ?? host
    }
    return scheme + "://" + (host ?? "127.0.0.1")
  }

  /// A host with its port, where it has no other characters than those have.
  private static func host(_ field: Span<UInt8>?) -> String? {
    guard let field, let text = text(field), !text.isEmpty, text.utf8.count <= 255 else { return nil }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"):
        continue
      default: return nil
      }
    }
    return text
  }

  private static func text(_ field: Span<UInt8>) -> String? {
    unsafe field.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
  }

  // MARK: Sending

  private func send(_ kept: KeptAnswer, _ request: borrowing HTTPRequest, _ response: inout HTTPResponse) {
    response.addField("ETag", kept.tag)
    response.addField("Cache-Control", "public, max-age=\(options.keepSeconds)")
    response.addField("Vary", "Accept-Encoding")
    if Negotiation.matches(kept.tag, request.field("if-none-match")) {
      response.status = 304
      return
    }
    response.status = kept.status
    if kept.status == 204 { return }
    response.addField("Content-Type", kept.mediaType)
    if kept.isGzip { response.addField("Content-Encoding", "gzip") }
    response.shared = kept.body
  }

  private func send(_ answer: inout Answer, _ takesGzip: Bool, _ response: inout HTTPResponse) {
    response.status = answer.status
    response.addField("Cache-Control", answer.keeping == .never ? "no-store" : "no-cache")
    response.addField("Content-Type", answer.mediaType)
    if takesGzip, answer.body.count >= Self.leastGzip {
      response.addField("Content-Encoding", "gzip")
      response.addField("Vary", "Accept-Encoding")
      response.body = Gzip.compress(answer.body.span)
    } else {
      response.body = answer.body
    }
  }

  private func send(_ problem: Problem, _ response: inout HTTPResponse) {
    response.status = problem.status
    response.addField("Content-Type", Problem.mediaType)
    response.addField("Cache-Control", "no-store")
    response.body = problem.json
  }

  private func allowedMethods(_ methods: [HTTPMethod]) -> String {
    var names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
    names.append("OPTIONS")
    return names.joined(separator: ", ")
  }

  // MARK: Metrics

  /// The metrics in the text format of Prometheus.
  func metricsText(_ generation: Generation) -> String {
    var text = """
      # HELP plat_requests_total Requests by route and class of status.
      # TYPE plat_requests_total counter
      # HELP plat_request_seconds Seconds from the first to the last line of the answer's making.
      # TYPE plat_request_seconds histogram

      """
    for (route, metrics) in zip(router.routes, metrics) {
      metrics.write(route: "\(route.method.rawValue) \(route.path)", to: &text)
    }
    strangers.write(route: "-", to: &text)
    func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible, type: String = "gauge") {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n\(name) \(value)\n"
    }
    let listings = generation.listings
    gauge("plat_listings", "Listings that are served.", listings.count)
    gauge("plat_generation", "How many states of the index were served, this one included.", generation.number)
    gauge("plat_snapshot_bytes", "Bytes of the snapshot that is mapped.", listings.index.snapshot.fileLength)
    gauge("plat_kept_answers_bytes", "Bytes of answers that are kept.", generation.answers.bytes)
    gauge("plat_kept_queries", "Filters whose matches are kept for the map.", listings.map.cacheSize.queries)
    if let counters = counters.withLock({ $0 })?.counters {
      gauge("plat_connections", "Connections that are open.", counters.activeConnections)
      gauge("plat_connections_accepted_total", "Connections accepted.", counters.acceptedConnections, type: "counter")
      gauge("plat_received_bytes_total", "Bytes read.", counters.bytesIn, type: "counter")
      gauge("plat_sent_bytes_total", "Bytes sent.", counters.bytesOut, type: "counter")
      gauge(
        "plat_connections_refused_total", "Connections beyond the limit.", counters.refusedConnections, type: "counter")
    }
    return text
  }

  /// Microseconds of a clock that only goes forward.
  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
