extension String {
  /// The text if it has at most `bytes` bytes, else its first `bytes - 1` bytes and an ellipsis.
  ///
  /// For messages that show an untrusted value. It is cut between Unicode scalars, never by
  /// grapheme clusters: a single cluster may have a million bytes, and finding its end takes a
  /// second.
  ///
  /// - Complexity: O(bytes kept).
  public func shortened(to bytes: Int = 80) -> String {
    guard utf8.count > bytes else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: max(bytes - 1, 0))
    // A scalar has at most three continuation bytes.
    while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    return String(unicodeScalars[..<end]) + "…"
  }
}

extension Substring.UnicodeScalarView {
  /// The text without leading and trailing blanks (U+0020).
  ///
  /// It reads scalars, not grapheme clusters: in an untrusted text a single cluster may have a
  /// million bytes.
  package var withoutBlanks: String {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
