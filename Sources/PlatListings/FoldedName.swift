/// A name in the form used for comparison: without case, spaces, underscores, hyphens and other
/// signs.
///
/// `InternetAddressDisplayYN`, `internet_address_display_yn` and `Internet Address Display (Y/N)`
/// are one name. Letters outside ASCII are unchanged. It is stored on the stack; folding allocates
/// nothing.
package struct FoldedName: Sendable {
  /// The maximum number of bytes; a longer name is cut and equals no other name.
  package static let capacity = 96

  private var letters = [96 of UInt8](repeating: 0)
  /// The number of bytes of the folded name.
  package private(set) var count = 0
  /// Whether the name was longer than ``capacity``.
  package private(set) var isCut = false
  /// Whether a sign changes the quantity: a ratio (`$/SQUARE FEET`, `% Sold`), a question (`City?`)
  /// or a comparison (`Beds >`).
  package private(set) var hasRatioSign = false
  /// Whether the name has a slash, which may separate two words for one quantity, as in
  /// `State/Province`.
  package private(set) var hasSlash = false
  /// Whether the name has a number sign, like `MLS#`.
  package private(set) var hasNumberSign = false
  /// Whether the name has a dollar sign, like `Price ($)`.
  package private(set) var hasDollarSign = false

  /// Folds a name.
  ///
  /// - Complexity: O(n) in the name's bytes.
  package init(_ name: Span<UInt8>) {
    var place = 0
    while place < name.count {
      let byte = name[place]
      place += 1
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(byte | 0x20)
      case UInt8(ascii: "/"):
        // `Pool (Y/N)` is a flag.
        if count == 0 || letters[count - 1] != UInt8(ascii: "y") || place == name.count
          || name[place] | 0x20 != UInt8(ascii: "n")
        {
          hasRatioSign = true
          hasSlash = true
        }
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "^"):
        hasRatioSign = true
      case UInt8(ascii: "#"): hasNumberSign = true
      case UInt8(ascii: "$"): hasDollarSign = true
      case 0x80...: place += skip(byte, name, place)
      default: break
      }
      if isCut { return }
    }
  }

  /// Folds a name.
  package init(_ name: String) { self.init(name.utf8Span.span) }

  /// The folded bytes.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { letters.span.extracting(0..<count) }
  }

  /// Whether it equals a folded name.
  package func equals(_ name: [UInt8]) -> Bool { count == name.count && !isCut && has(name, at: 0) }

  /// Whether it begins with a folded text.
  package func hasPrefix(_ part: [UInt8]) -> Bool { count >= part.count && has(part, at: 0) }

  /// Whether it ends with a folded text.
  package func hasSuffix(_ part: [UInt8]) -> Bool {
    count >= part.count && !isCut && has(part, at: count - part.count)
  }

  /// Whether it contains a folded text.
  package func contains(_ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    var start = 0
    while start + part.count <= count {
      if letters[start] == first, has(part, at: start) { return true }
      start += 1
    }
    return false
  }

  /// The name with more letters at its end.
  func appending(_ part: StaticString) -> FoldedName {
    var name = self
    for place in 0..<part.utf8CodeUnitCount { unsafe name.append(part.utf8Start[place]) }
    return name
  }

  /// The name without its first `count` bytes.
  func dropping(_ count: Int) -> FoldedName {
    var name = self
    name.count = 0
    for place in min(count, self.count)..<self.count { name.append(letters[place]) }
    return name
  }

  private func has(_ part: [UInt8], at start: Int) -> Bool {
    for place in part.indices where letters[start + place] != part[place] { return false }
    return true
  }

  private mutating func append(_ byte: UInt8) {
    guard count < Self.capacity else {
      isCut = true
      return
    }
    letters[count] = byte
    count += 1
  }

  /// Drops spaces and hyphens outside ASCII, and keeps other bytes; returns the number of extra
  /// bytes skipped.
  private mutating func skip(_ byte: UInt8, _ name: Span<UInt8>, _ place: Int) -> Int {
    // U+00A0, U+2000 to U+203F, U+FEFF.
    if byte == 0xC2, place < name.count, name[place] == 0xA0 { return 1 }
    if byte == 0xE2, place + 1 < name.count, name[place] == 0x80 { return 2 }
    if byte == 0xEF, place + 1 < name.count, name[place] == 0xBB, name[place + 1] == 0xBF {
      return 2
    }
    append(byte)
    return 0
  }
}

/// A fixed set of names; a lookup allocates nothing.
package struct FoldedNames: Sendable {
  private let table: NameTable

  /// Makes a set; any spelling of the names works.
  package init(_ names: some Sequence<String>) {
    table = NameTable(
      names.map { (name: String(decoding: Array(folded: $0), as: UTF8.self), value: UInt16(0)) })
  }

  /// Whether a name is in the set.
  ///
  /// - Complexity: O(n) in the name's bytes.
  package func contains(_ name: FoldedName) -> Bool { !name.isCut && table.find(name) != nil }
}

extension NameTable {
  /// The number of a folded name; nil if it is not in the table.
  func find(_ name: FoldedName) -> UInt16? {
    let bytes = name.bytes
    return find(bytes, hash: Self.hash(bytes))
  }
}

extension [UInt8] {
  /// The bytes of a folded name.
  package init(folded name: String) {
    let folded = FoldedName(name)
    self = folded.bytes.indices.map { folded.bytes[$0] }
  }
}
