internal import PlatCommon

/// Values as written in a request.
enum ValueText {
  /// Removes white space from both ends of a text.
  ///
  /// It reads scalars, never grapheme clusters: one cluster of an untrusted text may have a million
  /// bytes.
  static func trimmed(_ text: String) -> String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value < 0x80
        ? scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value)
        : scalar.properties.isWhitespace || scalar.value == 0xFEFF
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, isSpace(first) || isSpace(last)
    else { return text }
    var rest = scalars.drop(while: isSpace)
    while let end = rest.last, isSpace(end) { rest.removeLast() }
    return String(rest)
  }

  /// A value without the white space that makes no difference: none at either end, and within names
  /// and words no more than one space.
  static func uniform(_ text: String, of effect: SearchParameter.Effect) -> String {
    switch effect {
    case .contains, .oneOf, .noneOf, .place: LineText.uniform(text)
    default: trimmed(text)
    }
  }

  /// The parts between commas, trimmed; empty ones are left out.
  ///
  /// A part in double quotes may contain commas, and `""` for a quote, as in CSV; an unpaired quote
  /// stands for itself.
  static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      rest = rest.drop { $0 == " " }
      let piece: String
      if rest.first == "\"", let quoted = Self.quoted(rest.dropFirst()) {
        (piece, rest) = quoted
      } else {
        piece = trimmed(String(rest.prefix { $0 != "," }))
        rest = rest.drop { $0 != "," }
      }
      if !piece.isEmpty { pieces.append(piece) }
      rest = rest.dropFirst()
    }
    return pieces
  }

  /// The text up to a closing quote that ends a part, and the text after it; nil without such a
  /// quote.
  private static func quoted(_ text: Substring.UnicodeScalarView)
    -> (text: String, rest: Substring.UnicodeScalarView)?
  {
    var value = String.UnicodeScalarView()
    var rest = text
    while let scalar = rest.popFirst() {
      guard scalar == "\"" else {
        value.append(scalar)
        continue
      }
      if rest.first == "\"" {
        rest = rest.dropFirst()
        value.append(scalar)
        continue
      }
      let behind = rest.drop { $0 == " " }
      return behind.isEmpty || behind.first == "," ? (trimmed(String(value)), behind) : nil
    }
    return nil
  }

  /// Reads a flag; nil if the text is not one.
  static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "1", "on", "y", "t": true
    case "false", "no", "0", "off", "n", "f": false
    default: nil
    }
  }

  /// Reads common names for homes to buy and homes to rent.
  static func listingFor(near text: String) -> ListingFor? {
    switch text.lowercased() {
    case "buy", "sell", "purchase", "for sale", "sales": .sale
    case "lease", "rental", "rentals", "for rent", "let": .rent
    default:
      Spelling.nearest(to: text, among: ListingFor.allCases.map(\.rawValue))
        .flatMap(ListingFor.init)
    }
  }
}
