/// Many records side by side in a few arrays: what goes into the store and comes out of it.
///
/// A batch that is emptied keeps its memory, so that one that is used again and again allocates
/// nothing.
public struct RecordBatch: Sendable {
  /// Each record's ordinal: its place in the order in which listings were first added, from 0.
  public private(set) var ordinals: [Int] = []
  var keyBytes: [UInt8] = []
  var documentBytes: [UInt8] = []
  /// Where each record's bytes begin in the arrays of bytes, and where the last one ends.
  var keyStarts: [Int] = [0]
  var documentStarts: [Int] = [0]
  /// Each record's time of modification, or `Int64.min` where it has none.
  var modifiedTimes: [Int64] = []

  /// How many records there are.
  public var count: Int { ordinals.count }

  /// Whether there are no records.
  public var isEmpty: Bool { ordinals.isEmpty }

  /// The bytes of all keys and documents together.
  public var byteCount: Int { keyBytes.count + documentBytes.count }

  /// Starts with no records.
  public init() {}

  /// Appends a record.
  ///
  /// - Parameters:
  ///   - ordinal: Its ordinal; a write to a store gives it one and does not look at this.
  ///   - key: The `listingKey` as UTF-8.
  ///   - document: The whole document.
  ///   - modified: The `modificationTimestamp` in milliseconds since 1970, where there is one.
  public mutating func append(
    ordinal: Int = 0, key: Span<UInt8>, document: Span<UInt8>, modified: Int64?
  ) {
    unsafe key.withUnsafeBufferPointer { unsafe keyBytes.append(contentsOf: $0) }
    unsafe document.withUnsafeBufferPointer { unsafe documentBytes.append(contentsOf: $0) }
    finishRecord(ordinal: ordinal, modified: modified)
  }

  /// Appends a record given by text.
  ///
  /// - Parameters:
  ///   - ordinal: Its ordinal; a write to a store gives it one and does not look at this.
  ///   - key: The `listingKey`.
  ///   - document: The whole document.
  ///   - modified: The `modificationTimestamp` in milliseconds since 1970, where there is one.
  public mutating func append(
    ordinal: Int = 0, key: String, document: String, modified: Int64? = nil
  ) {
    keyBytes.append(contentsOf: key.utf8)
    documentBytes.append(contentsOf: document.utf8)
    finishRecord(ordinal: ordinal, modified: modified)
  }

  /// Ends the record whose key and document have been appended.
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

  /// A record's key as UTF-8; empty where a record that was asked for is not there.
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

  /// A record's time of modification in milliseconds since 1970, where it has one.
  public func modified(at index: Int) -> Int64? {
    modifiedTimes[index] == .min ? nil : modifiedTimes[index]
  }
}
