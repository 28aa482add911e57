internal import Plat
internal import PlatAccess
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON

/// The OpenAPI 3.1 document, made from the list of routes.
enum OpenAPI {
  /// Writes the document without its closing brace: members may follow before the caller ends the
  /// object.
  static func writeMembers(_ routes: [Route], to writer: inout JSONWriter) {
    writer.member("openapi", "3.1.0")
    info(to: &writer)
    tags(of: routes, to: &writer)
    writer.object("paths") { writer in
      var paths: [String] = []
      for route in routes where !paths.contains(route.path) { paths.append(route.path) }
      for path in paths {
        writer.object(named: path) { writer in
          for route in routes where route.path == path { operation(route, to: &writer) }
        }
      }
    }
    components(to: &writer)
  }

  private static func info(to writer: inout JSONWriter) {
    writer.object("info") { writer in
      writer.member("title", "Plat")
      writer.member("summary", "Search and maps of real-estate listings")
      writer.member(
        "description",
        "Listings by any filter, map tiles with clusters, places and their statistics, and "
          + "estimates from comparable sales. Errors are problem details (RFC 9457). Every GET "
          + "answers HEAD too, with an entity tag for If-None-Match.")
      writer.member("version", PlatVersion.current)
      writer.object("license") { writer in
        writer.member("name", "Apache License 2.0")
        writer.member("identifier", "Apache-2.0")
      }
    }
  }

  private static func tags(of routes: [Route], to writer: inout JSONWriter) {
    let used = Set(routes.compactMap(\.tag))
    writer.array("tags") { writer in
      for group in Route.groups where used.contains(group.tag) {
        writer.object { writer in
          writer.member("name", group.tag)
          writer.member("description", group.meaning)
        }
      }
    }
  }

  private static func operation(_ route: Route, to writer: inout JSONWriter) {
    writer.object(named: route.method.rawValue.lowercased()) { writer in
      writer.member("operationId", route.name)
      if let tag = route.tag { writer.member("tags", [tag]) }
      writer.member("summary", route.summary)
      writer.member("description", ifPresent: OperationNotes.text(of: route))
      let isBody = route.takesBody
      writer.array("parameters") { writer in
        for parameter in route.parameters where parameter.place != .body {
          own(parameter, to: &writer)
        }
        if !isBody { for parameter in route.searchParameters { search(parameter, to: &writer) } }
      }
      if isBody { body(of: route, to: &writer) }
      responses(of: route, to: &writer)
      if let role = route.role {
        writer.array("security") { writer in
          writer.object { writer in writer.member("apiKey", [role.rawValue]) }
        }
      }
    }
  }

  /// Writes the body of a route that takes a whole listing, a patch, or several.
  private static func content(
    of route: Route, _ schema: String, to writer: inout JSONWriter
  ) {
    writer.object("requestBody") { writer in
      writer.member("required", true)
      writer.object("content") { writer in
        for type in route.body.mediaTypes {
          content(type, to: &writer) { writer in
            writer.member("$ref", "#/components/schemas/" + schema)
          }
        }
      }
    }
  }

  private static func body(of route: Route, to writer: inout JSONWriter) {
    if let schema = route.body.schema { return content(of: route, schema, to: &writer) }
    let own = route.parameters.filter { $0.place == .body }
    writer.object("requestBody") { writer in
      writer.member("required", true)
      writer.object("content") { writer in
        content("application/json", to: &writer) { writer in
          writer.member("type", "object")
          writer.member("additionalProperties", false)
          writer.object("properties") { writer in
            for parameter in own {
              writer.object(named: parameter.name) { writer in
                writer.member("description", parameter.summary)
                ParameterSchemas.writeMembers(
                  of: parameter, isNullable: !parameter.isRequired, to: &writer)
              }
            }
            for parameter in route.searchParameters {
              writer.key(named: parameter.name)
              ParameterSchemas.write(
                parameter, isInBody: true, summary: parameter.summary, to: &writer)
            }
          }
          let required = own.filter(\.isRequired).map(\.name)
          if !required.isEmpty { writer.member("required", required) }
        }
      }
    }
  }

  /// Writes a media type with the schema whose members the closure writes.
  private static func content(
    _ mediaType: String, to writer: inout JSONWriter, _ schema: (inout JSONWriter) -> Void
  ) {
    writer.object(named: mediaType) { writer in writer.object("schema", schema) }
  }

  private static func responses(of route: Route, to writer: inout JSONWriter) {
    let answers = route.answers + general(route)
    writer.object("responses") { writer in
      for status in Set(answers.map(\.status)).sorted() {
        let same = answers.filter { $0.status == status }
        writer.object(named: String(status)) { writer in
          writer.member("description", same[0].meaning)
          guard same.contains(where: { $0.mediaType != nil }) else { return }
          writer.object("content") { writer in
            for answer in same {
              if let type = answer.mediaType { media(type, answer, to: &writer) }
            }
          }
        }
      }
    }
  }

  private static func media(_ type: String, _ answer: RouteAnswer, to writer: inout JSONWriter) {
    content(type, to: &writer) { writer in
      if let schema = answer.schema {
        writer.member("$ref", "#/components/schemas/" + schema)
      } else {
        writer.member("type", "string")
        if !type.hasPrefix("text/") { writer.member("format", "binary") }
      }
    }
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
        429,
        "This client address has made too many requests; ask again after Retry-After seconds."),
      problem(431, "The header is too long."),
      problem(503, "The server has too much to do; ask again after Retry-After seconds."),
    ]
    if route.method == .get {
      answers.append(
        RouteAnswer(304, nil, "The client's copy, named by If-None-Match, is still the answer."))
    } else if route.takesBody {
      answers += [
        problem(413, "The body is too large."), problem(415, "The body has another media type."),
      ]
    }
    return answers
  }

  private static func own(_ parameter: RouteParameter, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", parameter.name)
      writer.member("in", parameter.place.rawValue)
      writer.member("description", parameter.summary)
      if parameter.isRequired { writer.member("required", true) }
      writer.object("schema") { writer in
        ParameterSchemas.writeMembers(of: parameter, isNullable: false, to: &writer)
      }
      writer.member("example", parameter.example)
    }
  }

  private static func search(_ parameter: SearchParameter, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", parameter.name)
      writer.member("in", "query")
      writer.member("description", parameter.summary)
      if parameter.takesList {
        writer.member("style", "form")
        writer.member("explode", false)
      }
      writer.key("schema")
      ParameterSchemas.write(parameter, isInBody: false, to: &writer)
      writer.member("example", parameter.example)
    }
  }

  private static func components(to writer: inout JSONWriter) {
    writer.object("components") { writer in
      writer.key("schemas")
      AnswerSchemas.write(to: &writer)
      writer.object("securitySchemes") { writer in
        writer.object("apiKey") { writer in
          writer.member("type", "http")
          writer.member("scheme", "bearer")
          writer.member("description", "An API key, which plat keys makes.")
        }
      }
    }
  }
}
