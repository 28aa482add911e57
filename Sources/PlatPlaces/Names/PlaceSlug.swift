internal import PlatListings

/// The ids of places: names in lower-case ASCII letters, digits and hyphens.
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
}
