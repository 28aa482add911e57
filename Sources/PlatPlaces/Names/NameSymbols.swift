/// The 37 symbols that names are compared in: 0 a blank, 1 to 26 letters, 27 to 36 digits.
enum NameSymbols {
  static let count = 37

  /// The symbols of lower-case ASCII letters, digits and blanks; any other byte is left out.
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

  /// Which symbols there are, so that one typing error changes at most one bit from 0 to 1 and one
  /// from 1 to 0.
  ///
  /// Two bits for each letter and for the blank (there at all, there twice) and one for each digit.
  /// To exchange two neighbours changes nothing, to leave out or add a symbol at most one bit, to
  /// put one for another at most two, one each way.
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
