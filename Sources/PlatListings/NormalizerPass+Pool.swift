import PlatJSON

extension NormalizerPass {
  /// The features of a pool in a text that needs a closer look; nil for any other text.
  ///
  /// A list in JSON or Python is joined with commas: `["In Ground","Private"]`. A list of nothing
  /// but words for no pool is `None`: `None, None Known`. A list without items is empty.
  mutating func poolFeatures(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count > 0 else { return nil }
    switch text[0] {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard let list = listItems(text) else { return nil }
      return isNone(list.span) ? Self.none : list
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "-"), UInt8(ascii: "0"):
      return isNone(text) ? Self.none : nil
    default: return nil
    }
  }

  private static let none = Array("None".utf8)

  /// Whether a list with several items has only words for no pool and for an unknown one.
  private func isNone(_ list: Span<UInt8>) -> Bool {
    let words = wordLists[rules[Field.pool.ordinal].words]
    var start = 0
    var count = 0
    for place in 0...list.count {
      let isEnd =
        place == list.count || list[place] == UInt8(ascii: ",") || list[place] == UInt8(ascii: ";")
      guard isEnd else { continue }
      let item = list.extracting(start..<place).trimmed
      start = place + 1
      if item.count == 0 { continue }
      count += 1
      if item.saysUnknown { continue }
      guard let found = words.find(item),
        words.texts.span.extracting(found).hasSameBytes(as: Self.none.span)
      else { return false }
    }
    return count > 1
  }

  /// The items of a list in JSON or Python, joined with commas; nil if the text is none.
  private mutating func listItems(_ text: Span<UInt8>) -> [UInt8]? {
    var json = text.text
    if !json.contains("\"") { json = json.replacing("'", with: "\"") }
    var list: [UInt8] = []
    do throws(JSONError) {
      let value = try inner.parse(json.utf8Span.span)
      guard value.kind == .array || value.kind == .object, Self.join(value, into: &list) else {
        return nil
      }
      return list
    } catch {
      return nil
    }
  }
}
