/// A parsed path with parameters.
struct PathPattern: Sendable {
  /// A segment: a prefix, a parameter and a suffix; or text alone.
  struct Segment: Sendable, Equatable {
    let before: [UInt8]
    let isParameter: Bool
    let after: [UInt8]
  }

  let segments: [Segment]
  /// The parameter names in order.
  let names: [String]

  init(_ path: String) {
    var names: [String] = []
    segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      segment in
      guard let open = segment.firstIndex(of: "{"), let close = segment.firstIndex(of: "}") else {
        return Segment(before: Array(segment.utf8), isParameter: false, after: [])
      }
      names.append(String(segment[segment.index(after: open)..<close]))
      return Segment(
        before: Array(segment[..<open].utf8), isParameter: true,
        after: Array(segment[segment.index(after: close)...].utf8))
    }
    self.names = names
  }
}

extension PathPattern.Segment {
  /// The byte range of the parameter in a path's segment, empty for text alone; nil if the segment
  /// does not match.
  func match(_ path: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    let (from, to) = (range.lowerBound + before.count, range.upperBound - after.count)
    guard isParameter ? from < to : from == to, Self.equal(path, range.lowerBound, before),
      Self.equal(path, to, after)
    else { return nil }
    return from..<to
  }

  /// Whether a text is at a position; the caller has checked the length.
  private static func equal(_ path: Span<UInt8>, _ start: Int, _ text: [UInt8]) -> Bool {
    for place in text.indices where path[start + place] != text[place] { return false }
    return true
  }
}
