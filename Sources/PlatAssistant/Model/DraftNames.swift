/// Finds names of people, places and firms: the facts have none, so any name in a text is invented.
enum DraftNames {
  /// The first capitalized word that neither begins a sentence nor is in Plat's own vocabulary, or
  /// letters separated by blanks.
  static func first(in text: DraftText) -> String? {
    for (place, token) in text.tokens.enumerated() where token.kind == .word {
      if token.isCapital, !token.mayBegin, !known.contains(token.plain) { return token.text }
      // "n i n e": words hidden letter by letter.
      let row = text.tokens[place...].prefix { $0.kind == .word && $0.text.count == 1 }
      if row.count >= 3 { return text.text(place..<place + row.count) }
    }
    return nil
  }

  private static let known = Set(
    ("january february march april may june july august september october november december "
      + """
      i cma hoa mls usd us u s comparable comparables comp comps sale sales home number no \
      estimate am pm n a
      """)
      .split(separator: " ").map(String.init))
}
