/// One listing as the engine takes it: every value checked and in stored form, and the whole
/// document beside it.
///
/// A listing is filled again and again by a ``ListingNormalizer`` while a feed is read, so that a
/// load of millions allocates nothing per listing. Numbers are fixed-point
/// (``FieldKind/number(scale:minimum:maximum:rounds:)``), dates are seconds since 1970, flags are 0
/// or 1; texts lie one after another in one array of bytes.
public struct Listing: Sendable {
  /// The stored number of each field, by ``Field/ordinal``; ``Listing/missing`` where there is
  /// none.
  public internal(set) var numbers: [Int64]
  /// The bytes of each text field in ``texts``, by ``Field/ordinal``; empty where there is none.
  public internal(set) var textRanges: [Range<Int>]
  /// The UTF-8 bytes of all texts.
  public internal(set) var texts: [UInt8]
  /// The whole listing as one JSON object: normalised keys and values, and unknown keys as they
  /// came.
  public internal(set) var document: [UInt8]
  /// What of it the public may see, by the flags of the record and its status.
  public internal(set) var display: ListingDisplay

  /// Stands for a number that is not there.
  public static let missing = Int64.min

  /// Makes a listing without any value.
  public init() {
    numbers = Array(repeating: Self.missing, count: Field.allCases.count)
    textRanges = Array(repeating: 0..<0, count: Field.allCases.count)
    texts = []
    document = []
    display = .whole
  }

  /// The stored number of a number, date or flag field, or nil where there is none.
  public func number(_ field: Field) -> Int64? {
    let value = numbers[field.ordinal]
    return value == Self.missing ? nil : value
  }

  /// The text of a text or lookup field, or nil where there is none.
  ///
  /// - Complexity: O(n); allocates beyond 15 bytes. Compare ``bytes(of:)``.
  public func text(_ field: Field) -> String? {
    let range = textRanges[field.ordinal]
    return range.isEmpty ? nil : String(decoding: texts[range], as: UTF8.self)
  }

  /// The UTF-8 bytes of a text or lookup field; empty where there is none.
  @_lifetime(borrow self)
  public func bytes(of field: Field) -> Span<UInt8> {
    texts.span.extracting(textRanges[field.ordinal])
  }

  /// Forgets every value and keeps the memory.
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
