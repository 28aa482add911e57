internal import PlatCommon
internal import PlatIndex
internal import PlatListings

/// The ids of places: names in lower-case ASCII letters, digits and hyphens.
///
/// Names that differ only in case, spaces, accents, apostrophes or punctuation have one slug.
public enum PlaceSlug {
  /// The slug of several names in order: `Palm Springs`, `CA` gives `palm-springs-ca`; nil and
  /// empty names are left out.
  ///
  /// - Complexity: O(bytes).
  public static func make(_ parts: String?...) -> String {
    var slug: [UInt8] = []
    for part in parts {
      guard let part else { continue }
      // An apostrophe does not split a word: Coeur d'Alene is coeur-dalene.
      let plain =
        part.utf8.contains(0x27) || part.utf8.contains(0xE2)
        ? String(part.filter { $0 != "'" && $0 != "\u{2019}" && $0 != "\u{2018}" }) : part
      Slug.append(plain.utf8Span.span, to: &slug)
    }
    return String(decoding: slug, as: UTF8.self)
  }

  /// The slug of a name in listings: a hash for a name in a script other than Latin, empty for a
  /// name without letters.
  package static func ofName(_ name: String) -> String {
    // Fold the name, so that names that are equal in a search are one place.
    let slug = make(TextFolding.fold(name))
    guard slug.isEmpty, name.utf8.contains(where: { $0 >= 0x80 }) else { return slug }
    let hash = StableHash.of(TextFolding.fold(Array(name.utf8).span))
    return "x" + String(hash, radix: 36)
  }

  /// The slug of a state, equal for its two letters and its name.
  static func ofState(_ text: String) -> String { ofName(States.code(text) ?? text) }

  /// The id from several slugs, without empty ones.
  static func id(_ slugs: [String]) -> String {
    slugs.filter { !$0.isEmpty }.joined(separator: "-")
  }

  /// Whether a subdivision's slug is a placeholder that feeds use for a missing one.
  static func isNothing(_ slug: String) -> Bool { nothing.contains(slug) }

  private static let nothing: Set<String> = [
    "", "none", "na", "n-a", "no", "0", "other", "others", "unknown", "not-applicable",
    "not-in-a-subdivision",
    "not-in-subdivision", "no-subdivision", "non-subdivision", "not-listed", "not-specified",
    "null",
  ]
}
