/// Writes JSON into an array of bytes, one value after another, without allocating for any of them.
///
/// Commas and colons come by themselves. The writer does not check that calls make a whole
/// document: whoever begins an object or array ends it, and writes a ``key(_:)-(StaticString)``
/// before each member's value. The same calls give the same bytes.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("price")
/// writer.integer(450_000)
/// writer.endObject()
/// ```
public struct JSONWriter: Sendable {
  /// What was written.
  ///
  /// It may be taken, emptied or swapped for another array between two documents.
  public var bytes: [UInt8]
  @usableFromInline var needsComma = false

  /// Makes a writer that adds to some bytes.
  public init(bytes: [UInt8] = []) { self.bytes = bytes }

  /// Forgets what was written and keeps the memory.
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

  /// Writes a value that is JSON already, or a key with its colon when `isKey` is true, as it is.
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

  /// Writes a part of some bytes that is JSON already, or a key with its colon when `isKey` is
  /// true, as it is.
  public mutating func raw(_ bytes: [UInt8], in range: Range<Int>, isKey: Bool = false) {
    raw(bytes.span.extracting(range), isKey: isKey)
  }

  /// Ends a line: what follows is another document, as in newline-delimited JSON.
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

  /// Appends up to so many bytes that the closure writes at the pointer; it returns how many they
  /// are.
  ///
  /// One look at the array's capacity for a whole token, where single appends would look for each
  /// byte.
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
