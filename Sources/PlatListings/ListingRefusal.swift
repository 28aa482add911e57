/// The reason for rejecting a whole record: a listing needs a usable key.
public struct ListingRefusal: Error, Sendable, Equatable {
  /// The fault of the record or its key.
  public enum Reason: String, Sendable, CaseIterable {
    /// The record is not a JSON object.
    case notAnObject
    /// The key is missing or empty.
    case noKey
    /// The key is hidden behind asterisks.
    case maskedKey
    /// The key is longer than 64 bytes.
    case keyTooLong
    /// The key contains control characters or is not UTF-8.
    case unprintableKey
    /// The key is neither text nor a whole number.
    case keyOfWrongKind
  }

  /// The fault.
  public let reason: Reason
  /// The value given as key, cut to at most 80 characters.
  public let value: String

  /// Makes an error.
  public init(_ reason: Reason, value: String) {
    self.reason = reason
    self.value = value
  }
}

extension ListingRefusal: CustomStringConvertible {
  /// One line with the fault and the expected value.
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
