internal import PlatCommon
internal import PlatIndex

/// Ids of the places that listings name.
enum CommunitySlug {
  /// What names that differ in case, blanks, accents or punctuation have in common (``PlaceSlug``).
  ///
  /// For a name in other letters than Latin ones it is a hash; for a name of no letters it is
  /// empty.
  static func of(_ name: String) -> String {
    // Folded, so that names that a search takes for one are one place.
    let slug = PlaceSlug.make(TextFolding.fold(name))
    guard slug.isEmpty, name.utf8.contains(where: { $0 >= 0x80 }) else { return slug }
    let hash = StableHash.of(TextFolding.fold(Array(name.utf8).span))
    return "x" + String(hash, radix: 36)
  }

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
