internal import PlatJSON

/// Tracks strings, objects and arrays through pieces of text until the first of them is closed.
struct Nesting {
  /// The reason why ``pass(_:)`` returned.
  enum End {
    /// The value is closed; ``passed`` bytes of the piece belong to it.
    case complete
    /// The piece ends before the value ends.
    case needsMore
    /// The byte after ``passed`` bytes closes something that is not open.
    case broken
  }

  /// The number of bytes of the last piece that were passed.
  private(set) var passed = 0
  private(set) var isInString = false
  /// Whether the last byte was a backslash that escapes the next one.
  private var isEscaped = false
  private var depth = 0
  /// One bit for each level, 1 for an object; levels beyond the parser's limit are not stored.
  private var kinds = InlineArray<4, UInt64>(repeating: 0)

  /// Continues through a piece of text that follows the previously passed bytes.
  ///
  /// - Complexity: O(n), eight bytes a step and one more for each quote, bracket and backslash.
  mutating func pass(_ bytes: Span<UInt8>) -> End {
    // Special bytes before this place are escaped.
    var escapedUntil = isEscaped ? 1 : 0
    isEscaped = false
    var start = 0
    while start < bytes.count {
      var specials = bytesThatMatter(in: eightBytes(of: bytes, at: start))
      while specials != 0 {
        let index = start + specials.trailingZeroBitCount >> 3
        specials &= specials &- 1
        if index < escapedUntil { continue }
        switch bytes[index] {
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "\\") where isInString: escapedUntil = index + 2
        case _ where isInString: break
        case UInt8(ascii: "{"): open(isObject: true)
        case UInt8(ascii: "["): open(isObject: false)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          guard close(isObject: bytes[index] == UInt8(ascii: "}")) else {
            passed = index
            return .broken
          }
        default: continue
        }
        if depth == 0, !isInString {
          passed = index + 1
          return .complete
        }
      }
      start += 8
    }
    isEscaped = escapedUntil > bytes.count
    passed = bytes.count
    return .needsMore
  }

  private mutating func open(isObject: Bool) {
    if depth < JSONParser.depthLimit {
      let bit: UInt64 = 1 << UInt64(depth & 63)
      if isObject { kinds[depth >> 6] |= bit } else { kinds[depth >> 6] &= ~bit }
    }
    depth += 1
  }

  /// Goes up a level; false if the bracket does not match the opening one.
  private mutating func close(isObject: Bool) -> Bool {
    guard depth > 0 else { return false }
    depth -= 1
    guard depth < JSONParser.depthLimit else { return true }
    return (kinds[depth >> 6] >> UInt64(depth & 63) & 1 == 1) == isObject
  }
}

private let ones: UInt64 = 0x0101_0101_0101_0101

/// The highest bit of each byte that is a quote, backslash, brace or bracket; occasionally that of
/// another byte, too.
@inline(always)
private func bytesThatMatter(in word: UInt64) -> UInt64 {
  // With the bit 0x20 set, `[`, `\` and `]` are `{`, `|` and `}`.
  let folded = word | (ones &* 0x20)
  return zeroBytes(word ^ (ones &* 0x22)) | zeroBytes(folded ^ (ones &* 0x7B))
    | zeroBytes(folded ^ (ones &* 0x7C))
    | zeroBytes(folded ^ (ones &* 0x7D))
}

/// The highest bit of each byte that is 0, and possibly of bytes after one (Mycroft 1987).
@inline(always)
private func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & (ones &* 0x80) }
