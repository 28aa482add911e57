/// A length as people write it: a number and its unit.
public struct Length: Equatable, Sendable {
  /// The length in metres.
  public let meters: Double

  /// Metres in an international mile.
  public static let metersPerMile = 1609.344

  /// Makes a length from metres.
  public init(meters: Double) { self.meters = meters }

  /// Reads `1mi`, `2km`, `500 m` or `0.5 mi`: decimal digits with at most one point, and a unit in
  /// upper or lower case.
  ///
  /// - Throws: ``LengthError`` if the unit is missing or unknown, or the number is invalid.
  public init(parsing text: String) throws(LengthError) {
    let units: [(name: String, meters: Double)] = [
      ("km", 1000), ("mi", Self.metersPerMile), ("m", 1),
    ]
    let trimmed = Self.trim(Substring(text))
    let isNumeral = { (character: Character) in character == "." || ("0"..."9").contains(character)
    }
    let numeral = trimmed.prefix(while: isNumeral)
    let unit = Self.trim(trimmed.dropFirst(numeral.count)).lowercased()
    guard !numeral.isEmpty, let number = Double(numeral), number.isFinite else {
      throw LengthError(text: text, reason: .notANumber)
    }
    guard let known = units.first(where: { $0.name == unit }) else {
      throw LengthError(text: text, reason: unit.isEmpty ? .noUnit : .unknownUnit(unit))
    }
    meters = number * known.meters
  }

  private static func trim(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// Why a text is not a length.
public struct LengthError: Error, Equatable, CustomStringConvertible {
  /// What is wrong with the text.
  public enum Reason: Equatable, Sendable {
    /// The text does not start with a nonnegative decimal number.
    case notANumber
    /// The number has no unit.
    case noUnit
    /// The unit is not `m`, `km` or `mi`.
    case unknownUnit(String)
  }

  /// The invalid text.
  public let text: String
  /// What is wrong with it.
  public let reason: Reason

  /// The error message.
  public var description: String {
    let expected = "expected a number and its unit, such as 500m, 2km or 0.5mi"
    return switch reason {
    case .notANumber: "length \"\(text)\" starts with no number: \(expected)"
    case .noUnit: "length \"\(text)\" has no unit: \(expected)"
    case .unknownUnit(let unit): "length \"\(text)\" has the unknown unit \"\(unit)\": \(expected)"
    }
  }
}
