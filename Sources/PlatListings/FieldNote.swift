/// A note that a value of a listing was dropped, or that another value took precedence over it.
public struct FieldNote: Error, Sendable, Equatable {
  /// The reason for a note.
  public enum Reason: String, Sendable, CaseIterable {
    /// The listing service hides the value behind asterisks.
    case masked
    /// The value is not a number.
    case notANumber
    /// The number is not a multiple of the field's step.
    case notAStep
    /// The number is outside the field's range.
    case outOfRange
    /// The value is not a date.
    case notADate
    /// The value is neither true nor false.
    case notAFlag
    /// The value is not one of the field's words.
    case unknownWord
    /// The value is too long.
    case tooLong
    /// The value contains control characters.
    case controlCharacters
    /// The value is not UTF-8.
    case notUTF8
    /// The value is an object, an array or another kind that the field does not accept.
    case wrongKind
    /// The value is not valid in a web address.
    case notASlug
    /// The number stands for an unknown value: an area of 0, a price of 0 or 1.
    case placeholder
    /// The unit is unknown.
    case unknownUnit
    /// A latitude without a longitude, or a longitude without a latitude.
    case noPartner
    /// Latitude and longitude are both 0, which nearly always stands for an unknown place.
    case nullIsland
    /// The field has two names with different values, and this one does not count.
    case contradiction
  }

  /// The name of the value in the record, such as `BedsTotal`.
  public let name: String
  /// The field that the name means; nil if the name is unknown.
  public let field: Field?
  /// The reason for dropping the value.
  public let reason: Reason
  /// The value, cut to at most 80 characters.
  public let value: String

  /// The maximum number of characters that a note keeps of a value.
  public static let longestValue = 80

  /// Makes a note.
  public init(name: String, field: Field?, reason: Reason, value: String) {
    self.name = name
    self.field = field
    self.reason = reason
    self.value = value
  }

  /// The values that the field accepts.
  public var expected: String {
    switch reason {
    case .masked: "a value that may be seen"
    case .controlCharacters: "text without control characters"
    case .notUTF8: "UTF-8 text; --encoding names another encoding"
    case .placeholder: "a real value: numbers as small as this one stand for unknown"
    case .tooLong, .wrongKind, .notANumber, .notAStep, .outOfRange,
      .notADate,
      .notAFlag, .unknownWord:
      field?.definition.kind.expectation ?? "UTF-8 text"
    case .notASlug: "letters, digits and any of - . _ ~"
    case .unknownUnit where field == .hoaFee: "how often it is paid, such as Monthly"
    case .unknownUnit: "a unit of area, such as Square Feet"
    case .noPartner: "latitude and longitude together"
    case .nullIsland: "a place other than 0, 0"
    case .contradiction: "one value under one name"
    }
  }
}

extension FieldNote: CustomStringConvertible {
  /// One line with the dropped value, the reason, and the expected value.
  public var description: String { "\(name) \"\(value)\": \(reason.words); expected \(expected)" }
}

extension FieldNote.Reason {
  /// The reason in words.
  public var words: String {
    switch self {
    case .masked: "hidden by the listing service"
    case .notANumber: "not a number"
    case .notAStep: "between the steps of this field"
    case .outOfRange: "less or more than can be"
    case .notADate: "not a date"
    case .notAFlag: "neither true nor false"
    case .unknownWord: "not a word of this field"
    case .tooLong: "too long"
    case .controlCharacters: "holds control characters"
    case .notUTF8: "not UTF-8"
    case .wrongKind: "the wrong kind of value"
    case .notASlug: "cannot be part of a web address"
    case .placeholder: "stands for an unknown value"
    case .unknownUnit: "in an unknown unit"
    case .noPartner: "one coordinate without the other"
    case .nullIsland: "the point 0, 0 stands for an unknown place"
    case .contradiction: "contradicts the value that counts"
    }
  }
}

extension FieldKind {
  /// A description of the expected values.
  public var expectation: String {
    switch self {
    case .text(let most): "text of at most \(most) bytes"
    case .lookup(let words): "one of " + words.joined(separator: ", ")
    case .number(let scale, let minimum, let maximum, let rounds):
      (rounds
        ? "a number" : scale == 1 ? "a whole number" : "a number in steps of \(1 / Double(scale))")
        + " from \(Self.text(minimum)) to \(Self.text(maximum))"
    case .date: "a date such as 2025-01-31 or 2025-01-31T12:00:00Z, in the years 1800 to 2199"
    case .flag: "true or false"
    case .json: "an array"
    }
  }

  private static func text(_ bound: Double) -> String {
    bound.asWhole.map(String.init) ?? String(bound)
  }
}
