internal import Plat
internal import PlatJSON
internal import PlatListings

/// The JSON Schemas of search parameters.
enum ParameterSchemas {
  /// A type with its other schema members.
  private struct Schema {
    let type: String
    var words: [String] = []
    var range: ClosedRange<Int>?

    /// Writes the members.
    func write(to writer: inout JSONWriter) {
      writer.member("type", type)
      if !words.isEmpty { writer.member("enum", words) }
      guard let range else { return }
      writer.member("minimum", range.lowerBound)
      if range.upperBound < .max { writer.member("maximum", range.upperBound) }
    }
  }

  /// Writes the schema of a parameter.
  ///
  /// - Parameters:
  ///   - isInBody: Whether it is a member of a JSON body, which may also be null, and a list or one
  ///     text if it takes several values.
  ///   - summary: One sentence, unless it is written next to the schema.
  static func write(
    _ parameter: SearchParameter, isInBody: Bool, summary: String? = nil,
    to writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("description", ifPresent: summary)
      let effect = parameter.effect
      let schema = schema(of: effect)
      guard isInBody else {
        if parameter.takesList { return writeList(of: schema, to: &writer) }
        return schema.write(to: &writer)
      }
      writer.array("anyOf") { writer in
        if BodyParameters.takesList(effect) {
          let isPosition = effect == .bbox || effect == .near
          let element = isPosition ? Schema(type: "number") : schema
          writer.object { writer in writeList(of: element, to: &writer) }
        }
        writer.object { writer in
          (parameter.takesList ? Schema(type: "string") : schema).write(to: &writer)
        }
        // Numbers may also be texts, as in a query; a polygon may be GeoJSON.
        if schema.type == "number" || schema.type == "integer" { plain("string", to: &writer) }
        if effect == .within || effect == .tree { plain("object", to: &writer) }
        plain("null", to: &writer)
      }
    }
  }

  private static func plain(_ type: String, to writer: inout JSONWriter) {
    writer.object { writer in writer.member("type", type) }
  }

  private static func writeList(of element: Schema, to writer: inout JSONWriter) {
    writer.member("type", "array")
    writer.object("items") { writer in element.write(to: &writer) }
  }

  private static func schema(of effect: SearchParameter.Effect) -> Schema {
    switch effect {
    case .atLeast(let field), .atMost(let field), .before(let field):
      if case .number = field.definition.kind { return Schema(type: "number") }
      return Schema(type: "string")
    case .oneOf(let field), .noneOf(let field):
      guard case .lookup(let words) = field.definition.kind else { return Schema(type: "string") }
      // `any` is the only value that is not a listing's own status.
      let any = effect == .oneOf(.standardStatus) ? ["any"] : []
      return Schema(type: "string", words: words + any)
    case .listingFor: return Schema(type: "string", words: ListingFor.allCases.map(\.rawValue))
    case .facets: return Schema(type: "string", words: SearchParameters.facetNames)
    case .pool, .flag, .statistics, .bounds, .explain: return Schema(type: "boolean")
    case .page: return Schema(type: "integer", range: 1...(.max))
    case .limit: return Schema(type: "integer", range: 0...SearchParameters.pageLimit)
    case .sort:
      let names = SearchParameters.sortNames
      return Schema(type: "string", words: names.flatMap { [$0, "-" + $0] })
    default: return Schema(type: "string")
    }
  }
}
