internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON

/// The OpenAPI 3.1 document, made from the list of routes.
enum OpenAPI {
  /// Writes the document.
  static func write(_ routes: [Route], to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("openapi", "3.1.0")
    writer.key("info")
    writer.beginObject()
    writer.member("title", "Plat")
    writer.member("summary", "Search and maps of real-estate listings")
    writer.member("version", PlatVersion.current)
    writer.endObject()
    writer.key("paths")
    writer.beginObject()
    var paths: [String] = []
    for route in routes where !paths.contains(route.path) { paths.append(route.path) }
    for path in paths {
      writer.key(path.utf8Span.span)
      writer.beginObject()
      for route in routes where route.path == path { operation(route, to: &writer) }
      writer.endObject()
    }
    writer.endObject()
    components(to: &writer)
    writer.endObject()
  }

  private static func operation(_ route: Route, to writer: inout JSONWriter) {
    writer.key(route.method.rawValue.lowercased().utf8Span.span)
    writer.beginObject()
    writer.member("operationId", route.name)
    writer.member("summary", route.summary)
    let isBody = route.method == .post
    writer.key("parameters")
    writer.beginArray()
    for parameter in route.parameters where parameter.place != .body { own(parameter, to: &writer) }
    if !isBody { for parameter in shared(route) { search(parameter, to: &writer) } }
    writer.endArray()
    if isBody {
      writer.key("requestBody")
      writer.beginObject()
      writer.key("required")
      writer.bool(true)
      writer.content("application/json") { writer in
        writer.member("type", "object")
        writer.key("additionalProperties")
        writer.bool(false)
        writer.key("properties")
        writer.beginObject()
        let own = route.parameters.filter { $0.place == .body }
        for parameter in own {
          writer.key(parameter.name.utf8Span.span)
          writer.beginObject()
          writer.member("description", parameter.summary)
          OpenAPISchemas.writeMembers(of: parameter, isNullable: !parameter.isRequired, to: &writer)
          writer.endObject()
        }
        for parameter in shared(route) {
          writer.key(parameter.name.utf8Span.span)
          OpenAPISchemas.write(
            parameter.effect, isInBody: true, summary: parameter.summary, to: &writer)
        }
        writer.endObject()
        if own.contains(where: \.isRequired) {
          writer.key("required")
          writer.beginArray()
          for parameter in own where parameter.isRequired { writer.string(parameter.name) }
          writer.endArray()
        }
      }
      writer.endObject()
    }
    responses(of: route, to: &writer)
    writer.endObject()
  }

  private static func responses(of route: Route, to writer: inout JSONWriter) {
    writer.key("responses")
    writer.beginObject()
    let answers = route.answers + general(route)
    var statuses: [Int] = []
    for answer in answers where !statuses.contains(answer.status) { statuses.append(answer.status) }
    for status in statuses.sorted() {
      let same = answers.filter { $0.status == status }
      writer.key(String(status).utf8Span.span)
      writer.beginObject()
      writer.member("description", same[0].meaning)
      if same.contains(where: { $0.mediaType != nil }) {
        writer.key("content")
        writer.beginObject()
        for answer in same {
          guard let mediaType = answer.mediaType else { continue }
          writer.key(mediaType.utf8Span.span)
          writer.beginObject()
          writer.key("schema")
          writer.beginObject()
          if let schema = answer.schema { writer.member("$ref", "#/components/schemas/" + schema) }
          writer.endObject()
          writer.endObject()
        }
        writer.endObject()
      }
      writer.endObject()
    }
    writer.endObject()
  }

  /// The answers that every route of a kind may give.
  private static func general(_ route: Route) -> [RouteAnswer] {
    func problem(_ status: Int, _ meaning: String) -> RouteAnswer {
      RouteAnswer(status, Problem.mediaType, meaning)
    }
    var answers = [
      problem(
        400, "A parameter cannot be used (`parameter` names it), or the request cannot be read."),
      problem(406, "The Accept field names other media types."),
      problem(408, "The request did not come in time."),
      problem(414, "The address is too long."),
      problem(421, "The Host field names another server."),
      problem(
        429, "This client address has made too many requests; ask again after Retry-After seconds."),
      problem(431, "The header is too long."),
      problem(503, "The server has too much to do; ask again after Retry-After seconds."),
    ]
    if route.method == .get {
      answers.append(
        RouteAnswer(304, nil, "The client's copy, named by If-None-Match, is still the answer."))
    } else {
      answers += [problem(413, "The body is too large."), problem(415, "The body is not JSON.")]
    }
    return answers
  }

  private static func shared(_ route: Route) -> [SearchParameter] {
    let own = route.parameters.map(\.name)
    switch route.filters {
    case .none: return []
    case .map: return SearchParameter.filters.filter { !own.contains($0.name) }
    case .search: return SearchParameter.all.filter { !own.contains($0.name) }
    }
  }

  private static func own(_ parameter: RouteParameter, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", parameter.name)
    writer.member("in", parameter.place.rawValue)
    writer.member("description", parameter.summary)
    if parameter.isRequired {
      writer.key("required")
      writer.bool(true)
    }
    writer.key("schema")
    writer.beginObject()
    OpenAPISchemas.writeMembers(of: parameter, isNullable: false, to: &writer)
    writer.endObject()
    writer.member("example", parameter.example)
    writer.endObject()
  }

  private static func search(_ parameter: SearchParameter, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", parameter.name)
    writer.member("in", "query")
    writer.member("description", parameter.summary)
    writer.key("schema")
    OpenAPISchemas.write(parameter.effect, isInBody: false, to: &writer)
    writer.member("example", parameter.example)
    writer.endObject()
  }

  private static func components(to writer: inout JSONWriter) {
    writer.key("components")
    writer.beginObject()
    writer.key("schemas")
    OpenAPISchemas.writeComponents(to: &writer)
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes a member that is a text.
  mutating func member(_ key: String, _ value: String) {
    self.key(key.utf8Span.span)
    string(value)
  }

  /// Writes a `content` member with the schema that the closure fills.
  fileprivate mutating func content(_ mediaType: String, _ schema: (inout JSONWriter) -> Void) {
    key("content")
    beginObject()
    key(mediaType.utf8Span.span)
    beginObject()
    key("schema")
    beginObject()
    schema(&self)
    endObject()
    endObject()
    endObject()
  }
}
