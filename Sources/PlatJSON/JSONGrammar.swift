/// Reads a document by the grammar of RFC 8259, byte by byte, to find its first error.
///
/// It is the slow, plain twin of the parser: it runs when the parser has rejected a document
/// without a place, and it is the parser's oracle in tests.
struct JSONGrammar: ~Escapable {
  private let bytes: Span<UInt8>
  private var place = 0
  /// The open containers, true for an object.
  private var open: [Bool] = []
  private let takesLargeNumbers: Bool
  /// The ranges of accepted numbers that are too large.
  private var largeNumbers: [Range<Int>] = []

  /// - Parameter takesLargeNumbers: Whether to accept numbers that are too large.
  @_lifetime(copy bytes)
  init(bytes: Span<UInt8>, takesLargeNumbers: Bool = false) {
    self.bytes = bytes
    self.takesLargeNumbers = takesLargeNumbers
  }

  /// The document with quotes around each number that is too large, up to its first error.
  static func quotingLargeNumbers(in bytes: Span<UInt8>) -> [UInt8] {
    var grammar = JSONGrammar(bytes: bytes, takesLargeNumbers: true)
    _ = grammar.firstFault()
    var quoted: [UInt8] = []
    var start = 0
    for number in grammar.largeNumbers {
      quoted += bytes.extracting(start..<number.lowerBound).array
      quoted.append(UInt8(ascii: "\""))
      quoted += bytes.extracting(number).array
      quoted.append(UInt8(ascii: "\""))
      start = number.upperBound
    }
    return quoted + bytes.extracting(start..<bytes.count).array
  }

  /// The first error, or nil if the bytes are one complete document.
  mutating func firstFault() -> JSONError? {
    do throws(JSONError) {
      skipBlanks()
      if place == bytes.count { throw JSONError(.empty, offset: nil) }
      try readDocument()
      if place < bytes.count { throw JSONError(.trailingBytes, offset: place) }
      return nil
    } catch {
      return error
    }
  }

  private mutating func readDocument() throws(JSONError) {
    var wanted = JSONError.Expectation.value
    while true {
      skipBlanks()
      switch (wanted, peek) {
      case (.valueOrEnd, UInt8(ascii: "]")), (.keyOrEnd, UInt8(ascii: "}")):
        place += 1
        open.removeLast()
        wanted = afterValue
      case (.value, UInt8(ascii: "{")), (.valueOrEnd, UInt8(ascii: "{")):
        try enter(object: true)
        wanted = .keyOrEnd
      case (.value, UInt8(ascii: "[")), (.valueOrEnd, UInt8(ascii: "[")):
        try enter(object: false)
        wanted = .valueOrEnd
      case (.value, _), (.valueOrEnd, _):
        try readScalar(wanted)
        wanted = afterValue
      case (.key, UInt8(ascii: "\"")), (.keyOrEnd, UInt8(ascii: "\"")):
        try readString()
        wanted = .colon
      case (.colon, UInt8(ascii: ":")):
        place += 1
        wanted = .value
      case (.commaOrBrace, UInt8(ascii: ",")):
        place += 1
        wanted = .key
      case (.commaOrBracket, UInt8(ascii: ",")):
        place += 1
        wanted = .value
      case (.commaOrBrace, UInt8(ascii: "}")), (.commaOrBracket, UInt8(ascii: "]")):
        place += 1
        open.removeLast()
        wanted = afterValue
      default:
        throw JSONError(.expected(wanted), offset: place)
      }
      // After a complete value outside every container the document is complete.
      if open.isEmpty { return skipBlanks() }
    }
  }

  private var afterValue: JSONError.Expectation {
    open.last == true ? .commaOrBrace : .commaOrBracket
  }

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func enter(object: Bool) throws(JSONError) {
    if open.count + 1 >= JSONParser.depthLimit { throw JSONError(.tooDeep, offset: place) }
    open.append(object)
    place += 1
  }

  private mutating func readScalar(_ wanted: JSONError.Expectation) throws(JSONError) {
    switch peek {
    case UInt8(ascii: "\""): try readString()
    case UInt8(ascii: "t"): try readWord("true", wanted)
    case UInt8(ascii: "f"): try readWord("false", wanted)
    case UInt8(ascii: "n"): try readWord("null", wanted)
    case .some(let byte) where byte == UInt8(ascii: "-") || byte.isDigit: try readNumber()
    default: throw JSONError(.expected(wanted), offset: place)
    }
  }

  private mutating func readWord(_ word: StaticString, _ wanted: JSONError.Expectation)
    throws(JSONError)
  {
    let start = place
    for letter in "\(word)".utf8 {
      guard peek == letter else { throw JSONError(.expected(wanted), offset: start) }
      place += 1
    }
    if endsBadly { throw JSONError(.expected(wanted), offset: start) }
  }

  /// Whether a number or a word is followed by a byte that cannot follow it.
  private var endsBadly: Bool {
    switch peek {
    case nil, 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: ":"): false
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): false
    default: true
    }
  }

  private mutating func readNumber() throws(JSONError) {
    let start = place
    let malformed = JSONError(.malformedNumber, offset: start)
    if peek == UInt8(ascii: "-") { place += 1 }
    if peek == UInt8(ascii: "0") {
      place += 1
    } else if !skipDigits() {
      throw malformed
    }
    var isWhole = true
    if peek == UInt8(ascii: ".") {
      place += 1
      isWhole = false
      if !skipDigits() { throw malformed }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      place += 1
      isWhole = false
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { place += 1 }
      if !skipDigits() { throw malformed }
    }
    if endsBadly { throw malformed }
    let text = bytes.extracting(start..<place)
    let fits = isWhole ? Int64(text.text) != nil || UInt64(text.text) != nil : text.isFiniteDecimal
    if fits { return }
    guard takesLargeNumbers else { throw JSONError(.numberOutOfRange, offset: start) }
    largeNumbers.append(start..<place)
  }

  private mutating func skipDigits() -> Bool {
    let start = place
    while peek?.isDigit == true { place += 1 }
    return place > start
  }

  private mutating func readString() throws(JSONError) {
    place += 1
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return
      case UInt8(ascii: "\\"):
        try readEscape()
      case 0..<0x20:
        throw JSONError(.malformedString, offset: place)
      default:
        place += 1
      }
    }
    throw JSONError(.malformedString, offset: place)
  }

  private mutating func readEscape() throws(JSONError) {
    let start = place
    let malformed = JSONError(.malformedString, offset: start)
    place += 1
    guard let letter = peek else { throw malformed }
    place += 1
    switch letter {
    case UInt8(ascii: "u"): break
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"):
      return
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return
    default: throw malformed
    }
    guard let unit = readHex() else { throw malformed }
    if (0xDC00...0xDFFF).contains(unit) { throw malformed }
    guard (0xD800...0xDBFF).contains(unit) else { return }
    guard peek == UInt8(ascii: "\\") else { throw malformed }
    place += 1
    guard peek == UInt8(ascii: "u") else { throw malformed }
    place += 1
    guard let low = readHex(), (0xDC00...0xDFFF).contains(low) else { throw malformed }
  }

  private mutating func readHex() -> Int? {
    var unit = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80
      else { return nil }
      unit = unit << 4 | digit
      place += 1
    }
    return unit
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension Span<UInt8> {
  fileprivate var array: [UInt8] { indices.map { self[$0] } }

  /// Whether decimal text is a number that a double can represent; one that underflows counts as 0.
  fileprivate var isFiniteDecimal: Bool { Double(text)?.isFinite == true }
}
