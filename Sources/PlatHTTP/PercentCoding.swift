/// Strict percent decoding (RFC 3986, section 2.1).
public enum PercentCoding {
  /// Decodes a part of a path.
  ///
  /// - Throws: `PercentError` if a percent sign is not followed by two hexadecimal digits, or if
  ///   the bytes are not UTF-8.
  /// - Complexity: O(bytes).
  public static func decode(_ text: Span<UInt8>) throws(PercentError) -> String {
    var bytes: [UInt8] = []
    return try decode(text, from: 0, to: text.count, blankForPlus: false, &bytes)
  }

  /// Decodes a range, through a reused buffer.
  static func decode(
    _ text: Span<UInt8>, from start: Int, to end: Int, blankForPlus: Bool, _ bytes: inout [UInt8]
  ) throws(PercentError) -> String {
    bytes.removeAll(keepingCapacity: true)
    var place = start
    while place < end {
      let byte = text[place]
      if byte == UInt8(ascii: "%") {
        guard end - place > 2, let high = digit(text[place + 1]), let low = digit(text[place + 2])
        else {
          throw PercentError(reason: .badEscape, offset: place)
        }
        bytes.append(high << 4 | low)
        place += 3
      } else {
        bytes.append(blankForPlus && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        place += 1
      }
    }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw PercentError(reason: .notUTF8, offset: start)
    }
    return string
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// The reason why a percent-encoded text is invalid.
public struct PercentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Reason: Equatable, Sendable {
    /// A percent sign without two hexadecimal digits.
    case badEscape
    /// The decoded bytes are not UTF-8.
    case notUTF8
    /// There are more parameters than the limit.
    case tooMany(limit: Int)
  }

  /// The kind of fault.
  public let reason: Reason
  /// The byte offset of the percent sign, or of the beginning of the name or value.
  public let offset: Int

  /// One sentence for people.
  public var description: String {
    switch reason {
    case .badEscape:
      """
      the % at byte \(offset) is not followed by two hexadecimal digits; write %25 for a percent \
      sign
      """
    case .notUTF8: "what begins at byte \(offset) is not UTF-8 when it is decoded"
    case .tooMany(let limit): "there are more than \(limit) parameters"
    }
  }
}
