internal import Plat
internal import PlatJSON

extension OpenAPISchemas {
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
      writer.beginArray()
      writer.string(name)
      writer.string("null")
      writer.endArray()
    }
    switch parameter.kind {
    case .text: type("string")
    case .word(let length):
      type("string")
      guard hasBounds else { return }
      writer.member("minLength", Int64(length.lowerBound))
      writer.member("maxLength", Int64(length.upperBound))
    case .whole(let range):
      type("integer")
      guard hasBounds else { return }
      writer.member("minimum", Int64(range.lowerBound))
      writer.member("maximum", Int64(range.upperBound))
    case .number(let range):
      type("number")
      guard hasBounds else { return }
      for (key, bound) in [("minimum", range.lowerBound), ("maximum", range.upperBound)] {
        writer.key(key.utf8Span.span)
        writer.double(bound)
      }
    case .flag: type("boolean")
    case .choice(let words):
      type("string")
      writer.key("enum")
      writer.beginArray()
      for word in words { writer.string(word) }
      if isNullable { writer.null() }
      writer.endArray()
    case .texts:
      if parameter.place == .body {
        type("array")
        writer.key("items")
        writer.beginObject()
        writer.member("type", "string")
        writer.endObject()
      } else {
        type("string")
      }
    }
  }
}

extension JSONWriter {
  /// Writes a member that is a whole number.
  mutating func member(_ key: String, _ value: Int64) {
    self.key(key.utf8Span.span)
    integer(value)
  }
}
