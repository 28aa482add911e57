/// Suggestions for mistyped words.
package enum Spelling {
  /// Longer texts get no suggestion.
  private static let longest = 256

  /// The word nearest to a mistyped one, ignoring case, if there are few typos for its length: at
  /// most two, or a third of its characters, and less than half of the longer word.
  ///
  /// - Complexity: O(words * 64 * 64).
  package static func nearest(to typed: String, among words: [String]) -> String? {
    guard typed.utf8.count <= longest else { return nil }
    let typed = typed.lowercased()
    let nearest = words.map { ($0, distance($0.lowercased(), typed)) }.min { $0.1 < $1.1 }
    return nearest.flatMap { word, typos in
      let longer = max(word.unicodeScalars.count, typed.unicodeScalars.count)
      let isNear = typos <= max(2, typed.unicodeScalars.count / 3) && typos * 2 < longer
      return isNear || typos == 0 ? word : nil
    }
  }

  /// The minimum number of insertions, deletions, substitutions and swaps of adjacent characters
  /// that turn one word into the other.
  ///
  /// Only the first 64 characters of each word are compared. Source: the restricted
  /// Damerau-Levenshtein distance; F. Damerau, "A technique for computer detection and correction
  /// of spelling errors" (CACM 7, 1964).
  package static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first.unicodeScalars.prefix(64))
    let b = Array(second.unicodeScalars.prefix(64))
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
