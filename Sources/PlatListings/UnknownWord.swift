import PlatJSON

extension Span<UInt8> {
  /// Whether a trimmed text means an unknown value: `N/A`, `nan`, `None`, `Unknown`, `-`.
  ///
  /// - Complexity: O(1); the first letter decides for most texts.
  var saysUnknown: Bool {
    guard count > 0, count <= 16 else { return false }
    if count == 1, self[0] | 0x20 >= UInt8(ascii: "a") { return false }
    switch self[0] {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "?"):
      for index in indices where self[index] != self[0] { return false }
      return true
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "u"), UInt8(ascii: "U"),
      UInt8(ascii: "#"), UInt8(ascii: "("), UInt8(ascii: "<"):
      // Errors of spreadsheets: `#REF!`, `#NAME?`.
      if self[0] == UInt8(ascii: "#"), count > 4,
        self[count - 1] == UInt8(ascii: "!") || self[count - 1] == UInt8(ascii: "?")
      {
        return true
      }
      return UnknownWord.words.contains(FoldedName(self)) && (count > 2 || self[1] & 0x20 == 0)
    case 0xE2:
      // A typographic dash.
      return count == 3 && self[1] == 0x80 && (0x90...0x95).contains(self[2])
    default: return false
    }
  }
}

private enum UnknownWord {
  /// Words for an unknown value; `NA` counts only in capitals.
  static let words = FoldedNames([
    "n/a", "nan", "null", "nil", "none", "unknown", "undefined", "not available",
    "not applicable", "not specified", "unspecified", "not known", "unk", "#N/A", "undisclosed",
    "no data", "NA", "not provided", "none known", "not given", "nat", "(blank)", "(empty)",
  ])
}
