internal import PlatAssistant
internal import PlatJSON

extension ParameterSchemas {
  /// Writes the schema members of a route's own parameter.
  ///
  /// - Parameter isNullable: Whether null stands for a missing value.
  static func writeMembers(
    of parameter: RouteParameter, isNullable: Bool, to writer: inout JSONWriter
  ) {
    parameter.kind.writeSchemaMembers(
      isNullable: isNullable, isInBody: parameter.place == .body, to: &writer)
  }
}
