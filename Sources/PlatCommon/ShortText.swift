extension String {
  /// The text where it has at most so many bytes, else its first `bytes - 1` and an ellipsis, for a
  /// message that shows an untrusted value.
  ///
  /// The cut is between Unicode scalars, never between grapheme clusters: one cluster may have a
  /// million bytes, and finding its end takes a second.
  ///
  /// - Complexity: O(bytes kept).
  public func shortened(to bytes: Int = 80) -> String {
    guard utf8.count > bytes else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: max(bytes - 1, 0))
    // A scalar has at most three bytes that continue it.
    while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    return String(unicodeScalars[..<end]) + "…"
  }
}

extension Substring.UnicodeScalarView {
  /// The text without the blanks (U+0020) at both ends.
  ///
  /// It looks at scalars, never at grapheme clusters: an untrusted text may have a million bytes in
  /// one.
  package var withoutBlanks: String {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
