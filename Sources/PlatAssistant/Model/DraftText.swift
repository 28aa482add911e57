/// A paragraph as its checks read it: tokens of ASCII letters, digits and signs.
///
/// Characters are an allow-list. Digits and letters of other scripts, full-width forms,
/// single-character fractions and numerals, combining marks, zero-width and bidirectional
/// characters are refused, so that no check needs to handle them.
struct DraftText: Sendable {
  /// A word, a number or a sign.
  struct Token: Equatable, Sendable {
    enum Kind: Sendable { case word, number, sign }

    let kind: Kind
    let text: String
    /// The text in lower case, without apostrophes.
    let plain: String
    /// Whether it follows the previous token without a blank.
    let touches: Bool
    /// Whether it may begin a sentence.
    let mayBegin: Bool

    /// Whether it is a word that begins with a capital letter.
    var isCapital: Bool { kind == .word && text.utf8.first.map { $0 & 0x20 == 0 } ?? false }
  }

  let tokens: [Token]

  /// Reads a paragraph.
  ///
  /// - Returns: Nil if it contains a character that no plain English sentence has.
  init?(_ paragraph: String) {
    guard let bytes = Self.plainBytes(of: paragraph) else { return nil }
    tokens = Self.tokens(of: bytes)
  }

  /// The token at an index, or nil.
  subscript(_ place: Int) -> Token? { tokens.indices.contains(place) ? tokens[place] : nil }

  /// Whether the token at an index is one of these signs.
  func isSign(_ place: Int, _ signs: String) -> Bool {
    guard let token = self[place], token.kind == .sign else { return false }
    return signs.contains(token.text)
  }

  /// The text of some tokens, shortened, for an error.
  func text(_ range: Range<Int>) -> String {
    var text = ""
    for token in tokens[range.clamped(to: tokens.indices)] {
      text += text.isEmpty || token.touches ? token.text : " " + token.text
    }
    return String(text.prefix(40))
  }

  // MARK: Characters

  private static let marks = Set("<>`{}[]|\\*_#@^~=".utf8)

  /// The paragraph in ASCII, or nil.
  private static func plainBytes(of paragraph: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(paragraph.utf8.count)
    for scalar in paragraph.unicodeScalars {
      switch scalar.value {
      case 0x20...0x7E where !marks.contains(UInt8(scalar.value)): bytes.append(UInt8(scalar.value))
      case 0x2018, 0x2019: bytes.append(UInt8(ascii: "'"))
      case 0x201C, 0x201D: bytes.append(UInt8(ascii: "\""))
      // Hyphen, non-breaking hyphen, figure dash, en dash, em dash, minus.
      case 0x2010...0x2014, 0x2212: bytes.append(UInt8(ascii: "-"))
      case 0x2026: bytes += Array("...".utf8)
      default: return nil
      }
    }
    return bytes
  }

  // MARK: Tokens

  private static func tokens(of bytes: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    var touches = false
    var mayBegin = true
    while place < bytes.count {
      if bytes[place] == 0x20 {
        (touches, place) = (false, place + 1)
        continue
      }
      let kind: Token.Kind =
        isLetter(bytes[place]) ? .word : isDigit(bytes[place]) ? .number : .sign
      let end = end(of: kind, from: place, in: bytes)
      let text = String(decoding: bytes[place..<end], as: UTF8.self)
      tokens.append(
        Token(
          kind: kind, text: text, plain: text.lowercased().filter { $0 != "'" }, touches: touches,
          mayBegin: mayBegin))
      mayBegin = kind == .sign ? mayBegin || ".!?:;(\"".contains(text) : false
      (touches, place) = (true, end)
    }
    return tokens
  }

  private static func end(of kind: Token.Kind, from start: Int, in bytes: [UInt8]) -> Int {
    var place = start + 1
    func next(_ place: Int) -> UInt8 { place + 1 < bytes.count ? bytes[place + 1] : 0 }
    while place < bytes.count {
      switch kind {
      case .word where isLetter(bytes[place]), .number where isDigit(bytes[place]): break
      case .word where bytes[place] == UInt8(ascii: "'") && isLetter(next(place)): break
      case .number
      where (bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: "."))
        && isDigit(next(place)):
        break
      default: return place
      }
      place += 1
    }
    return place
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }
  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
