/// The number of typing errors between two names: insertions, deletions, substitutions and
/// transpositions of neighbors, with no part edited twice (optimal string alignment).
///
/// `Spelling.distance` counts the same edits. This form is prepared for one pattern of folded names
/// and stops at a bound, because a query compares it with many names.
///
/// The bit-parallel form advances a column of the Damerau-Levenshtein matrix in a dozen
/// instructions. Source: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau
/// edit distances", Nordic Journal of Computing 10 (2003), after G. Myers, JACM 46 (1999).
struct EditPattern {
  /// For each symbol, the positions of the pattern that have it.
  private var places: [UInt64]
  private let length: Int
  /// The maximum length of a pattern.
  static let limit = 64

  /// Prepares a pattern of symbols; nil if it is empty or longer than ``limit``.
  init?(_ pattern: [UInt8]) {
    guard !pattern.isEmpty, pattern.count <= Self.limit else { return nil }
    places = [UInt64](repeating: 0, count: 64)
    for (place, symbol) in pattern.enumerated() { places[Int(symbol & 63)] |= 1 << UInt64(place) }
    length = pattern.count
  }

  /// The distance to another name, or a number above `most` if it is greater.
  ///
  /// - Complexity: O(length of the other name).
  func distance(to text: Span<UInt8>, atMost most: Int) -> Int {
    var distance = length
    var verticalPositive: UInt64 = ~0
    var verticalNegative: UInt64 = 0
    var diagonalZero: UInt64 = 0
    var previous: UInt64 = 0
    let last: UInt64 = 1 << UInt64(length - 1)
    var left = text.count
    for index in text.indices {
      let matches = places[Int(text[index] & 63)]
      let exchanged = ((~diagonalZero & matches) << 1) & previous
      diagonalZero =
        (((matches & verticalPositive) &+ verticalPositive) ^ verticalPositive) | matches
        | verticalNegative
        | exchanged
      var horizontalPositive = verticalNegative | ~(diagonalZero | verticalPositive)
      var horizontalNegative = diagonalZero & verticalPositive
      if horizontalPositive & last != 0 { distance += 1 }
      if horizontalNegative & last != 0 { distance -= 1 }
      left -= 1
      if distance - left > most { return most + 1 }
      horizontalPositive = horizontalPositive << 1 | 1
      horizontalNegative = horizontalNegative << 1
      verticalPositive = horizontalNegative | ~(diagonalZero | horizontalPositive)
      verticalNegative = horizontalPositive & diagonalZero
      previous = matches
    }
    return distance
  }
}
