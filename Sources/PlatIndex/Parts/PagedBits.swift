/// A set of small numbers as bits, in pages that copies share until one of them changes.
///
/// A number is added by copying its page where it is shared: 4 KiB at most.
package struct PagedBits: Sendable {
  private static let pageWords = 512

  /// An empty page has no bit set.
  private var pages: [[UInt64]] = []

  /// The empty set.
  package init() {}

  /// The 64 numbers from `64 * index` on, as bits.
  package func word(_ index: Int) -> UInt64 {
    let page = index / Self.pageWords
    guard index >= 0, page < pages.count, !pages[page].isEmpty else { return 0 }
    return pages[page][index % Self.pageWords]
  }

  /// Whether the set has a number.
  package func contains(_ number: Int) -> Bool {
    number >= 0 && word(number / 64) >> UInt64(number % 64) & 1 == 1
  }

  /// Adds a number that is not negative.
  package mutating func insert(_ number: Int) {
    let (page, place) = (number / 64).quotientAndRemainder(dividingBy: Self.pageWords)
    guard number >= 0 else { return }
    while pages.count <= page { pages.append([]) }
    if pages[page].isEmpty { pages[page] = [UInt64](repeating: 0, count: Self.pageWords) }
    pages[page][place] |= 1 << UInt64(number % 64)
  }
}
