/// What a walk through a feed finds next: a record, or something to refuse.
struct Piece {
  /// How a record of JSON is wrapped.
  enum Shape {
    /// A listing, or what may turn out to be wrapped in one of the other ways.
    case plain
    /// A result of Spark: the listing under `StandardFields`.
    case spark
    /// A GeoJSON feature: the listing under `properties`, its place under `geometry`.
    case feature
  }

  enum Content {
    /// The bytes from ``Piece/start`` to ``Piece/end`` are a record.
    case record(Shape)
    /// They are not, or hold none.
    case refusal(Refusal.Scope, RefusalReason, value: String?, expected: String)
  }

  let content: Content
  let start: Int
  let end: Int
  /// The number of the line on which it starts, from 1.
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
