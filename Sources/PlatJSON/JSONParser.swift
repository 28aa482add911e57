import CPlatSimdjson

/// Parses JSON documents (RFC 8259), one after another, into buffers that it reuses.
///
/// Once the buffers have grown to the largest document, parsing allocates nothing. Use one parser
/// for each thread; it can be handed from one thread to another. The parsing is done by simdjson
/// (Langdale and Lemire, "Parsing gigabytes of JSON per second", VLDB Journal 28, 2019).
///
/// ```swift
/// var parser = JSONParser()
/// let root = try parser.parse(line.span)
/// let price = root["listPrice"].int64
/// ```
@safe
public struct JSONParser: ~Copyable, @unchecked Sendable {
  /// The default maximum document size: 256 MiB.
  public static let defaultCapacityLimit = 256 << 20

  /// The maximum nesting of objects and arrays; a deeper document is refused.
  public static let depthLimit = 256

  private let handle: OpaquePointer?
  private let capacityLimit: Int
  private let keepsLargeNumbers: Bool
  private let mendsStrings: Bool
  private let mendsValues: Bool
  private var mendedStrings = 0

  /// Makes a parser.
  ///
  /// - Parameters:
  ///   - capacityLimit: The maximum document size in bytes. Memory grows with the largest document
  ///     parsed so far (about 15 bytes for each of its bytes), not with this limit.
  ///   - keepsLargeNumbers: Whether a number too large for 64 bits or a double becomes a string of
  ///     its text; otherwise it is an error of the whole document.
  ///   - mendsStrings: Whether to repair strings: an unpaired surrogate becomes U+FFFD, and escapes
  ///     and control characters that JSON does not allow in strings are taken literally. Otherwise
  ///     each of them is an error of the whole document.
  ///   - mendsValues: Whether to repair values: `NaN`, `None` and the like become null, numbers and
  ///     words that JSON does not allow become strings, and commas without a value are dropped.
  public init(
    capacityLimit: Int = Self.defaultCapacityLimit, keepsLargeNumbers: Bool = false,
    mendsStrings: Bool = false, mendsValues: Bool = false
  ) {
    self.capacityLimit = max(0, min(capacityLimit, Int(UInt32.max)))
    self.keepsLargeNumbers = keepsLargeNumbers
    self.mendsStrings = mendsStrings
    self.mendsValues = mendsValues
    unsafe handle = plat_json_create(self.capacityLimit, Self.depthLimit)
  }

  deinit { unsafe plat_json_destroy(handle) }

  /// Parses one document; the bytes may contain nothing else except blanks.
  ///
  /// The bytes are copied, so they may change or go away afterwards. The returned value is valid
  /// until the parser parses again.
  ///
  /// - Throws: ``JSONError`` with the reason and, if the bytes are not JSON, the offset of the
  ///   first invalid byte.
  /// - Complexity: O(n) in the number of bytes, about a nanosecond for each; an invalid document is
  ///   read a second time to find the place.
  @_lifetime(&self)
  public mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    var tape = unsafe plat_json_tape()
    var code = unsafe parse(bytes, &tape)
    if code != 0, mendsStrings || mendsValues || keepsLargeNumbers {
      unsafe parseMended(bytes, &code, &tape)
    }
    guard code == 0, let words = unsafe tape.words, let strings = unsafe tape.strings else {
      throw JSONError.explain(
        code: Int(code), in: bytes, capacityLimit: capacityLimit,
        keepsLargeNumbers: keepsLargeNumbers)
    }
    let value = unsafe JSONValue(
      tape: Span(_unsafeStart: words, count: tape.word_count),
      strings: RawSpan(_unsafeStart: strings, byteCount: tape.string_byte_count), index: 1)
    return unsafe _overrideLifetime(value, mutating: &self)
  }

  /// How many places in strings and values were repaired since the last call.
  public mutating func takeMendedStrings() -> Int {
    let count = mendedStrings
    mendedStrings = 0
    return count
  }

  /// Parses a document again with its errors repaired.
  private mutating func parseMended(
    _ bytes: Span<UInt8>, _ code: inout Int32, _ tape: inout plat_json_tape
  ) {
    guard Self.isRepairable(code) else { return }
    var document: [UInt8]?
    var count = 0
    if mendsStrings {
      let strings = JSONMending.mendingStrings(in: bytes)
      if strings.count > 0 {
        code = unsafe parse(strings.bytes.span, &tape)
        document = strings.bytes
        count = strings.count
      }
    }
    if mendsValues, Self.isRepairable(code) {
      let values =
        document.map { JSONValueMending.mendingValues(in: $0.span) }
        ?? JSONValueMending.mendingValues(in: bytes)
      if values.count > 0 {
        code = unsafe parse(values.bytes.span, &tape)
        document = values.bytes
        count += values.count
      }
    }
    if code == 0 || Int(code) == PLAT_JSON_BAD_NUMBER { mendedStrings += count }
    guard Int(code) == PLAT_JSON_BAD_NUMBER, keepsLargeNumbers else { return }
    let quoted =
      document.map { JSONGrammar.quotingLargeNumbers(in: $0.span) }
      ?? JSONGrammar.quotingLargeNumbers(in: bytes)
    code = unsafe parse(quoted.span, &tape)
  }

  private static func isRepairable(_ code: Int32) -> Bool {
    [PLAT_JSON_BAD_STRING, PLAT_JSON_BAD_NUMBER, PLAT_JSON_BAD_STRUCTURE].contains(Int(code))
  }

  private mutating func parse(_ bytes: Span<UInt8>, _ tape: inout plat_json_tape) -> Int32 {
    guard let handle = unsafe handle else { return Int32(PLAT_JSON_NO_MEMORY) }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe plat_json_parse(handle, buffer.baseAddress, buffer.count, &tape)
    }
  }
}
