/// The spellings of one name, with their numbers of listings.
struct Spellings {
  private(set) var counts: [String: Int] = [:]

  mutating func add(_ text: String, _ count: Int) { counts[text, default: 0] += count }

  /// All spellings, in byte order.
  var all: [String] { counts.keys.sorted() }

  /// The most common spelling, trimmed; of ties one that is not in capitals, then the first.
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
