package import PlatStore

/// Why a group of writes has changed nothing.
package enum GroupFailure<Refusal: Error & Sendable>: Error {
  /// The group asks for what cannot be; the other groups of the commit go on.
  case refused(Refusal)
  /// The store has failed; nothing of the commit is kept.
  case store(StoreError)
}

/// The records while a commit changes them: what one group sees and writes.
package final class RecordTransaction {
  private let writer: RecordWriter
  fileprivate var numbers: RecordWriter.Numbers

  fileprivate init(_ writer: RecordWriter, _ numbers: RecordWriter.Numbers) {
    self.writer = writer
    self.numbers = numbers
  }

  /// The number of the last change, those of this commit included.
  package var changeNumber: UInt64 { numbers.change }

  /// A listing's document as it is now, its change number and its time of modification; nil where
  /// there is none.
  package func record(key: String) throws(StoreError) -> StoredRecord? {
    try writer.record(key: key)
  }

  /// Adds or replaces a listing's document.
  ///
  /// - Parameters:
  ///   - modified: The `modificationTimestamp` in milliseconds since 1970, where there is one.
  ///   - refusingOlder: Whether to keep a listing whose time of modification is later.
  package func put(
    key: [UInt8], document: [UInt8], modified: Int64?, refusingOlder: Bool
  ) throws(StoreError) -> (outcome: WriteOutcome, ordinal: Int) {
    try unsafe key.span.withUnsafeBytes { (key) throws(StoreError) in
      try unsafe document.span.withUnsafeBytes { (document) throws(StoreError) in
        let (outcome, ordinal) = try unsafe writer.put(
          key: key, document: document, modified: modified, refusingOlder: refusingOlder,
          numbers: &numbers)
        return (outcome, Int(ordinal))
      }
    }
  }

  /// Removes a listing; gives the ordinal that it had, nil where there is none.
  package func remove(key: String) throws(StoreError) -> Int? {
    try writer.remove(key: key, numbers: &numbers).map { Int($0) }
  }
}

/// A listing as the store holds it.
package struct StoredRecord: Sendable {
  /// Its place in the order in which listings were first added.
  package let ordinal: Int
  /// The number of its last change: that of the load where it has not changed since.
  package let change: UInt64
  /// The `modificationTimestamp` in milliseconds since 1970, where there is one.
  package let modified: Int64?
  /// The whole document.
  package let document: [UInt8]
}

extension RecordStore {
  /// Runs groups of writes in one transaction; when this returns, what they wrote is on disk.
  ///
  /// Each group is all or nothing. A group that refuses changes nothing, and the others go on.
  ///
  /// - Parameters:
  ///   - groups: The groups, in their order.
  ///   - body: Writes one group.
  /// - Returns: What became of each group, and the store's change number.
  /// - Throws: What the store says; then nothing was written, or, where the commit itself has
  ///   failed, it is not known whether all of it was.
  package func commit<Group, Value: Sendable, Refusal: Error & Sendable>(
    _ groups: [Group],
    _ body: (RecordTransaction, Group) throws(GroupFailure<Refusal>) -> Value
  ) throws(StoreError) -> (results: [Result<Value, Refusal>], changeNumber: UInt64) {
    try write { (writer) throws(StoreError) in
      try writer.transaction { (numbers) throws(StoreError) in
        try self.checkInPlace()
        let transaction = RecordTransaction(writer, numbers)
        var results: [Result<Value, Refusal>] = []
        for group in groups {
          let before = transaction.numbers
          try writer.connection.run("SAVEPOINT write_group")
          do throws(GroupFailure<Refusal>) {
            results.append(.success(try body(transaction, group)))
          } catch {
            switch error {
            case .store(let failure): throw failure
            case .refused(let refusal): results.append(.failure(refusal))
            }
            transaction.numbers = before
            try writer.connection.run("ROLLBACK TO write_group")
          }
          try writer.connection.run("RELEASE write_group")
        }
        numbers = transaction.numbers
        return (results, numbers.change)
      }
    }
  }
}
