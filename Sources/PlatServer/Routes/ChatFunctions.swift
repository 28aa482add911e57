internal import PlatHTTP
internal import PlatJSON

/// Definitions for function calling, made from the table of routes that checks what comes in.
///
/// Strict mode wants every property required, null where one may be left out, and no others; bounds
/// of numbers and texts, which not every server of models knows, are told in words.
enum ChatFunctions {
  /// A function's name for models, and the route that it calls.
  private static let functions: [(name: String, path: String)] = [
    ("search_listings", "/api/chat/search-listings"),
    ("match_location", "/api/chat/match-location"),
    ("research_community", "/api/chat/research-community"), ("cma", "/api/ai/cma"),
  ]

  /// Writes the definitions as an array.
  ///
  /// - Parameters:
  ///   - routes: The table; a function whose route it lacks is left out.
  ///   - isFlat: Whether name and parameters stand beside the type, as the Responses interface
  ///     wants it, and not in an object.
  static func write(_ routes: [Route], isFlat: Bool, to writer: inout JSONWriter) {
    writer.beginArray()
    for function in functions {
      guard let route = routes.first(where: { $0.path == function.path && $0.method == .post })
      else { continue }
      writer.beginObject()
      writer.member("type", "function")
      if !isFlat {
        writer.key("function")
        writer.beginObject()
      }
      write(function.name, route, to: &writer)
      if !isFlat { writer.endObject() }
      writer.endObject()
    }
    writer.endArray()
  }

  private static func write(_ name: String, _ route: Route, to writer: inout JSONWriter) {
    let parameters = route.parameters.filter { $0.place == .body }
    writer.member("name", name)
    writer.member("description", route.summary)
    writer.key("strict")
    writer.bool(true)
    writer.key("parameters")
    writer.beginObject()
    writer.member("type", "object")
    writer.key("properties")
    writer.beginObject()
    for parameter in parameters {
      writer.key(parameter.name.utf8Span.span)
      writer.beginObject()
      writer.member("description", description(of: parameter))
      OpenAPISchemas.writeMembers(
        of: parameter, isNullable: !parameter.isRequired, hasBounds: false, to: &writer)
      writer.endObject()
    }
    writer.endObject()
    writer.key("required")
    writer.beginArray()
    for parameter in parameters { writer.string(parameter.name) }
    writer.endArray()
    writer.key("additionalProperties")
    writer.bool(false)
    writer.endObject()
  }

  private static func description(of parameter: RouteParameter) -> String {
    switch parameter.kind {
    case .whole, .number:
      parameter.summary + " Such as \(parameter.example); \(parameter.expected)."
    case .flag: parameter.summary
    default: parameter.summary + " Such as \(parameter.example)."
    }
  }
}
