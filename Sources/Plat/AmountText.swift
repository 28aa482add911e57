internal import PlatListings

/// Amounts as people write them: `900k` and `1.2M`.
enum AmountText {
  /// Writes out a number with a suffix for thousands or millions: `900k` becomes `900000`.
  ///
  /// Other text is returned unchanged. The decimal point is moved in the text, so nothing is
  /// rounded.
  static func plain(_ text: String) -> String {
    guard text.utf8.count <= 32 else { return text }
    var digits = text.utf8.filter {
      $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: ",") && $0 != 0x20
    }
    let zeros: Int
    switch digits.last.map({ $0 | 0x20 }) {
    case UInt8(ascii: "k"): zeros = 3
    case UInt8(ascii: "m"): zeros = 6
    default: return text
    }
    digits.removeLast()
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, parts.count <= 2,
      parts.allSatisfy({ $0.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } })
    else { return text }
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    let moved = fraction.prefix(zeros)
    let padding = [UInt8](repeating: UInt8(ascii: "0"), count: zeros - moved.count)
    let rest = fraction.dropFirst(zeros)
    var amount = Array(whole) + moved + padding
    while amount.count > 1, amount.first == UInt8(ascii: "0") { amount.removeFirst() }
    let bytes = amount + (rest.isEmpty ? [] : [UInt8(ascii: ".")] + rest)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension SearchParameter {
  /// Whether the parameter takes several values, separated by commas or by repeating the parameter.
  package var takesList: Bool {
    takesSeveral || effect == .facets
  }

  /// A value of the parameter, with its amount written out if the parameter bounds a number.
  package func plain(_ value: String) -> String {
    switch effect {
    case .atLeast(let field), .atMost(let field):
      if case .number = field.definition.kind { return AmountText.plain(value) }
      return value
    default: return value
    }
  }
}
