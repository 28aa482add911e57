internal import Plat
internal import PlatJSON

extension ParameterSchemas {
  /// Writes the members of the schema of a route's own parameter.
  ///
  /// - Parameters:
  ///   - isNullable: Whether null stands for a value that is not given.
  ///   - hasBounds: Whether least and greatest values are told, which a model's strict schemas need
  ///     not know.
  static func writeMembers(
    of parameter: RouteParameter, isNullable: Bool, hasBounds: Bool = true,
    to writer: inout JSONWriter
  ) {
    func type(_ name: String) {
      writer.key("type")
      guard isNullable else { return writer.string(name) }
      [name, "null"].writeJSON(to: &writer)
    }
    switch parameter.kind {
    case .text: type("string")
    case .word(let length):
      type("string")
      guard hasBounds else { return }
      writer.member("minLength", length.lowerBound)
      writer.member("maxLength", length.upperBound)
    case .whole(let range):
      type("integer")
      guard hasBounds else { return }
      writer.member("minimum", range.lowerBound)
      writer.member("maximum", range.upperBound)
    case .level: type("number")
    case .number(let range):
      type("number")
      guard hasBounds else { return }
      writer.member("minimum", range.lowerBound)
      writer.member("maximum", range.upperBound)
    case .flag: type("boolean")
    case .choice(let words):
      type("string")
      writer.array("enum") { writer in
        for word in words { writer.string(word) }
        if isNullable { writer.null() }
      }
    case .texts:
      if parameter.place == .body {
        type("array")
        writer.object("items") { writer in writer.member("type", "string") }
      } else {
        type("string")
      }
    }
  }
}
