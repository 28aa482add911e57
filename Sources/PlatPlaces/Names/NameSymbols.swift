/// The 37 symbols for name comparison: 0 is a space, 1 to 26 letters, 27 to 36 digits.
enum NameSymbols {
  static let count = 37

  /// The symbols of lower-case ASCII letters, digits and spaces; other bytes are dropped.
  static func symbols(_ text: [UInt8]) -> [UInt8] {
    var symbols: [UInt8] = []
    symbols.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0x61...0x7A: symbols.append(byte - 0x60)
      case 0x30...0x39: symbols.append(byte - 0x30 + 27)
      case 0x20: symbols.append(0)
      default: continue
      }
    }
    return symbols
  }

  /// A mask of the symbols in a name: one typing error changes at most one bit from 0 to 1 and one
  /// from 1 to 0.
  ///
  /// There are two bits for each letter and for the space (present, present twice) and one for each
  /// digit. A transposition of neighbors changes no bit, a deletion or insertion changes at most
  /// one, and a substitution at most two, one in each direction.
  static func mask(_ symbols: Span<UInt8>) -> UInt64 {
    var once: UInt64 = 0
    var twice: UInt64 = 0
    for index in symbols.indices {
      let bit: UInt64 = 1 << UInt64(symbols[index] & 63)
      twice |= once & bit
      once |= bit
    }
    let letters: UInt64 = 1 << 27 - 1
    return once & letters | (once >> 27 & 0x3FF) << 27 | (twice & letters) << 37
  }
}
