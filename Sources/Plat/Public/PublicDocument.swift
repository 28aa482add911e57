internal import PlatJSON
internal import PlatListings

/// Writes what the public may see of a listing's document: an allow-list at every depth.
///
/// Shown are the public fields of the catalogue, of photos and other parts the members that
/// `PartMembers` names, and keys that the operator named (``PublicKeys``) with what is in them,
/// less what a name or a flag says is private. Of a listing whose address is hidden only what
/// cannot tell it is shown.
struct PublicDocument {
  private let keys: PublicKeys
  /// What tells the address of a listing that hides it; nil for others.
  private let address: AddressWords?

  /// Prepares the document of a listing; nil where the public may not see it at all.
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

  /// Writes the document as an object, with the listing's slug: the one that no other listing has.
  ///
  /// Without its address a listing has the position and the slug that the index has of it.
  func write(_ document: JSONValue, of listing: ListingView, to writer: inout JSONWriter) {
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
      writePlace(of: listing, to: &writer)
    } else {
      writer.key("slug")
      writer.string(listing.slug)
    }
    writer.endObject()
  }

  /// Writes the parts that a field holds as an array; an empty one where the document has none to
  /// show.
  func writeParts(_ field: Field, of document: JSONValue, to writer: inout JSONWriter) {
    let value = document.member(field.key.utf8Span.span)
    if value.kind == .array, isShown(field, value) {
      write(value, of: field, to: &writer)
    } else {
      writer.beginArray()
      writer.endArray()
    }
  }

  /// The address of the picture that stands for the listing: of its `primary` photo, else of the
  /// first one, the size of 800 pixels, else 640, else the next that there is; nil where there is
  /// none that the public may see.
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

  /// Whether a field of the catalogue is shown with a value.
  private func isShown(_ field: Field, _ value: borrowing JSONValue) -> Bool {
    guard field.definition.visibility == .public else { return false }
    let isJSON = field.definition.kind == .json
    if !isJSON, value.kind == .object || value.kind == .array { return false }
    guard address != nil else { return isJSON || !holdsJSON(value) }
    if ListingDisplay.addressFields.contains(field) || Self.telling.contains(field) { return false }
    // Texts that have a column are names that cannot be an address; those that have none may say
    // anything.
    return isJSON || (field.definition.storage == .document ? isShown(value) : !holdsJSON(value))
  }

  /// Fields that tell an address besides its own: the exact position, and what is shown or named
  /// freely.
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

  /// Writes a part; nothing where an element of a list is not to be shown.
  private func writePart(_ part: JSONValue, _ known: PartMembers, to writer: inout JSONWriter) {
    guard part.kind == .object else {
      // Feeds list plain web addresses of videos and tours, too.
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

  private func writePlace(of listing: ListingView, to writer: inout JSONWriter) {
    // The snapshot may be older than the record, and have the exact position still.
    if let position = listing.position {
      for (key, coordinate) in [("latitude", position.latitude), ("longitude", position.longitude)]
      {
        writer.key(key.utf8Span.span)
        writer.fixed(ListingDisplay.coarse(Int64(coordinate)), decimals: 7)
      }
    }
    writer.key("slug")
    let made = Slug.make(
      streetNumber: "", streetName: "", city: listing.text(.city) ?? "", listingKey: listing.key)
    // A slug that others would have as well has more behind it.
    let own = listing.slug
    writer.string(own.hasPrefix(made + "-") ? own : made)
  }

  // MARK: Keys that the operator named

  private func writeNamed(_ key: Span<UInt8>, _ value: JSONValue, to writer: inout JSONWriter) {
    if keys.names.isEmpty { return }
    let name = FoldedName(key)
    if keys.contains(name) { writeMember(key, name, value, to: &writer) }
  }

  /// Writes a member below a key that was named, unless its name, a flag or the hidden address
  /// speaks against it.
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

  /// Whether a plain value can be shown: not a text that holds JSON, nor one that tells a hidden
  /// address.
  private func isShown(_ value: borrowing JSONValue) -> Bool {
    if holdsJSON(value) { return false }
    guard let address, value.kind == .string else { return true }
    return !address.tells(value.bytes)
  }

  /// Whether a value is a text that holds a JSON object or array: what is in it nobody looks
  /// through.
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
