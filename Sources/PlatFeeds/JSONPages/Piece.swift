/// The next result of a walk through a feed: a record, or something to reject.
struct Piece {
  /// The wrapping of a JSON record.
  enum Shape {
    /// A listing, or a record that may turn out to be wrapped in another way.
    case plain
    /// A result of Spark: the listing under `StandardFields`.
    case spark
    /// A GeoJSON feature: the listing under `properties`, its position under `geometry`.
    case feature
    /// A listing under a name such as `listing`, `node` or `_source`.
    case wrapped
  }

  enum Content {
    /// The bytes from ``Piece/start`` to ``Piece/end`` are a record.
    case record(Shape)
    /// They are not a record, or contain none.
    case refusal(Refusal.Scope, RefusalReason, value: String?, expected: String)
  }

  let content: Content
  let start: Int
  let end: Int
  /// The line number of its start, from 1.
  let line: Int

  static func refusal(
    _ scope: Refusal.Scope, _ reason: RefusalReason, start: Int, end: Int, line: Int,
    value: String? = nil,
    expected: String
  ) -> Piece {
    Piece(
      content: .refusal(scope, reason, value: value, expected: expected), start: start, end: end,
      line: line)
  }
}
