/// Writes JSON into an array of bytes, one value after another, without an allocation per value.
///
/// Commas and colons are inserted automatically. The writer does not check that the calls make a
/// complete document: the caller ends every object and array that it begins, and writes a
/// ``key(_:)-(StaticString)`` before each member's value. The same calls give the same bytes.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("price")
/// writer.integer(450_000)
/// writer.endObject()
/// ```
public struct JSONWriter: Sendable {
  /// The output so far.
  ///
  /// It may be taken, emptied or replaced by another array between two documents.
  public var bytes: [UInt8]
  @usableFromInline var needsComma = false

  /// Makes a writer that appends to some bytes.
  public init(bytes: [UInt8] = []) { self.bytes = bytes }

  /// Clears the output and keeps the memory.
  public mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Begins an object.
  public mutating func beginObject() { begin(UInt8(ascii: "{")) }

  /// Ends the innermost object.
  public mutating func endObject() { end(UInt8(ascii: "}")) }

  /// Begins an array.
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }

  /// Ends the innermost array.
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes the key of the next member.
  public mutating func key(_ key: StaticString) {
    self.key(unsafe Span<UInt8>(_unsafeStart: key.utf8Start, count: key.utf8CodeUnitCount))
  }

  /// Writes the key of the next member, which must be valid UTF-8.
  public mutating func key(_ key: Span<UInt8>) {
    appendQuoted(key, isKey: true)
  }

  /// Writes a value that is already JSON, or a key with its colon if `isKey` is true, unchanged.
  public mutating func raw(_ json: Span<UInt8>, isKey: Bool = false) {
    let comma = needsComma
    needsComma = !isKey
    unsafe append(upTo: json.count + 1) { place in
      if comma { unsafe place[0] = UInt8(ascii: ",") }
      let start = comma ? 1 : 0
      unsafe json.withUnsafeBufferPointer { source in
        if let first = source.baseAddress {
          unsafe (place + start).update(from: first, count: json.count)
        }
      }
      return start + json.count
    }
  }

  /// Writes a range of some bytes that is already JSON, or a key with its colon if `isKey` is true,
  /// unchanged.
  public mutating func raw(_ bytes: [UInt8], in range: Range<Int>, isKey: Bool = false) {
    raw(bytes.span.extracting(range), isKey: isKey)
  }

  /// Ends a line: the next value is another document, as in newline-delimited JSON.
  public mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  @inlinable
  mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  mutating func append(_ span: Span<UInt8>) {
    unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends up to a number of bytes that the closure writes at the pointer; the closure returns
  /// the actual number.
  ///
  /// Checks the array's capacity once for a whole token, where single appends would check it for
  /// each byte.
  @inline(__always)
  mutating func append(upTo capacity: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    bytes.append(addingCapacity: capacity) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        unsafe count = write(start)
      }
    }
  }
}
