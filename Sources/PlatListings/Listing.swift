/// One listing in the engine's form: every value validated and in stored form, plus the whole
/// document.
///
/// A ``ListingNormalizer`` reuses one listing for record after record of a feed, so a load of
/// millions allocates nothing per listing. Numbers are fixed-point
/// (``FieldKind/number(scale:minimum:maximum:rounds:)``), dates are seconds since 1970, flags are 0
/// or 1. Texts are stored one after another in one byte array.
public struct Listing: Sendable {
  /// The stored number of each field, by ``Field/ordinal``; ``Listing/missing`` if there is none.
  public internal(set) var numbers: [Int64]
  /// The range of each text field in ``texts``, by ``Field/ordinal``; empty if there is none.
  public internal(set) var textRanges: [Range<Int>]
  /// The UTF-8 bytes of all texts.
  public internal(set) var texts: [UInt8]
  /// The whole listing as one JSON object: normalized keys and values, and unknown members
  /// unchanged.
  public internal(set) var document: [UInt8]
  /// The public display of the listing, from the record's flags and its status.
  public internal(set) var display: ListingDisplay

  /// Stands for a missing number.
  public static let missing = Int64.min

  /// Makes a listing without values.
  public init() {
    numbers = Array(repeating: Self.missing, count: Field.allCases.count)
    textRanges = Array(repeating: 0..<0, count: Field.allCases.count)
    texts = []
    document = []
    display = .whole
  }

  /// The stored number of a number, date or flag field; nil if there is none.
  public func number(_ field: Field) -> Int64? {
    let value = numbers[field.ordinal]
    return value == Self.missing ? nil : value
  }

  /// The text of a text or lookup field; nil if there is none.
  ///
  /// - Complexity: O(n); allocates beyond 15 bytes. Compare ``bytes(of:)``.
  public func text(_ field: Field) -> String? {
    let range = textRanges[field.ordinal]
    return range.isEmpty ? nil : String(decoding: texts[range], as: UTF8.self)
  }

  /// The UTF-8 bytes of a text or lookup field; empty if there is none.
  @_lifetime(borrow self)
  public func bytes(of field: Field) -> Span<UInt8> {
    texts.span.extracting(textRanges[field.ordinal])
  }

  /// Removes all values and keeps the memory.
  mutating func removeAll() {
    for index in numbers.indices { numbers[index] = Self.missing }
    for index in textRanges.indices { textRanges[index] = 0..<0 }
    texts.removeAll(keepingCapacity: true)
    document.removeAll(keepingCapacity: true)
    display = .whole
  }

  /// Whether a text field has a value.
  func hasText(_ ordinal: Int) -> Bool { !textRanges[ordinal].isEmpty }
}
