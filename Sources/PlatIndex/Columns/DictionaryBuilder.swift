internal import PlatCommon
internal import PlatSnapshot

/// Gives each distinct text a code, counted from 1 in the order of first appearance.
///
/// An open-addressing table of codes over the texts' bytes; looking up a known text allocates
/// nothing.
///
/// - Complexity: O(length of the text) a lookup, amortised.
struct DictionaryBuilder {
  private(set) var texts = StringTableBuilder()
  private var hashes: [UInt64] = []
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  /// The code of a text, newly assigned if the text is new; 0 for the empty text.
  mutating func code(_ text: Span<UInt8>) -> UInt32 {
    guard text.count > 0 else { return 0 }
    let hash = FastHash.of(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = slots[slot]
      if hashes[Int(code) - 1] == hash && texts.equals(at: Int(code) - 1, text) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    texts.append(text)
    hashes.append(hash)
    let code = UInt32(texts.count)
    slots[slot] = code
    if texts.count * 2 > slots.count { spread(over: slots.count * 2) }
    return code
  }

  /// The code of a known text, or nil.
  func known(_ text: Span<UInt8>) -> UInt32? {
    let hash = FastHash.of(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = slots[slot]
      if hashes[Int(code) - 1] == hash && texts.equals(at: Int(code) - 1, text) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Reserves room for a total number of texts, assuming the average length of the current ones.
  mutating func reserve(_ count: Int) {
    guard count > texts.count, texts.count > 0 else { return }
    texts.reserve(strings: count, bytes: (texts.bytes.count / texts.count + 1) * count)
    hashes.reserveCapacity(count)
    var size = slots.count
    while size < count * 2 { size *= 2 }
    if size > slots.count { spread(over: size) }
  }

  /// Rehashes the codes into a table with a number of slots, a power of 2.
  private mutating func spread(over count: Int) {
    slots = Array(repeating: 0, count: count)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }
}

extension StringTableBuilder {
  /// Whether an appended string has these bytes.
  func equals(at index: Int, _ text: Span<UInt8>) -> Bool {
    let own = bytes(at: index)
    guard own.count == text.count else { return false }
    for place in own.indices where own[place] != text[place] { return false }
    return true
  }
}
