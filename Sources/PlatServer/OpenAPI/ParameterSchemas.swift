internal import Plat
internal import PlatJSON
internal import PlatListings

/// The JSON Schemas of parameters.
enum ParameterSchemas {
  /// Writes the schema of a parameter.
  ///
  /// - Parameters:
  ///   - isInBody: Whether it is a member of a JSON body, which may also be a list or null.
  ///   - summary: One sentence, where it does not stand beside the schema.
  static func write(
    _ effect: SearchParameter.Effect, isInBody: Bool, summary: String? = nil,
    to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("description", ifPresent: summary)
    let (type, more) = type(of: effect)
    writer.key("type")
    if isInBody {
      writer.array { writer in
        writer.string(type)
        writer.string("null")
        if type == "number" || type == "integer" { writer.string("string") }
        if BodyParameters.takesList(effect) { writer.string("array") }
        if effect == .within { writer.string("object") }
      }
    } else {
      writer.string(type)
    }
    more(&writer)
    writer.endObject()
  }

  private static func type(of effect: SearchParameter.Effect) -> (
    String, (inout JSONWriter) -> Void
  ) {
    func range(_ least: Int, _ most: Int?) -> (inout JSONWriter) -> Void {
      { writer in
        writer.member("minimum", least)
        guard let most else { return }
        writer.member("maximum", most)
      }
    }
    switch effect {
    case .atLeast(let field), .atMost(let field), .before(let field):
      if case .number = field.definition.kind { return ("number", { _ in }) }
      return ("string", { _ in })
    case .pool, .statistics, .bounds, .explain: return ("boolean", { _ in })
    case .page: return ("integer", range(1, nil))
    case .limit: return ("integer", range(0, SearchParameters.pageLimit))
    case .sort:
      return (
        "string",
        { writer in
          writer.array("enum") { writer in
            for name in SearchParameters.sortNames {
              writer.string(name)
              writer.string("-" + name)
            }
          }
        }
      )
    case .offer:
      return (
        "string",
        { writer in
          writer.array("enum") { writer in
            for offer in SearchParameter.Offer.allCases { writer.string(offer.rawValue) }
          }
        }
      )
    default: return ("string", { _ in })
    }
  }
}
