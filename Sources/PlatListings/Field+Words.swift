internal import PlatCommon

/// The words of coded fields in requests, read by the same tables as in feeds.
extension Field {
  /// The stored word for a given word: `ActiveUnderContract` for `Active Under Contract`,
  /// `Single Family` for `SingleFamilyResidence`; nil if the field has no such word.
  ///
  /// - Complexity: O(words of the field).
  public func storedWord(_ text: String) -> String? {
    guard let words = Self.words(self), let range = words.find(text.utf8Span.span) else {
      return nil
    }
    return String(decoding: words.texts[range], as: UTF8.self)
  }

  /// All words of the field if its list is closed; nil for a field that accepts other words, too.
  public var closedWords: [String]? {
    if case .lookup(let words) = definition.kind { words } else { nil }
  }

  /// The field's word that is nearest to an unknown one: the word that people mean by it (`Settled`
  /// is `Closed`), or the one with the fewest typing errors.
  public func nearestWord(to text: String) -> String? {
    guard text.utf8.count <= 64 else { return nil }
    let letters = text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic }
    let plain = String(String.UnicodeScalarView(letters))
    if let word = Self.commonNames[self]?[plain] { return word }
    let known: [String] =
      switch definition.kind {
      case .lookup(let words): words
      default: Self.words(self)?.stored ?? []
      }
    return Spelling.nearest(to: text, among: known)
  }

  private static func words(_ field: Field) -> Words? {
    let place = FieldRule.all[field.ordinal].words
    return place >= 0 ? FieldRule.wordLists[place] : nil
  }

  /// Common names of the words of closed fields that feeds do not use.
  private static let commonNames: [Field: [String: String]] = [
    .standardStatus: [
      "sale": "Closed", "settled": "Closed", "offmarket": "Withdrawn", "soon": "ComingSoon",
      "removed": "Withdrawn",
    ],
    .landType: ["owned": "Fee", "own": "Fee", "freehold": "Fee", "rented": "Lease"],
    .source: ["hand": "MANUAL", "own": "MANUAL"],
  ]
}

extension Words {
  /// The stored words without duplicates.
  var stored: [String] {
    var stored: [String] = []
    for range in ranges {
      let word = String(decoding: texts[range], as: UTF8.self)
      if !stored.contains(word) { stored.append(word) }
    }
    return stored
  }
}
