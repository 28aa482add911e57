internal import PlatJSON

/// What a route answers with.
struct Answer: Sendable {
  /// How long others may keep it.
  enum Keeping: Sendable {
    /// It may be kept a while, then asked for again with its ETag.
    case shortly
    /// It must not be kept.
    case never
    /// It is one person's, and must not be kept.
    case privately

    /// The field `Cache-Control` of an answer that this server does not keep.
    var field: String {
      switch self {
      case .shortly: "no-cache"
      case .never: "no-store"
      case .privately: "private, no-store"
      }
    }
  }

  var status = 200
  var mediaType = "application/json"
  /// Other types that the same bytes may have, for clients that do not take the usual one.
  var otherMediaTypes: [String] = []
  var body: [UInt8] = []
  var keeping = Keeping.shortly
  /// A file that is ready to be sent, in the place of the body.
  var file: PageFile?

  /// An answer of JSON that the closure writes.
  static func json(_ mediaType: String = "application/json", _ write: (inout JSONWriter) -> Void)
    -> Answer
  {
    var writer = JSONWriter()
    write(&writer)
    return Answer(mediaType: mediaType, body: writer.bytes)
  }

  /// An answer of one object, written by its description.
  static func json<Value>(
    _ value: Value, _ described: DescribedObject<Value>, keeping: Keeping = .shortly
  ) -> Answer {
    var answer = Answer.json { described.write(value, to: &$0) }
    answer.keeping = keeping
    return answer
  }
}
