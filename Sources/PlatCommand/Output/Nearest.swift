import Plat

/// Finds the word that was probably meant.
enum Nearest {
  /// The word nearest to a mistyped one, where one is near enough.
  static func word(to typed: String, among words: [String]) -> String? {
    let near = words.map { ($0, EditDistance.between($0, typed)) }.min { $0.1 < $1.1 }
    return near.flatMap { $0.1 <= max(2, typed.count / 3) ? $0.0 : nil }
  }
}
