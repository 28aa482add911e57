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

  /// The members of a definition: those of the function stand in `function`, or beside the type.
  static let descriptions: [MemberDescription] =
    [
      MemberDescription("type", .constant("function")),
      MemberDescription("function", .object(members), isRequired: false),
    ] + members.map { MemberDescription($0.name, $0.type, $0.meaning, isRequired: false) }

  private static let members = [
    MemberDescription("name", .string), MemberDescription("description", .string),
    MemberDescription("strict", .boolean),
    MemberDescription("parameters", .map(of: nil), "A JSON Schema."),
  ]

  /// Writes the definitions as an array.
  ///
  /// - Parameters:
  ///   - routes: The table; a function whose route it lacks is left out.
  ///   - isFlat: Whether name and parameters stand beside the type, as the Responses interface
  ///     wants it, and not in an object.
  static func write(_ routes: [Route], isFlat: Bool, to writer: inout JSONWriter) {
    writer.array { writer in
      for function in functions {
        guard let route = routes.first(where: { $0.path == function.path && $0.method == .post })
        else { continue }
        writer.object { writer in
          writer.member("type", "function")
          if isFlat {
            write(function.name, route, to: &writer)
          } else {
            writer.object("function") { writer in write(function.name, route, to: &writer) }
          }
        }
      }
    }
  }

  private static func write(_ name: String, _ route: Route, to writer: inout JSONWriter) {
    let parameters = route.parameters.filter { $0.place == .body }
    writer.member("name", name)
    writer.member("description", route.summary)
    writer.member("strict", true)
    writer.object("parameters") { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        for parameter in parameters {
          writer.object(named: parameter.name) { writer in
            writer.member("description", description(of: parameter))
            ParameterSchemas.writeMembers(
              of: parameter, isNullable: !parameter.isRequired, hasBounds: false, to: &writer)
          }
        }
      }
      writer.member("required", parameters.map(\.name))
      writer.member("additionalProperties", false)
    }
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
