/// Many records, packed into a few arrays, for writes to and reads from the store.
///
/// An emptied batch keeps its memory, so using one batch repeatedly allocates nothing.
public struct RecordBatch: Sendable {
  /// Each record's ordinal: its place in the order in which listings were first added, from 0.
  public private(set) var ordinals: [Int] = []
  var keyBytes: [UInt8] = []
  var documentBytes: [UInt8] = []
  /// The start of each record's bytes in the byte arrays, and the end of the last one.
  var keyStarts: [Int] = [0]
  var documentStarts: [Int] = [0]
  /// Each record's modification time, or `Int64.min` if it has none.
  var modifiedTimes: [Int64] = []

  /// The number of records.
  public var count: Int { ordinals.count }

  /// Whether there are no records.
  public var isEmpty: Bool { ordinals.isEmpty }

  /// The bytes of all keys and documents together.
  public var byteCount: Int { keyBytes.count + documentBytes.count }

  /// Makes an empty batch.
  public init() {}

  /// Appends a record.
  ///
  /// - Parameters:
  ///   - ordinal: Its ordinal. A write to a store ignores this and assigns one.
  ///   - key: The `listingKey` as UTF-8.
  ///   - document: The whole document.
  ///   - modified: The `modificationTimestamp` in milliseconds since 1970, if there is one.
  public mutating func append(
    ordinal: Int = 0, key: Span<UInt8>, document: Span<UInt8>, modified: Int64?
  ) {
    unsafe key.withUnsafeBufferPointer { unsafe keyBytes.append(contentsOf: $0) }
    unsafe document.withUnsafeBufferPointer { unsafe documentBytes.append(contentsOf: $0) }
    finishRecord(ordinal: ordinal, modified: modified)
  }

  /// Appends a record from strings.
  ///
  /// - Parameters:
  ///   - ordinal: Its ordinal. A write to a store ignores this and assigns one.
  ///   - key: The `listingKey`.
  ///   - document: The whole document.
  ///   - modified: The `modificationTimestamp` in milliseconds since 1970, if there is one.
  public mutating func append(
    ordinal: Int = 0, key: String, document: String, modified: Int64? = nil
  ) {
    keyBytes.append(contentsOf: key.utf8)
    documentBytes.append(contentsOf: document.utf8)
    finishRecord(ordinal: ordinal, modified: modified)
  }

  /// Completes the record whose key and document were appended.
  mutating func finishRecord(ordinal: Int, modified: Int64?) {
    ordinals.append(ordinal)
    keyStarts.append(keyBytes.count)
    documentStarts.append(documentBytes.count)
    modifiedTimes.append(modified ?? .min)
  }

  /// Removes the last record.
  mutating func removeLast() {
    ordinals.removeLast()
    keyStarts.removeLast()
    documentStarts.removeLast()
    modifiedTimes.removeLast()
    keyBytes.removeSubrange(keyStarts[count]...)
    documentBytes.removeSubrange(documentStarts[count]...)
  }

  /// Removes all records and keeps the memory.
  public mutating func removeAll() {
    ordinals.removeAll(keepingCapacity: true)
    keyBytes.removeAll(keepingCapacity: true)
    documentBytes.removeAll(keepingCapacity: true)
    keyStarts.removeSubrange(1...)
    documentStarts.removeSubrange(1...)
    modifiedTimes.removeAll(keepingCapacity: true)
  }

  /// A record's key as UTF-8; empty if the requested record does not exist.
  @_lifetime(borrow self)
  public func key(at index: Int) -> Span<UInt8> {
    keyBytes.span.extracting(keyStarts[index]..<keyStarts[index + 1])
  }

  /// A copy of a record's key.
  public func keyText(at index: Int) -> String {
    String(decoding: keyBytes[keyStarts[index]..<keyStarts[index + 1]], as: UTF8.self)
  }

  /// A record's document.
  @_lifetime(borrow self)
  public func document(at index: Int) -> Span<UInt8> {
    documentBytes.span.extracting(documentStarts[index]..<documentStarts[index + 1])
  }

  /// A copy of a record's document.
  public func documentArray(at index: Int) -> [UInt8] {
    Array(documentBytes[documentStarts[index]..<documentStarts[index + 1]])
  }

  /// A record's modification time in milliseconds since 1970, if it has one.
  public func modified(at index: Int) -> Int64? {
    modifiedTimes[index] == .min ? nil : modifiedTimes[index]
  }
}
