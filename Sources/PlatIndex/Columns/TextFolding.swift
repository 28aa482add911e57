internal import PlatListings
@_spi(_Unicode) internal import Swift

/// Folds texts to a form in which they compare without regard to case and accents.
///
/// Canonically equivalent texts fold to one form, so `ñ` as one character equals `n` with a
/// combining tilde, and `La Canada` finds La Cañada.
public enum TextFolding {
  /// The folded form of UTF-8 text: lower case by Unicode's rules, decomposed (NFD), without
  /// combining marks from U+0300 to U+036F, letters of Latin-1 and Latin Extended-A as plain ones
  /// (`ø` is `o`, `ß` is `ss`), composed again (NFC).
  ///
  /// Bytes that are not UTF-8 become U+FFFD first. ASCII is folded without a copy through `String`.
  ///
  /// - Complexity: O(length).
  public static func fold(_ text: Span<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(text.count)
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x80 else {
        let whole = unsafe text.withUnsafeBufferPointer {
          unsafe String(decoding: $0, as: UTF8.self)
        }
        return Array(fold(whole).utf8)
      }
      folded.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return folded
  }

  /// The folded form of a text.
  ///
  /// - Complexity: O(length).
  public static func fold(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.lowercased()._nfd where !(0x300...0x36F).contains(scalar.value) {
      let letters = Slug.plainLetters(of: scalar)
      if letters.isEmpty {
        plain.append(scalar)
      } else {
        for letter in letters { plain.append(Unicode.Scalar(letter)) }
      }
    }
    var composed = String.UnicodeScalarView()
    for scalar in String(plain)._nfc { composed.append(scalar) }
    return String(composed)
  }
}
