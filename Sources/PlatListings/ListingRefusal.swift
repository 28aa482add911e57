/// Why a whole record was refused: without a usable key there is no listing.
public struct ListingRefusal: Error, Sendable, Equatable {
  /// What is wrong with the record or its key.
  public enum Reason: String, Sendable, CaseIterable {
    /// The record is no JSON object.
    case notAnObject
    /// No key is given, or an empty one.
    case noKey
    /// The key is hidden behind asterisks.
    case maskedKey
    /// The key is longer than 64 bytes.
    case keyTooLong
    /// The key holds control characters or is not UTF-8.
    case unprintableKey
    /// The key is neither text nor a whole number.
    case keyOfWrongKind
  }

  /// What is wrong.
  public let reason: Reason
  /// The value that was given as key, of which at most 80 characters are kept.
  public let value: String

  /// Makes a refusal.
  public init(_ reason: Reason, value: String) {
    self.reason = reason
    self.value = value
  }
}

extension ListingRefusal: CustomStringConvertible {
  /// One line that says what is wrong and what was expected.
  public var description: String {
    switch reason {
    case .notAnObject: "expected an object with the listing's fields"
    case .noKey: "listingKey is missing; every listing needs one"
    case .maskedKey:
      "listingKey is hidden by the listing service (\(value)); every listing needs one"
    case .keyTooLong: "listingKey \"\(value)\" is longer than 64 bytes"
    case .unprintableKey: "listingKey \"\(value)\" holds control characters or is not UTF-8"
    case .keyOfWrongKind: "listingKey \"\(value)\" is neither text nor a whole number"
    }
  }
}
