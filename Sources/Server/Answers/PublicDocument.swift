internal import JSON
internal import Listings

/// A listing's whole document without what the public may not see (`Field.isPrivate`), at any depth.
enum PublicDocument {
  /// Writes a document, and the listing's slug where the document has none.
  ///
  /// - Returns: False where the bytes are no object.
  static func write(_ document: [UInt8], slug: String, to writer: inout JSONWriter) -> Bool {
    var parser = JSONParser(keepsLargeNumbers: true)
    guard let value = try? parser.parse(document.span), value.kind == .object else { return false }
    writer.beginObject()
    members(of: value, to: &writer)
    if value["slug"].isMissing {
      writer.key("slug")
      writer.string(slug)
    }
    writer.endObject()
    return true
  }

  /// Writes one member of a document as an array; an empty one where the document has no such array.
  static func writeArray(_ key: StaticString, of document: [UInt8], to writer: inout JSONWriter) {
    var parser = JSONParser(keepsLargeNumbers: true)
    guard let value = try? parser.parse(document.span), value[key].kind == .array else {
      writer.beginArray()
      writer.endArray()
      return
    }
    write(value[key], to: &writer)
  }

  private static func members(of object: borrowing JSONValue, to writer: inout JSONWriter) {
    var members = object.members
    while members.next() {
      guard !Field.isPrivate(key: members.key) else { continue }
      writer.key(members.key)
      write(members.value, to: &writer)
    }
  }

  private static func write(_ value: borrowing JSONValue, to writer: inout JSONWriter) {
    switch value.kind {
    case .object:
      writer.beginObject()
      members(of: value, to: &writer)
      writer.endObject()
    case .array:
      writer.beginArray()
      var elements = value.elements
      while elements.next() { write(elements.value, to: &writer) }
      writer.endArray()
    default: writer.value(value)
    }
  }
}
