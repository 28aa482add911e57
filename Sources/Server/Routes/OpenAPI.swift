internal import HTTP
internal import JSON
internal import Plat

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
    writer.member("version", "0.1.0")
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
    for parameter in route.parameters { own(parameter, to: &writer) }
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
        for parameter in shared(route) {
          writer.key(parameter.name.utf8Span.span)
          writer.beginObject()
          writer.member("description", parameter.summary)
          writer.endObject()
        }
        writer.endObject()
      }
      writer.endObject()
    }
    writer.key("responses")
    writer.beginObject()
    for answer in route.answers {
      writer.key(String(answer.status).utf8Span.span)
      writer.beginObject()
      writer.member("description", answer.meaning)
      if let mediaType = answer.mediaType {
        writer.content(mediaType) { writer in
          if mediaType == Problem.mediaType {
            writer.member("$ref", "#/components/schemas/Problem")
          } else if mediaType.hasSuffix("json") {
            writer.key("type")
            writer.beginArray()
            writer.string("object")
            writer.string("array")
            writer.endArray()
          }
        }
      }
      writer.endObject()
    }
    if route.method == .get {
      writer.key("304")
      writer.beginObject()
      writer.member("description", "The client's copy, named by If-None-Match, is still the answer.")
      writer.endObject()
    }
    for (status, meaning) in [
      ("400", "A parameter cannot be used; `parameter` names it."), ("413", "The body is too large."),
      ("503", "The server has too much to do; try again later."),
    ] {
      writer.key(status.utf8Span.span)
      writer.beginObject()
      writer.member("description", meaning)
      writer.content(Problem.mediaType) { $0.member("$ref", "#/components/schemas/Problem") }
      writer.endObject()
    }
    writer.endObject()
    writer.endObject()
  }

  private static func shared(_ route: Route) -> [SearchParameter] {
    let own = route.parameters.map(\.name)
    switch route.filters {
    case .none: return []
    case .map: return SearchParameter.filters.filter { !own.contains($0.name) }
    case .search: return SearchParameter.all
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
    switch parameter.kind {
    case .text: writer.member("type", "string")
    case .whole(let range):
      writer.member("type", "integer")
      writer.key("minimum")
      writer.integer(Int64(range.lowerBound))
      writer.key("maximum")
      writer.integer(Int64(range.upperBound))
    }
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
    writer.beginObject()
    writer.member("type", "string")
    writer.endObject()
    writer.member("example", parameter.example)
    writer.endObject()
  }

  private static func components(to writer: inout JSONWriter) {
    writer.key("components")
    writer.beginObject()
    writer.key("schemas")
    writer.beginObject()
    writer.key("Problem")
    writer.beginObject()
    writer.member("type", "object")
    writer.member("description", "RFC 9457 problem details.")
    writer.key("properties")
    writer.beginObject()
    for (name, type) in [
      ("type", "string"), ("title", "string"), ("status", "integer"), ("detail", "string"), ("parameter", "string"),
    ] {
      writer.key(name.utf8Span.span)
      writer.beginObject()
      writer.member("type", type)
      writer.endObject()
    }
    writer.endObject()
    writer.endObject()
    writer.endObject()
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ key: String, _ value: String) {
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
