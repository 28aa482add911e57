/// Repairs values of a document that is almost JSON.
struct JSONValueMending: ~Escapable {
  private let bytes: Span<UInt8>
  private var place = 0
  private var copied = 0
  private var mended: [UInt8] = []
  private var count = 0
  /// The open containers, true for an object.
  private var open: [Bool] = []
  private var wantsValue = true
  /// Where the last byte is that is no blank, outside of strings and values; -1 before the first.
  private var lastSign = -1

  @_lifetime(copy bytes)
  private init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The document with its values repaired, and the number of repairs.
  ///
  /// `NaN`, `Infinity`, `undefined`, `None`, `NULL` and a missing value become null, `True` and
  /// `FALSE` become flags, and any other word or number that JSON does not have becomes a string of
  /// its text: `+5`, `.5`, `05`. A comma without a value behind it is dropped. Other errors stay.
  ///
  /// - Complexity: O(n).
  static func mendingValues(in bytes: Span<UInt8>) -> (bytes: [UInt8], count: Int) {
    var mending = JSONValueMending(bytes)
    mending.run()
    return (mending.mended, mending.count)
  }

  private mutating func run() {
    while place < bytes.count {
      switch bytes[place] {
      case 0x20, 0x09, 0x0A, 0x0D: place += 1
      case UInt8(ascii: "\""): passString()
      case UInt8(ascii: "{"): enter(object: true)
      case UInt8(ascii: "["): enter(object: false)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): leave()
      case UInt8(ascii: ":"): passSign(wantsValue: true)
      case UInt8(ascii: ","): passComma()
      default: passWord()
      }
    }
    copy(to: bytes.count)
  }

  private mutating func passString() {
    place += 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place = min(place + 1, bytes.count)
    endValue()
  }

  private mutating func endValue() {
    wantsValue = false
    lastSign = -1
  }

  private mutating func passSign(wantsValue: Bool) {
    self.wantsValue = wantsValue
    lastSign = place
    place += 1
  }

  private mutating func enter(object: Bool) {
    open.append(object)
    passSign(wantsValue: !object)
  }

  private mutating func leave() {
    fillIn()
    if lastSign >= 0, bytes[lastSign] == UInt8(ascii: ",") {
      copy(to: lastSign)
      copied = lastSign + 1
      count += 1
    }
    _ = open.popLast()
    place += 1
    endValue()
  }

  private mutating func passComma() {
    fillIn()
    let isFirst =
      lastSign >= 0
      && [UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{")].contains(bytes[lastSign])
    guard isFirst else { return passSign(wantsValue: open.last == false) }
    replace(1, by: "")
  }

  /// Puts null where a colon has no value behind it.
  private mutating func fillIn() {
    guard wantsValue, lastSign >= 0, bytes[lastSign] == UInt8(ascii: ":") else { return }
    replace(0, by: "null")
    endValue()
  }

  /// Passes a number or a word, and repairs one that JSON does not have.
  private mutating func passWord() {
    let start = place
    while place < bytes.count, !Self.ends(bytes[place]) { place += 1 }
    defer { endValue() }
    guard wantsValue, place > start else {
      place = max(place, start + 1)
      return
    }
    let word = bytes.extracting(start..<place)
    var grammar = JSONGrammar(bytes: word, takesLargeNumbers: true)
    guard grammar.firstFault() != nil else { return }
    let length = place - start
    place = start
    replace(length, by: Self.replacement(of: word.text))
  }

  private static func replacement(of word: String) -> String {
    let plain = word.lowercased()
    switch plain.drop(while: { $0 == "-" || $0 == "+" }) {
    case "nan", "infinity", "inf", "undefined", "none", "null", "nil", "na": return "null"
    case "true", "false": return plain.hasPrefix("t") ? "true" : "false"
    default: return "\"\(word)\""
    }
  }

  /// Whether a byte ends a word; what would need an escape in a string does, too.
  private static func ends(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
      UInt8(ascii: "]"):
      true
    default: false
    }
  }

  private mutating func replace(_ length: Int, by text: String) {
    copy(to: place)
    mended.append(contentsOf: text.utf8)
    place += length
    copied = place
    count += 1
  }

  private mutating func copy(to end: Int) {
    let part = bytes.extracting(copied..<max(end, copied))
    unsafe part.withUnsafeBufferPointer { unsafe mended.append(contentsOf: $0) }
    copied = max(end, copied)
  }
}
