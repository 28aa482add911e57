/// How texts are compared without regard to case: the form that both sides are brought to.
public enum TextFolding {
  /// The folded form of UTF-8 text: lower case by Unicode's rules, and for ASCII without a copy
  /// through `String`.
  ///
  /// Bytes that are not UTF-8 become U+FFFD first.
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
        return Array(whole.lowercased().utf8)
      }
      folded.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return folded
  }
}
