/// A member of a kind of object: its description and its writer.
public struct DescribedMember<Value>: Sendable {
  /// Its name, type and meaning.
  public let description: MemberDescription
  /// Writes the key and the value, or nothing if the object does not have the member.
  let write: @Sendable (Value, inout JSONWriter) -> Void

  /// A member of every object.
  ///
  /// - Parameters:
  ///   - name: The key.
  ///   - meaning: One sentence.
  ///   - type: A narrower type than the values' own.
  ///   - value: Reads the value.
  public static func member<Member: JSONWritable>(
    _ name: String, _ meaning: String = "", as type: JSONType = Member.jsonType,
    _ value: @escaping @Sendable (Value) -> Member
  ) -> DescribedMember {
    DescribedMember(description: MemberDescription(name, type, meaning)) {
      $1.member(named: name, value($0))
    }
  }

  /// A member that is omitted if its value is nil.
  public static func optional<Member: JSONWritable>(
    _ name: String, _ meaning: String = "", as type: JSONType = Member.jsonType,
    _ value: @escaping @Sendable (Value) -> Member?
  ) -> DescribedMember {
    DescribedMember(description: MemberDescription(name, type, meaning, isRequired: false)) {
      $1.member(named: name, ifPresent: value($0))
    }
  }

  /// A member that is null if its value is nil.
  public static func nullable<Member: JSONWritable>(
    _ name: String, _ meaning: String = "", as type: JSONType = Member.jsonType,
    isRequired: Bool = true, _ value: @escaping @Sendable (Value) -> Member?
  ) -> DescribedMember {
    .written(name, .nullable(type), meaning, isRequired: isRequired) { object, writer in
      if let member = value(object) { member.writeJSON(to: &writer) } else { writer.null() }
    }
  }

  /// A member that is an object described by its own members.
  public static func object<Inner>(
    _ name: String, _ meaning: String = "", by inner: DescribedObject<Inner>,
    _ value: @escaping @Sendable (Value) -> Inner
  ) -> DescribedMember {
    .written(name, .object(inner.descriptions), meaning) { inner.write(value($0), to: &$1) }
  }

  /// A member that is a list of objects of one kind.
  ///
  /// - Parameter type: The type's name among the schemas; nil for an inline schema.
  public static func list<Inner>(
    _ name: String, _ meaning: String = "", by inner: DescribedObject<Inner>,
    of type: JSONType? = nil, _ values: @escaping @Sendable (Value) -> [Inner]
  ) -> DescribedMember {
    .written(name, .array(of: type ?? .object(inner.descriptions)), meaning) { object, writer in
      writer.array { writer in
        for value in values(object) { inner.write(value, to: &writer) }
      }
    }
  }

  /// A member whose value a closure writes.
  ///
  /// - Parameters:
  ///   - name: The key.
  ///   - type: The value's type.
  ///   - meaning: One sentence.
  ///   - isThere: Whether an object has the member; nil for a member of every object.
  ///   - isRequired: Whether the schema requires it (default: a member without `isThere`).
  ///   - write: Writes the value; the key is already written.
  public static func written(
    _ name: String, _ type: JSONType, _ meaning: String = "",
    when isThere: (@Sendable (Value) -> Bool)? = nil, isRequired: Bool? = nil,
    _ write: @escaping @Sendable (Value, inout JSONWriter) -> Void
  ) -> DescribedMember {
    let isRequired = isRequired ?? (isThere == nil)
    return DescribedMember(
      description: MemberDescription(name, type, meaning, isRequired: isRequired)
    ) { value, writer in
      if let isThere, !isThere(value) { return }
      writer.key(named: name)
      write(value, &writer)
    }
  }
}
