internal import PlatGeometry
internal import PlatJSON
internal import PlatListings

/// Writes the public part of a listing's document, with an allow-list at every depth.
///
/// It writes the public fields of the catalogue, the members of photos and other parts that
/// `PartMembers` names, and the keys that the operator named (``PublicKeys``) with their contents,
/// except members that a name or a flag makes private. If the address is hidden, only members that
/// cannot reveal it are written.
struct PublicDocument {
  private let keys: PublicKeys
  /// The words that reveal a hidden address; nil if the address is public.
  private let address: AddressWords?

  /// Prepares the document of a listing; nil if all of it is hidden from the public.
  ///
  /// - Parameters:
  ///   - document: The parsed document.
  ///   - keys: The keys that the operator named.
  init?(_ document: JSONValue, keys: PublicKeys) {
    guard document.kind == .object else { return nil }
    let display = ListingDisplay(document)
    if display == .hidden { return nil }
    self.keys = keys
    address = display == .withoutAddress ? AddressWords(document) : nil
  }

  /// Writes the document as an object, with the listing's unique slug.
  ///
  /// If the address is hidden, the position and the slug come from the index.
  func write(_ document: JSONValue, of listing: ListingView, to writer: inout JSONWriter) {
    write(document, of: PublicPlace(listing), to: &writer)
  }

  /// Writes the document as an object, with the slug of a place.
  func write(_ document: JSONValue, of place: PublicPlace, to writer: inout JSONWriter) {
    writer.beginObject()
    var members = document.members
    while members.next() {
      if let field = Field.keyed(members.key) {
        if field == .slug { continue }
        if isShown(field, members.value) {
          writer.key(members.key)
          write(members.value, of: field, to: &writer)
        }
      } else {
        writeNamed(members.key, members.value, to: &writer)
      }
    }
    if address != nil {
      write(place, to: &writer)
    } else {
      writer.key("slug")
      writer.string(place.slug)
    }
    writer.endObject()
  }

  /// Writes the parts of a field as an array, which is empty if none is public.
  func writeParts(_ field: Field, of document: JSONValue, to writer: inout JSONWriter) {
    let value = document.member(field.key.utf8Span.span)
    if value.kind == .array, isShown(field, value) {
      write(value, of: field, to: &writer)
    } else {
      writer.beginArray()
      writer.endArray()
    }
  }

  /// The URL of the listing's photo: of the `primary` one, else of the first one; the size of 800
  /// pixels, else 640, else the next one; nil if none is public.
  func primaryPhoto(of document: JSONValue) -> String? {
    let photos = document["photos"]
    guard photos.kind == .array else { return nil }
    var first: String?
    var elements = photos.elements
    while elements.next() {
      let photo = elements.value
      guard photo.kind == .object else { continue }
      let isPrimary = photo["primary"].bool == true || photo["primary"].string == "true"
      guard first == nil || isPrimary, PartDisplay.isPublic(photo) else { continue }
      let address = pictureAddress(of: photo)
      first = first ?? address
      if isPrimary, let address { return address }
    }
    return first
  }

  private func pictureAddress(of photo: JSONValue) -> String? {
    for size in ["uri800", "uri640", "uri1024", "uriLarge", "uri1280", "uri300", "uriThumb"] {
      let address = photo.member(size.utf8Span.span)
      if address.kind == .string, isShown(address) { return address.string }
    }
    return nil
  }

  // MARK: Fields

  /// Whether a field of the catalogue is public with a value.
  private func isShown(_ field: Field, _ value: borrowing JSONValue) -> Bool {
    guard field.definition.visibility == .public else { return false }
    let isJSON = field.definition.kind == .json
    if !isJSON, value.kind == .object || value.kind == .array { return false }
    guard address != nil else { return isJSON || !holdsJSON(value) }
    if ListingDisplay.addressFields.contains(field) || Self.telling.contains(field) { return false }
    // Texts with a column are names that cannot be an address; other texts may contain anything.
    return isJSON || (field.definition.storage == .document ? isShown(value) : !holdsJSON(value))
  }

  /// Fields other than the address that reveal it: the exact position, and free names and links.
  private static let telling: Set<Field> = [
    .latitude, .longitude, .documents, .videos, .virtualTours, .virtualTourUrl, .videoUrl,
  ]

  private func write(_ value: JSONValue, of field: Field, to writer: inout JSONWriter) {
    guard let parts = PartMembers.of(field) else { return writer.value(value) }
    if value.kind != .array { return writePart(value, parts, to: &writer) }
    writer.beginArray()
    var elements = value.elements
    while elements.next() { writePart(elements.value, parts, to: &writer) }
    writer.endArray()
  }

  /// Writes a part; writes nothing for a hidden element of a list.
  private func writePart(_ part: JSONValue, _ known: PartMembers, to writer: inout JSONWriter) {
    guard part.kind == .object else {
      // Feeds also list plain URLs of videos and tours.
      if part.kind == .string, address == nil, isShown(part) { writer.value(part) }
      return
    }
    guard PartDisplay.isPublic(part) else { return }
    let names = address == nil ? known.names : known.withoutAddress
    writer.beginObject()
    var members = part.members
    while members.next() {
      let value = members.value
      if names.contains(FoldedName(members.key)) {
        guard value.kind != .object, value.kind != .array, isShown(value) else { continue }
        writer.key(members.key)
        writer.value(value)
      } else {
        writeNamed(members.key, value, to: &writer)
      }
    }
    writer.endObject()
  }

  /// The position that the public may see.
  func position(of place: PublicPlace) -> Coordinate? {
    guard address != nil, let exact = place.position else { return place.position }
    return Coordinate(
      longitude: Int32(ListingDisplay.coarse(Int64(exact.longitude))),
      latitude: Int32(ListingDisplay.coarse(Int64(exact.latitude))))
  }

  private func write(_ place: PublicPlace, to writer: inout JSONWriter) {
    // The snapshot may be older than the record, and still have the exact position.
    if let position = place.position {
      for (key, coordinate) in [("latitude", position.latitude), ("longitude", position.longitude)]
      {
        writer.key(key.utf8Span.span)
        writer.fixed(ListingDisplay.coarse(Int64(coordinate)), decimals: 7)
      }
    }
    writer.key("slug")
    let made = Slug.make(
      streetNumber: "", streetName: "", city: place.city, listingKey: place.key)
    // A slug that other listings would share has a suffix.
    let own = place.slug
    writer.string(own.hasPrefix(made + "-") ? own : made)
  }

  // MARK: Keys that the operator named

  private func writeNamed(_ key: Span<UInt8>, _ value: JSONValue, to writer: inout JSONWriter) {
    if keys.names.isEmpty { return }
    let name = FoldedName(key)
    if keys.contains(name) { writeMember(key, name, value, to: &writer) }
  }

  /// Writes a member below a key that was named, unless its name, a flag or the hidden address
  /// forbids it.
  private func writeMember(
    _ key: Span<UInt8>, _ name: FoldedName, _ value: JSONValue, to writer: inout JSONWriter
  ) {
    if Field.isPrivate(name) { return }
    let isContainer = value.kind == .object || value.kind == .array
    if address != nil, isContainer || ListingDisplay.isAddress(name) { return }
    guard isContainer ? PartDisplay.isPublic(value) : isShown(value) else { return }
    writer.key(key)
    writeInside(value, to: &writer)
  }

  private func writeInside(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value.kind {
    case .object:
      writer.beginObject()
      var members = value.members
      while members.next() {
        writeMember(members.key, FoldedName(members.key), members.value, to: &writer)
      }
      writer.endObject()
    case .array:
      writer.beginArray()
      var elements = value.elements
      while elements.next() {
        guard PartDisplay.isPublic(elements.value), isShown(elements.value) else { continue }
        writeInside(elements.value, to: &writer)
      }
      writer.endArray()
    default: writer.value(value)
    }
  }

  // MARK: Texts

  /// Whether a plain value is public: not a text that contains JSON or reveals a hidden address.
  private func isShown(_ value: borrowing JSONValue) -> Bool {
    if holdsJSON(value) { return false }
    guard let address, value.kind == .string else { return true }
    return !address.tells(value.bytes)
  }

  /// Whether a value is a text that contains a JSON object or array; its contents are not checked.
  private func holdsJSON(_ value: borrowing JSONValue) -> Bool {
    guard value.kind == .string else { return false }
    let text = value.bytes
    var start = 0
    while start < text.count, text[start] <= UInt8(ascii: " ") { start += 1 }
    guard start < text.count, text[start] == UInt8(ascii: "{") || text[start] == UInt8(ascii: "[")
    else { return false }
    var parser = JSONParser(keepsLargeNumbers: true)
    return (try? parser.parse(text.extracting(start..<text.count))) != nil
  }
}
