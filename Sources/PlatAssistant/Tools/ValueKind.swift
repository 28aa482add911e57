internal import PlatCommon
package import PlatJSON

/// A kind of parameter value: validates text input and describes itself.
///
/// Tools and routes share the kinds, so that one check and one description serve both.
package enum ValueKind: Sendable, Equatable {
  /// Any text.
  case text
  /// A text with a bounded number of characters (Unicode scalars).
  case word(ClosedRange<Int>)
  /// A whole number.
  case whole(ClosedRange<Int>)
  /// A number that is truncated and clamped to a range: a map's zoom.
  case level(ClosedRange<Int>)
  /// A number.
  case number(ClosedRange<Double>)
  /// `true` or `false`.
  case flag
  /// One of several words.
  case choice([String])
  /// Texts: a list in a JSON body, separated by commas elsewhere.
  case texts

  /// The expected value, in words.
  package var expected: String {
    switch self {
    case .text: "a text"
    case .word(let length): "a text of \(length.lowerBound) to \(length.upperBound) characters"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .level(let range):
      "a number, taken as a whole one from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      """
      a number from \(NumberText.shortest(range.lowerBound)) to \
      \(NumberText.shortest(range.upperBound))
      """
    case .flag: "true or false"
    case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: " or ")
    case .texts: "a list of texts"
    }
  }

  /// The nearest valid word to an invalid value.
  package func nearest(to value: String) -> String? {
    guard case .choice(let words) = self else { return nil }
    return Spelling.nearest(to: value, among: words)
  }

  // MARK: Values

  /// Whether a text is valid for a text kind; true for the other kinds.
  package func allows(_ text: String) -> Bool {
    switch self {
    case .word(let length): length.contains(text.unicodeScalars.count)
    case .choice(let words): words.contains(text)
    default: true
    }
  }

  /// The number in a text; nil if it is invalid.
  package func number(_ text: String) -> Double? {
    guard let number = Double(text), number.isFinite else { return nil }
    switch self {
    case .number(let range): return range.contains(number) ? number : nil
    case .whole(let range):
      return Int(exactly: number).map(range.contains) == true ? number : nil
    default: return number
    }
  }

  /// The flag in a text; nil if it is invalid.
  package static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// The comma-separated texts, without surrounding blanks; empty ones are dropped.
  package static func texts(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: ",").map(\.withoutBlanks).filter { !$0.isEmpty }
  }

  // MARK: Schema

  /// Writes the members of its JSON Schema.
  ///
  /// - Parameters:
  ///   - isNullable: Whether null stands for a missing value.
  ///   - hasBounds: Whether to write bounds, which some models' strict schemas do not support.
  ///   - isInBody: Whether it is a member of a JSON body, where texts are a list.
  package func writeSchemaMembers(
    isNullable: Bool, hasBounds: Bool = true, isInBody: Bool = true, to writer: inout JSONWriter
  ) {
    func type(_ name: String) {
      writer.key("type")
      guard isNullable else { return writer.string(name) }
      [name, "null"].writeJSON(to: &writer)
    }
    func bounds(_ least: StaticString, _ most: StaticString, _ range: ClosedRange<Int>) {
      guard hasBounds else { return }
      writer.member(least, range.lowerBound)
      writer.member(most, range.upperBound)
    }
    switch self {
    case .text: type("string")
    case .word(let length):
      type("string")
      bounds("minLength", "maxLength", length)
    case .whole(let range):
      type("integer")
      bounds("minimum", "maximum", range)
    case .level: type("number")
    case .number(let range):
      type("number")
      guard hasBounds else { return }
      writer.member("minimum", range.lowerBound)
      writer.member("maximum", range.upperBound)
    case .flag: type("boolean")
    case .choice(let words):
      type("string")
      writer.array("enum") { writer in
        for word in words { writer.string(word) }
        if isNullable { writer.null() }
      }
    case .texts:
      guard isInBody else { return type("string") }
      type("array")
      writer.object("items") { writer in writer.member("type", "string") }
    }
  }
}
