internal import JSON

/// Follows strings, objects and arrays through pieces of text until the first of them is closed.
struct Nesting {
  /// Why ``pass(_:)`` came back.
  enum End {
    /// The value is closed; ``passed`` bytes of the piece belong to it.
    case complete
    /// The piece ends before the value does.
    case needsMore
    /// The byte after ``passed`` bytes closes what is not open.
    case broken
  }

  /// How many bytes of the last piece were passed.
  private(set) var passed = 0
  private(set) var isInString = false
  /// Whether the value is nested deeper than the parser takes.
  private(set) var isTooDeep = false
  private var isEscaped = false
  private var depth = 0
  /// One bit for each level, 1 for an object; nothing is kept of levels beyond the parser's limit.
  private var kinds = InlineArray<4, UInt64>(repeating: 0)

  /// Goes on through a piece of text, which follows the bytes that were passed before.
  ///
  /// - Complexity: O(n).
  mutating func pass(_ bytes: Span<UInt8>) -> End {
    var index = 0
    while index < bytes.count {
      if isInString {
        if isEscaped {
          isEscaped = false
          index += 1
          continue
        }
        index = firstSpecialInString(bytes, from: index)
        if index == bytes.count { break }
        if bytes[index] == UInt8(ascii: "\\") {
          isEscaped = true
        } else {
          isInString = false
          if depth == 0 {
            passed = index + 1
            return .complete
          }
        }
      } else {
        index = firstStructural(bytes, from: index)
        if index == bytes.count { break }
        switch bytes[index] {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"): open(isObject: true)
        case UInt8(ascii: "["): open(isObject: false)
        case let byte:
          guard close(isObject: byte == UInt8(ascii: "}")) else {
            passed = index
            return .broken
          }
          if depth == 0 {
            passed = index + 1
            return .complete
          }
        }
      }
      index += 1
    }
    passed = index
    return .needsMore
  }

  private mutating func open(isObject: Bool) {
    if depth < JSONParser.depthLimit {
      let bit: UInt64 = 1 << UInt64(depth & 63)
      if isObject { kinds[depth >> 6] |= bit } else { kinds[depth >> 6] &= ~bit }
    } else {
      isTooDeep = true
    }
    depth += 1
  }

  /// Goes up a level; false where the bracket is not the one that the level was opened with.
  private mutating func close(isObject: Bool) -> Bool {
    guard depth > 0 else { return false }
    depth -= 1
    guard depth < JSONParser.depthLimit else { return true }
    return (kinds[depth >> 6] >> UInt64(depth & 63) & 1 == 1) == isObject
  }
}

/// The place of the first quote or backslash, or the count where there is none.
@inline(always)
private func firstSpecialInString(_ bytes: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") { index += 1 }
  return index
}

/// The place of the first quote, brace or bracket, or the count where there is none.
@inline(always)
private func firstStructural(_ bytes: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index < bytes.count {
    // With the bit 0x20 set, `[` is `{` and `]` is `}`.
    let folded = bytes[index] | 0x20
    if bytes[index] == UInt8(ascii: "\"") || folded == UInt8(ascii: "{") || folded == UInt8(ascii: "}") { break }
    index += 1
  }
  return index
}
