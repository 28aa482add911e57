internal import PlatJSON

/// The answer of a route.
struct Answer: Sendable {
  /// How long clients and proxies may cache it.
  enum Keeping: Sendable {
    /// It may be cached for a while, then revalidated with its ETag.
    case shortly
    /// It must not be cached.
    case never
    /// It belongs to one person, and must not be cached.
    case privately

    /// The `Cache-Control` field of an answer that this server does not cache.
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
  /// Other media types for the same bytes, for clients that do not accept the usual one.
  var otherMediaTypes: [String] = []
  var body: [UInt8] = []
  var keeping = Keeping.shortly
  /// A file that is ready to send, instead of the body.
  var file: PageFile?
  /// The entity tag of an answer that is not cached; such an answer is never compressed, so that
  /// the tag is strong.
  var tag: String?
  /// For server-sent events: the number of the change after which further ones are sent, behind the
  /// body, without an end.
  var followsAfter: UInt64?
  /// The address of what was made.
  var location: String?

  /// A JSON answer that the closure writes.
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
