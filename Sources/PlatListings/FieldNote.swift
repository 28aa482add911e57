/// A note that a value of a listing was dropped, or that another value for the same field was
/// passed over.
public struct FieldNote: Error, Sendable, Equatable {
  /// Why.
  public enum Reason: String, Sendable, CaseIterable {
    /// The listing service hides the value behind asterisks.
    case masked
    /// It is no number.
    case notANumber
    /// It is a number between the steps in which the field goes.
    case notAStep
    /// It is less or more than can be.
    case outOfRange
    /// It is no date.
    case notADate
    /// It is neither true nor false.
    case notAFlag
    /// It is none of the field's words.
    case unknownWord
    /// It is too long.
    case tooLong
    /// It holds control characters.
    case controlCharacters
    /// It is not UTF-8.
    case notUTF8
    /// It is an object, an array or another kind of value that the field cannot take.
    case wrongKind
    /// It cannot be part of a web address.
    case notASlug
    /// It is a number that stands for an unknown value: an area of 0, a price of 0 or 1.
    case placeholder
    /// Its unit is not known.
    case unknownUnit
    /// Latitude came without longitude or longitude without latitude.
    case noPartner
    /// Latitude and longitude are both 0, which stands for an unknown place far more often than for
    /// that one.
    case nullIsland
    /// The field was given under two names with different values, and this is the one that does not
    /// count.
    case contradiction
  }

  /// The name under which the value came, such as `BedsTotal`.
  public let name: String
  /// The field that the name means; nil where the engine does not know the name.
  public let field: Field?
  /// Why its value was dropped.
  public let reason: Reason
  /// The value, of which at most 80 characters are kept.
  public let value: String

  /// The characters of a value that a note keeps.
  public static let longestValue = 80

  /// Makes a note.
  public init(name: String, field: Field?, reason: Reason, value: String) {
    self.name = name
    self.field = field
    self.reason = reason
    self.value = value
  }

  /// What the field takes instead.
  public var expected: String {
    switch reason {
    case .masked: "a value that may be seen"
    case .controlCharacters: "text without control characters"
    case .notUTF8: "UTF-8 text; --encoding names another encoding"
    case .placeholder: "a value above 0"
    case .tooLong, .wrongKind, .notANumber, .notAStep, .outOfRange,
      .notADate,
      .notAFlag, .unknownWord:
      field?.definition.kind.expectation ?? "UTF-8 text"
    case .notASlug: "letters, digits and any of - . _ ~"
    case .unknownUnit: "a unit of area that RESO names"
    case .noPartner: "latitude and longitude together"
    case .nullIsland: "a place other than 0, 0"
    case .contradiction: "one value under one name"
    }
  }
}

extension FieldNote: CustomStringConvertible {
  /// One line that says which value was dropped, why, and what is taken instead.
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
  /// What a value must be, in words.
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
