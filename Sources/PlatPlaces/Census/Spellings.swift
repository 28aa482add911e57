/// The spellings of one name, and how many listings have each.
struct Spellings {
  private(set) var counts: [String: Int] = [:]

  mutating func add(_ text: String, _ count: Int) { counts[text, default: 0] += count }

  /// All of them, in the order of their bytes.
  var all: [String] { counts.keys.sorted() }

  /// The one that most have, without blanks around it; of equals one that is not all capitals,
  /// then the first.
  var commonest: String {
    func precedes(_ one: (key: String, value: Int), _ other: (key: String, value: Int)) -> Bool {
      if one.value != other.value { return one.value < other.value }
      let (isPlain, isOtherPlain) = (
        one.key.contains(where: \.isLowercase), other.key.contains(where: \.isLowercase)
      )
      return isPlain == isOtherPlain ? one.key > other.key : isOtherPlain
    }
    return (counts.max(by: precedes)?.key ?? "").split(separator: " ").joined(separator: " ")
  }
}
