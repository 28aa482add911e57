internal import Index
internal import Listings

/// Ids of places, made of their names.
enum PlaceSlug {
  /// Lower-case ASCII letters and digits with hyphens between words: what names that differ in case, blanks, accents or
  /// punctuation have in common; for a name in other letters, a hash of it. Empty for an empty name.
  static func of(_ name: String) -> String {
    var slug: [UInt8] = []
    let bytes = Array(name.utf8)
    Slug.append(bytes.span, to: &slug)
    if slug.isEmpty, bytes.contains(where: { $0 >= 0x80 }) {
      let hash = TextFolding.fold(bytes.span).reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01B3
      }
      return "x" + String(hash, radix: 36)
    }
    return String(decoding: slug, as: UTF8.self)
  }

  /// The id of several names, those that are empty left out.
  static func id(_ slugs: [String]) -> String { slugs.filter { !$0.isEmpty }.joined(separator: "-") }

  /// Whether a subdivision's slug is what feeds write where there is none.
  static func isNothing(_ slug: String) -> Bool { nothing.contains(slug) }

  private static let nothing: Set<String> = [
    "", "none", "na", "n-a", "no", "0", "other", "others", "unknown", "not-applicable", "not-in-a-subdivision",
    "not-in-subdivision", "no-subdivision", "non-subdivision", "not-listed", "not-specified", "null",
  ]
}
