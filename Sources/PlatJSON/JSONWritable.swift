/// A value with a JSON form: texts, booleans, numbers, and lists of these.
public protocol JSONWritable: Sendable {
  /// The type of the values in a schema.
  static var jsonType: JSONType { get }
  /// Writes the value.
  func writeJSON(to writer: inout JSONWriter)
}

extension String: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .string }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .boolean }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Int: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .integer() }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) { writer.integer(Int64(self)) }
}

extension Int64: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .integer() }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) { writer.integer(self) }
}

extension UInt64: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .integer() }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Double: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .number() }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) { writer.double(self) }
}

extension Array: JSONWritable where Element: JSONWritable {
  /// The type in a schema.
  public static var jsonType: JSONType { .array(of: Element.jsonType) }
  /// Writes the value.
  @inlinable public func writeJSON(to writer: inout JSONWriter) {
    writer.array { writer in for element in self { element.writeJSON(to: &writer) } }
  }
}
