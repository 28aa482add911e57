/// An area that a request names instead of giving a polygon.
public enum AreaReference: Hashable, Sendable {
  /// A polygon stored under a name (``AreaStore``).
  case area(String)
  /// The boundary of a place in places data, by the place's id.
  case place(String)

  /// Reads `area:NAME`, a bare name, or `place:ID`; nil for anything else, such as a polygon.
  public init?(_ text: String) {
    guard text.utf8.count <= 300 else { return nil }
    let text = text.unicodeScalars[...].withoutBlanks
    if text.hasPrefix("area:") {
      self = .area(String(text.dropFirst(5)))
    } else if text.hasPrefix("place:") {
      self = .place(String(text.dropFirst(6)))
    } else if AreaStore.isName(text) {
      self = .area(text)
    } else {
      return nil
    }
  }
}
