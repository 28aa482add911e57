internal import Plat
internal import PlatAssistant
internal import PlatHTTP
internal import PlatJSON

/// Routes for the operator of the server.
extension Route {
  static let operations: [Route] = [
    Route(
      .get, "/api/health", "getHealth",
      "Whether the server lives and is ready, and what it serves.",
      parameters: [
        RouteParameter(
          "probe", in: .query,
          "What the status tells: `live` 200 while it answers at all, `ready` 503 while it stops.",
          as: .choice(["live", "ready"]), example: "ready")
      ],
      answers: [
        RouteAnswer(
          200, "application/json", "It lives; `ready` tells whether requests are welcome.",
          schema: "Health"),
        RouteAnswer(
          503, "application/json", "It lives and is not ready, asked with `probe=ready`.",
          schema: "Health"),
      ],
      isRepeatable: false
    ) { call throws(Problem) in
      let health = Health(call)
      let probe = try call.text("probe")
      var answer = Answer.json(health, Health.described, keeping: .never)
      if probe == "ready", !health.isReady { answer.status = 503 }
      return answer
    },
    Route(
      .get, "/metrics", "getMetrics", "Counters and latencies in the text format of Prometheus.",
      answers: [RouteAnswer(200, "text/plain", "The metrics.")], isRepeatable: false
    ) { call throws(Problem) in
      Answer(
        mediaType: "text/plain; version=0.0.4; charset=utf-8",
        body: Array(MetricsText.write(call.context, call.generation).utf8),
        keeping: .never)
    },
    Route(
      .get, "/openapi.json", "getOpenAPI", "This interface, as an OpenAPI 3.1 document.",
      answers: [RouteAnswer(200, "application/json", "The document.", schema: "JSONObject")],
      // The document contains the server's address, which differs between requests.
      isRepeatable: false
    ) { call throws(Problem) in
      let file = call.context.interface.file(at: call.base)
      return Answer(mediaType: file.mediaType, file: file)
    },
    Route(
      .get, "/", "getPage", "The map page.",
      answers: [
        RouteAnswer(
          200, "text/html", "The page; on a server without it, one that tells how to have it.")
      ],
      ignoresQuery: true
    ) { call throws(Problem) in call.context.pages.first },
    Route(
      .get, "/assets/{file}", "getPageFile", "A file of the map page.",
      parameters: [RouteParameter("file", in: .path, "The file's name.", example: "app.js")],
      answers: [
        RouteAnswer(404, Problem.mediaType, "There is none.")
      ] + Pages.mediaTypes.map { RouteAnswer(200, $0, "The file.") },
      ignoresQuery: true
    ) { call throws(Problem) in try call.context.pages.answer(call.path("file")) },
  ]
}
