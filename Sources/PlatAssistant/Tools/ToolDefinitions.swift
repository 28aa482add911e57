package import PlatJSON

/// Definitions for function calling, made from the table of tools.
///
/// OpenAI's strict mode requires every property to be listed as required, null if it is optional,
/// and no others.
extension Tool {
  /// The members of a definition: the function's own are in `function`, or next to the type.
  package static let definitionMembers: [MemberDescription] =
    [
      MemberDescription("type", .constant("function")),
      MemberDescription("function", .object(functionMembers), isRequired: false),
    ]
    + functionMembers.map {
      MemberDescription($0.name, $0.type, $0.meaning, isRequired: false)
    }

  private static let functionMembers = [
    MemberDescription("name", .string), MemberDescription("description", .string),
    MemberDescription("strict", .boolean),
    MemberDescription("parameters", .map(of: nil), "A JSON Schema."),
  ]

  /// Writes the definitions of all tools as an array.
  ///
  /// - Parameter isFlat: Whether name and parameters are next to the type, as in the Responses
  ///   interface, instead of in an object.
  package static func writeDefinitions(isFlat: Bool, to writer: inout JSONWriter) {
    writer.array { writer in
      for tool in all {
        writer.object { writer in
          writer.member("type", "function")
          if isFlat {
            tool.writeDefinition(to: &writer)
          } else {
            writer.object("function") { writer in tool.writeDefinition(to: &writer) }
          }
        }
      }
    }
  }

  private func writeDefinition(to writer: inout JSONWriter) {
    writer.member("name", name)
    writer.member("description", summary)
    writer.member("strict", true)
    writer.object("parameters") { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        for parameter in parameters {
          writer.object(named: parameter.name) { writer in
            writer.member("description", parameter.description)
            parameter.kind.writeSchemaMembers(
              isNullable: !parameter.isRequired, hasBounds: false, to: &writer)
          }
        }
      }
      writer.member("required", parameters.map(\.name))
      writer.member("additionalProperties", false)
    }
  }
}
