import PlatJSON

/// Converts photos to the served form: objects with `photoId`, addresses by size, `primary` and
/// `caption`.
///
/// It accepts Spark's photos (`Id`, `Uri300`, ...), RESO's media (`MediaKey`, `MediaURL`, ...) and
/// plain addresses. Members with other names are kept unchanged, after the known ones.
struct PhotoWriter {
  /// The members of a photo and their input names.
  private static let members: [(key: String, aliases: [String])] = [
    ("photoId", ["Id", "MediaKey"]), ("uriThumb", []), ("uri300", []), ("uri640", []),
    ("uri800", []), ("uri1024", []),
    ("uri1280", []), ("uri1600", []), ("uri2048", []), ("uriLarge", ["MediaURL"]),
    ("primary", ["PreferredPhotoYN"]),
    ("caption", ["ShortDescription"]),
  ]
  /// The JSON keys, with their colons.
  private let keys = members.map { Array("\"\($0.key)\":".utf8) }
  private static let names: NameTable = {
    var names: [(name: String, value: UInt16)] = []
    for (place, member) in members.enumerated() {
      for (rank, name) in ([member.key] + member.aliases).enumerated() {
        for form in NameTable.forms(of: name) { names.append((form, UInt16(rank << 8 | place))) }
      }
    }
    return NameTable(names)
  }()

  /// The best member for each of ``members``, and its rank.
  private var best = [JSONPosition](repeating: .none, count: Self.members.count)
  private var ranks = [Int](repeating: 0, count: Self.members.count)
  private var unknown = UnknownMembers()

  /// Writes an array of photos.
  mutating func write(_ photos: JSONValue, to writer: inout JSONWriter) {
    writer.beginArray()
    var elements = photos.elements
    while elements.next() { writePhoto(elements.value, to: &writer) }
    writer.endArray()
  }

  private mutating func writePhoto(_ photo: JSONValue, to writer: inout JSONWriter) {
    switch photo.kind {
    case .object: writeObject(photo, to: &writer)
    case .string:
      writer.beginObject()
      writer.key("uriLarge")
      writer.string(photo.bytes)
      writer.endObject()
    default: writer.value(photo)
    }
  }

  private mutating func writeObject(_ photo: JSONValue, to writer: inout JSONWriter) {
    for place in best.indices { best[place] = .none }
    unknown.reset(expecting: photo.count)
    var members = photo.members
    while members.next() {
      let hash = NameTable.hash(members.key)
      guard let found = Self.names.find(members.key, hash: hash) else {
        unknown.add(members.keyPosition, hash: hash, in: photo)
        continue
      }
      let place = Int(found & 0xFF)
      let rank = Int(found >> 8)
      if members.value.kind == .null || (best[place] != .none && rank > ranks[place]) { continue }
      best[place] = members.keyPosition
      ranks[place] = rank
    }
    writer.beginObject()
    for place in best.indices where best[place] != .none {
      writer.raw(keys[place], in: keys[place].indices, isKey: true)
      writer.value(photo.value(ofKeyAt: best[place]))
    }
    for key in unknown.keys where key != .none {
      writer.key(photo.value(at: key).bytes)
      writer.value(photo.value(ofKeyAt: key))
    }
    writer.endObject()
  }

  // MARK: RESO media

  /// Whether an entry of RESO's `Media` is a photo with an address: by its category, or by its type
  /// if it has no category.
  static func isPhoto(_ media: JSONValue) -> Bool {
    guard media["MediaURL"].bytes.trimmed.count > 0 else { return false }
    let category = media["MediaCategory"].bytes.trimmed
    if category.count > 0 { return starts(category, with: "photo") }
    let type = media["MediaType"].bytes.trimmed
    return type.count == 0 || starts(type, with: "image") || starts(type, with: "jp")
      || starts(type, with: "png")
      || starts(type, with: "gif") || starts(type, with: "webp")
  }

  private static func starts(_ text: Span<UInt8>, with prefix: StaticString) -> Bool {
    guard text.count >= prefix.utf8CodeUnitCount else { return false }
    for index in 0..<prefix.utf8CodeUnitCount
    where unsafe text[index] | 0x20 != prefix.utf8Start[index] {
      return false
    }
    return true
  }

  /// Writes the photos of RESO's `Media` as an array, sorted by `Order`, then by their original
  /// order.
  mutating func writePhotos(ofMedia media: JSONValue, to writer: inout JSONWriter) {
    var photos: [(order: Int64, place: JSONPosition)] = []
    var elements = media.elements
    while elements.next() {
      if Self.isPhoto(elements.value) {
        photos.append((elements.value["Order"].int64 ?? Int64.max, elements.value.position))
      }
    }
    // Positions grow in the original order, so equal orders keep it.
    photos.sort { ($0.order, $0.place.number) < ($1.order, $1.place.number) }
    writer.beginArray()
    for photo in photos { writePhoto(media.value(at: photo.place), to: &writer) }
    writer.endArray()
  }

  /// Writes a member with the entries of RESO's `Media` that are not photos; writes nothing if
  /// there are none.
  func writeRest(ofMedia media: JSONValue, key: Span<UInt8>, to writer: inout JSONWriter) {
    var isBegun = false
    var elements = media.elements
    while elements.next() {
      if Self.isPhoto(elements.value) { continue }
      if !isBegun {
        writer.key(key)
        writer.beginArray()
        isBegun = true
      }
      writer.value(elements.value)
    }
    if isBegun { writer.endArray() }
  }
}
