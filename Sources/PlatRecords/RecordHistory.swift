import PlatStore

/// Who makes a change.
package struct RecordOrigin: Equatable, Sendable {
  /// The time in milliseconds since 1970.
  package var time: Int64
  /// The name of the key that allowed it; nil for this process itself.
  package var actor: String?
  /// The identifier of the request that asked for it.
  package var request: String?

  package init(time: Int64, actor: String? = nil, request: String? = nil) {
    (self.time, self.actor, self.request) = (time, actor, request)
  }
}

/// One change in the history of a record store.
package struct HistoryEntry: Equatable, Sendable {
  /// Its change number; each entry's is one more than that of the entry before.
  package let change: UInt64
  /// Who made it, and when.
  package let origin: RecordOrigin
  /// The listing's key as UTF-8; empty for a build.
  package let key: [UInt8]
  /// The document before the change; nil where there was no such listing.
  package let before: [UInt8]?
  /// The document after it; nil where the listing was deleted.
  package let after: [UInt8]?
  /// The hash of the entry and of all entries before it.
  package let hash: [UInt8]

  /// Whether a build put other listings in the place of all.
  package var isBuild: Bool { before == nil && after == nil }

  /// The bytes of its key and documents.
  package var byteCount: Int { key.count + (before?.count ?? 0) + (after?.count ?? 0) }
}

/// A part of the history, in order.
package struct HistoryPage: Sendable {
  /// The entries.
  package var entries: [HistoryEntry] = []
  /// The number of the last change that the history no longer holds.
  package let forgotten: UInt64
  /// The number of the build that put all listings there; 0 if none did.
  package let loaded: UInt64
  /// The number of the last change.
  package let changeNumber: UInt64

  /// Whether a reader that knows all changes up to a number misses none that it could not be told.
  package func follows(_ number: UInt64) -> Bool {
    number >= max(forgotten, loaded) && number <= changeNumber
  }
}

/// The chain of hashes through the history.
///
/// The hash of an entry is the SHA-256 of the hash before it, the change number, the time, and the
/// key, the documents, the actor and the request, each behind its length (8 bytes, little-endian;
/// all ones where it is missing). An entry that was changed or taken out no longer fits. The end of
/// the chain can be cut unseen by anyone who may write the file, unless its last hash is kept
/// elsewhere.
package enum HistoryChain {
  /// What comes before the first entry of a store.
  package static let start = [UInt8](repeating: 0, count: 32)

  /// The hash of an entry.
  package static func hash(
    after previous: [UInt8], change: UInt64, origin: RecordOrigin, key: [UInt8], before: [UInt8]?,
    after: [UInt8]?
  ) -> [UInt8] {
    var bytes = previous
    bytes.reserveCapacity(200 + key.count + (before?.count ?? 0) + (after?.count ?? 0))
    append(change, to: &bytes)
    append(UInt64(bitPattern: origin.time), to: &bytes)
    append(key, to: &bytes)
    append(before, to: &bytes)
    append(after, to: &bytes)
    append(origin.actor.map { Array($0.utf8) }, to: &bytes)
    append(origin.request.map { Array($0.utf8) }, to: &bytes)
    return SHA256.digest(of: bytes.span)
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private static func append(_ field: [UInt8]?, to bytes: inout [UInt8]) {
    append(field.map { UInt64($0.count) } ?? .max, to: &bytes)
    if let field { bytes.append(contentsOf: field) }
  }
}

/// Appends to the history on the write connection.
final class HistoryWriter {
  private let insert: StoreStatement
  private let last: StoreStatement
  /// Who makes the changes that follow.
  var origin = RecordOrigin(time: 0)

  init(_ connection: StoreConnection) throws(StoreError) {
    insert = try connection.prepare(
      """
      INSERT INTO history(change, time, listing_key, before, after, actor, request, hash) \
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    last = try connection.prepare("SELECT hash FROM history ORDER BY change DESC LIMIT 1")
  }

  /// The hash of the last entry; nil where the history is empty.
  func lastHash() throws(StoreError) -> [UInt8]? {
    defer { last.reset() }
    return try last.step() ? last.bytes(0) : nil
  }

  /// Notes the change that the numbers' change number stands for.
  func note(
    key: [UInt8], before: [UInt8]?, after: [UInt8]?, numbers: inout RecordWriter.Numbers
  ) throws(StoreError) {
    numbers.hash = HistoryChain.hash(
      after: numbers.hash, change: numbers.change, origin: origin, key: key, before: before,
      after: after)
    numbers.historyBytes += UInt64(key.count + (before?.count ?? 0) + (after?.count ?? 0))
    try insert.bind(1, Int64(clamping: numbers.change))
    try insert.bind(2, origin.time)
    try insert.bind(6, optional: origin.actor)
    try insert.bind(7, optional: origin.request)
    try unsafe key.span.withUnsafeBytes { (key) throws(StoreError) in
      try unsafe insert.bind(3, text: key)
      try bind(4, before) { () throws(StoreError) in
        try bind(5, after) { () throws(StoreError) in
          try insert.run(binding: 8, to: numbers.hash)
        }
      }
    }
  }

  /// Binds bytes or NULL while the body runs.
  private func bind(
    _ index: Int32, _ bytes: [UInt8]?, _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    guard let bytes else {
      try insert.bind(index, nil as Int64?)
      return try body()
    }
    try unsafe bytes.span.withUnsafeBytes { (bytes) throws(StoreError) in
      try unsafe insert.bind(index, bytes: bytes)
      try body()
    }
  }
}
