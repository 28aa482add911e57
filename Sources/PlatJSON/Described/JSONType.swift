/// The type of a JSON value in a schema (JSON Schema 2020-12).
public indirect enum JSONType: Sendable, Equatable {
  /// A text.
  case string
  /// A date and time as a text (RFC 3339).
  case dateTime
  /// True or false.
  case boolean
  /// A whole number.
  case integer(least: Int? = nil)
  /// A number.
  case number(in: ClosedRange<Double>? = nil, least: Double? = nil)
  /// One of several texts.
  case words([String])
  /// One fixed text.
  case constant(String)
  /// An array; nil allows any elements.
  case array(of: JSONType?, count: ClosedRange<Int>? = nil)
  /// An object with exactly these members.
  case object([MemberDescription], meaning: String? = nil)
  /// An object with any keys and values of one type; nil allows any values.
  case map(of: JSONType?)
  /// A named type of the schemas.
  case named(String)
  /// Null, or a value of a type.
  case nullable(JSONType)
  /// A value of one of several types.
  case any([JSONType])
  /// An object with the members of all of several types.
  case all([JSONType])
}

/// A member of an object: its name, type and meaning.
public struct MemberDescription: Sendable, Equatable {
  /// The key.
  public let name: String
  /// The type of its value.
  public let type: JSONType
  /// One sentence; empty if the name says enough.
  public let meaning: String
  /// Whether every object has it.
  public let isRequired: Bool

  /// Describes a member.
  public init(_ name: String, _ type: JSONType, _ meaning: String = "", isRequired: Bool = true) {
    (self.name, self.type, self.meaning, self.isRequired) = (name, type, meaning, isRequired)
  }
}

extension JSONType {
  /// Writes the schema of the type as an object.
  public func writeSchema(meaning: String = "", to writer: inout JSONWriter) {
    writer.object { writer in
      writeMembers(to: &writer)
      if !meaning.isEmpty { writer.member("description", meaning) }
    }
  }

  /// Writes the members of the schema.
  private func writeMembers(to writer: inout JSONWriter) {
    switch self {
    case .string: writer.member("type", "string")
    case .dateTime:
      writer.member("type", "string")
      writer.member("format", "date-time")
    case .boolean: writer.member("type", "boolean")
    case .integer(let least):
      writer.member("type", "integer")
      writer.member("minimum", ifPresent: least)
    case .number(let range, let least):
      writer.member("type", "number")
      writer.member("minimum", shortest: range?.lowerBound ?? least)
      writer.member("maximum", shortest: range?.upperBound)
    case .words(let words):
      writer.member("type", "string")
      writer.member("enum", words)
    case .constant(let word):
      writer.member("type", "string")
      writer.member("const", word)
    case .array(let element, let count):
      writer.member("type", "array")
      writer.key("items")
      if let element { element.writeSchema(to: &writer) } else { writer.object { _ in } }
      if let count {
        if count.lowerBound > 0 { writer.member("minItems", count.lowerBound) }
        writer.member("maxItems", count.upperBound)
      }
    case .object(let members, let meaning): Self.write(members, meaning, to: &writer)
    case .map(let value):
      writer.member("type", "object")
      if let value {
        writer.key("additionalProperties")
        value.writeSchema(to: &writer)
      }
    case .named(let name): writer.member("$ref", "#/components/schemas/" + name)
    case .nullable(let type): Self.write(nullable: type, to: &writer)
    case .any(let types): Self.write("anyOf", types, to: &writer)
    case .all(let types): Self.write("allOf", types, to: &writer)
    }
  }

  private static func write(
    _ members: [MemberDescription], _ meaning: String?, to writer: inout JSONWriter
  ) {
    writer.member("type", "object")
    writer.member("description", ifPresent: meaning)
    let required = members.filter(\.isRequired).map(\.name)
    if !required.isEmpty { writer.member("required", required) }
    writer.object("properties") { writer in
      for member in members {
        writer.key(named: member.name)
        member.type.writeSchema(meaning: member.meaning, to: &writer)
      }
    }
  }

  private static func write(nullable type: JSONType, to writer: inout JSONWriter) {
    switch type {
    case .string: writer.member("type", ["string", "null"])
    case .boolean: writer.member("type", ["boolean", "null"])
    case .integer(nil): writer.member("type", ["integer", "null"])
    case .number(nil, nil): writer.member("type", ["number", "null"])
    default:
      writer.array("oneOf") { writer in
        type.writeSchema(to: &writer)
        writer.object { writer in writer.member("type", "null") }
      }
    }
  }

  private static func write(_ key: StaticString, _ types: [JSONType], to writer: inout JSONWriter) {
    writer.array(key) { writer in for type in types { type.writeSchema(to: &writer) } }
  }
}
