internal import PlatJSON
internal import PlatListings

/// JSON merge patches (RFC 7396) of a listing's document.
enum MergePatch {
  /// A document with a patch applied: a null removes a member, an object changes one, anything else
  /// replaces it.
  ///
  /// A member of the listing may have any name that a feed may give it, such as `ListPrice`.
  ///
  /// - Throws: ``WriteRefusal/invalidPatch(place:)`` where the patch is not an object.
  static func apply(
    _ patch: [UInt8], to document: [UInt8], place: Int
  ) throws(WriteRefusal) -> [UInt8] {
    var patches = JSONParser(keepsLargeNumbers: true)
    var documents = JSONParser(keepsLargeNumbers: true)
    var writer = JSONWriter()
    var isObject = false
    do throws(JSONError) {
      let patch = try patches.parse(patch.span)
      isObject = patch.kind == .object
      if isObject {
        let target = try documents.parse(document.span)
        merge(target, patch, isListing: true, into: &writer)
      }
    } catch {
      isObject = false
    }
    guard isObject else { throw .invalidPatch(place: place) }
    return writer.bytes
  }

  private static func merge(
    _ target: JSONValue, _ patch: JSONValue, isListing: Bool, into writer: inout JSONWriter
  ) {
    var changes: [[UInt8]: JSONPosition] = [:]
    var order: [[UInt8]] = []
    var members = patch.members
    while members.next() {
      let name = isListing ? canonical(members.key) : bytes(members.key)
      if changes.updateValue(members.value.position, forKey: name) == nil { order.append(name) }
    }
    writer.beginObject()
    var held = target.members
    while held.next() {
      let name = bytes(held.key)
      if let position = changes.removeValue(forKey: name) {
        write(held.value, patch.value(at: position), name, into: &writer)
      } else {
        writer.key(name.span)
        writer.value(held.value)
      }
    }
    for name in order {
      guard let position = changes[name] else { continue }
      write(target.value(at: .none), patch.value(at: position), name, into: &writer)
    }
    writer.endObject()
  }

  /// Writes a member as a patch makes it; nothing where it removes it.
  private static func write(
    _ target: JSONValue, _ patch: JSONValue, _ name: [UInt8], into writer: inout JSONWriter
  ) {
    if patch.kind == .null { return }
    writer.key(name.span)
    if patch.kind == .object {
      merge(target, patch, isListing: false, into: &writer)
    } else {
      writer.value(patch)
    }
  }

  /// The name that a listing's document has for a member.
  private static func canonical(_ name: Span<UInt8>) -> [UInt8] {
    Field.named(name).map { Array($0.key.utf8) } ?? bytes(name)
  }

  private static func bytes(_ span: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.count)
    for place in span.indices { bytes.append(span[place]) }
    return bytes
  }
}
