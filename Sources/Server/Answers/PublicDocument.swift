internal import JSON
internal import Listings
internal import Plat

/// A listing's whole document without what the public may not see: what is private (`Field.isPrivate`), at any depth, and
/// where the seller wants it so (`ListingDisplay`), the address.
enum PublicDocument {
  /// Writes a document, and the listing's slug where the document has none.
  ///
  /// Without its address a listing has the position and the slug that the index has of it.
  ///
  /// - Returns: False where the bytes are no object.
  static func write(_ document: [UInt8], of listing: ListingView, to writer: inout JSONWriter) -> Bool {
    var parser = JSONParser(keepsLargeNumbers: true)
    guard let value = try? parser.parse(document.span), value.kind == .object else { return false }
    let hidesAddress = ListingDisplay(document: document.span) == .withoutAddress
    writer.beginObject()
    members(of: value, hidesAddress, to: &writer)
    if hidesAddress {
      // The snapshot may be older than the record, and have the exact position still.
      if let position = listing.position {
        for (key, coordinate) in [("latitude", position.latitude), ("longitude", position.longitude)] {
          writer.key(key.utf8Span.span)
          writer.fixed(ListingDisplay.coarse(Int64(coordinate)), decimals: 7)
        }
      }
      writer.key("slug")
      writer.string(
        Slug.make(streetNumber: "", streetName: "", city: listing.text(.city) ?? "", listingKey: listing.key))
    } else if value["slug"].isMissing {
      writer.key("slug")
      writer.string(listing.slug)
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
    write(value[key], ListingDisplay(document: document.span) == .withoutAddress, to: &writer)
  }

  private static func members(of object: borrowing JSONValue, _ hidesAddress: Bool, to writer: inout JSONWriter) {
    var members = object.members
    while members.next() {
      guard !Field.isPrivate(key: members.key), !(hidesAddress && ListingDisplay.isAddress(key: members.key)) else {
        continue
      }
      writer.key(members.key)
      write(members.value, hidesAddress, to: &writer)
    }
  }

  private static func write(_ value: borrowing JSONValue, _ hidesAddress: Bool, to writer: inout JSONWriter) {
    switch value.kind {
    case .object:
      writer.beginObject()
      members(of: value, hidesAddress, to: &writer)
      writer.endObject()
    case .array:
      writer.beginArray()
      var elements = value.elements
      while elements.next() { write(elements.value, hidesAddress, to: &writer) }
      writer.endArray()
    default: writer.value(value)
    }
  }
}
