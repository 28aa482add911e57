/// The members of a kind of object, each with its description and writer: one list writes both the
/// answers and their schema, so they always match.
///
/// ```swift
/// static let members = DescribedObject<Page>([
///   .member("total", "Matches, exactly.") { $0.total },
///   .optional("cursor", "Asks for the next page.") { $0.cursor },
/// ])
/// ```
///
/// Each member costs a closure call: use it for answers, not for rows in hot loops.
public struct DescribedObject<Value>: Sendable {
  /// The members in order.
  public let members: [DescribedMember<Value>]

  /// Describes objects by their members.
  public init(_ members: [DescribedMember<Value>]) { self.members = members }

  /// The description of each member.
  public var descriptions: [MemberDescription] { members.map(\.description) }

  /// Writes the members into an open object.
  public func writeMembers(of value: Value, to writer: inout JSONWriter) {
    for member in members { member.write(value, &writer) }
  }

  /// Writes an object.
  public func write(_ value: Value, to writer: inout JSONWriter) {
    writer.beginObject()
    writeMembers(of: value, to: &writer)
    writer.endObject()
  }
}
