internal import JSON

/// What a route answers with.
struct Answer: Sendable {
  /// How long others may keep it.
  enum Keeping: Sendable {
    /// It may be kept a while, then asked for again with its ETag.
    case shortly
    /// It must be asked for again each time.
    case never
    /// It is never another.
    case always
  }

  var status = 200
  var mediaType = "application/json"
  var body: [UInt8] = []
  var keeping = Keeping.shortly

  /// An answer of JSON that the closure writes.
  static func json(_ mediaType: String = "application/json", _ write: (inout JSONWriter) -> Void) -> Answer {
    var writer = JSONWriter()
    write(&writer)
    return Answer(mediaType: mediaType, body: writer.bytes)
  }
}
