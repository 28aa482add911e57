internal import PlatCommon
internal import PlatIndex
internal import PlatListings

/// The ids of places: names in lower-case ASCII letters, digits and hyphens.
///
/// Names that differ in case, blanks, accents, apostrophes or punctuation only have one slug.
public enum PlaceSlug {
  /// The slug of names one after the other: `Palm Springs`, `CA` gives `palm-springs-ca`; what is
  /// nil or empty is left out.
  ///
  /// - Complexity: O(bytes).
  public static func make(_ parts: String?...) -> String {
    var slug: [UInt8] = []
    for part in parts {
      guard let part else { continue }
      // An apostrophe parts no word: Coeur d'Alene is coeur-dalene.
      let plain =
        part.utf8.contains(0x27) || part.utf8.contains(0xE2)
        ? String(part.filter { $0 != "'" && $0 != "\u{2019}" && $0 != "\u{2018}" }) : part
      Slug.append(plain.utf8Span.span, to: &slug)
    }
    return String(decoding: slug, as: UTF8.self)
  }

  /// The slug of a name that listings have: a hash for a name in other letters than Latin ones,
  /// empty for a name of no letters.
  package static func ofName(_ name: String) -> String {
    // Folded, so that names that a search takes for one are one place.
    let slug = make(TextFolding.fold(name))
    guard slug.isEmpty, name.utf8.contains(where: { $0 >= 0x80 }) else { return slug }
    let hash = StableHash.of(TextFolding.fold(Array(name.utf8).span))
    return "x" + String(hash, radix: 36)
  }

  /// The slug of a state, which is the same for its two letters and its name.
  static func ofState(_ text: String) -> String { ofName(States.code(text) ?? text) }

  /// The id of several slugs, those that are empty left out.
  static func id(_ slugs: [String]) -> String {
    slugs.filter { !$0.isEmpty }.joined(separator: "-")
  }

  /// Whether a subdivision's slug is what feeds write where there is none.
  static func isNothing(_ slug: String) -> Bool { nothing.contains(slug) }

  private static let nothing: Set<String> = [
    "", "none", "na", "n-a", "no", "0", "other", "others", "unknown", "not-applicable",
    "not-in-a-subdivision",
    "not-in-subdivision", "no-subdivision", "non-subdivision", "not-listed", "not-specified",
    "null",
  ]
}
