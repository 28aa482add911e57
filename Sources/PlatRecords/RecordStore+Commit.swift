package import PlatStore

/// Why a group of writes has changed nothing.
package enum GroupFailure<Refusal: Error & Sendable>: Error {
  /// The group asks for what cannot be; the other groups of the commit go on.
  case refused(Refusal)
  /// The store has failed; nothing of the commit is kept.
  case store(StoreError)
}

/// Why a commit has failed.
package struct CommitFailure<Value: Sendable, Refusal: Error & Sendable>: Error {
  /// What the store says.
  package let error: StoreError
  /// The commit, where SQLite has begun to write it; nil where nothing was written.
  ///
  /// ``RecordStore/settle(_:at:)`` finds out whether it is on disk.
  package let unsettled: UnsettledCommit?
  /// What became of each group if it is on disk; empty where nothing was written.
  package let results: [Result<Value, Refusal>]
}

/// The records while a commit changes them: what one group sees and writes.
package final class RecordTransaction {
  private let writer: RecordWriter
  fileprivate var numbers: RecordWriter.Numbers

  fileprivate init(_ writer: RecordWriter, _ numbers: RecordWriter.Numbers) {
    self.writer = writer
    self.numbers = numbers
  }

  /// Its connection.
  var connection: StoreConnection { writer.connection }

  /// Who makes the changes that follow, for the history.
  package var origin: RecordOrigin {
    get { writer.history.origin }
    set { writer.history.origin = newValue }
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
  /// - Throws: ``CommitFailure``: what the store says, and whether the commit may be on disk.
  package func commit<Group, Value: Sendable, Refusal: Error & Sendable>(
    _ groups: [Group],
    _ body: (RecordTransaction, Group) throws(GroupFailure<Refusal>) -> Value
  ) throws(CommitFailure<Value, Refusal>) -> (
    results: [Result<Value, Refusal>], changeNumber: UInt64
  ) {
    var unsettled: UnsettledCommit?
    var written: [Result<Value, Refusal>] = []
    do throws(StoreError) {
      return try write { (writer) throws(StoreError) in
        defer { unsettled = writer.unsettled }
        return try Self.commit(groups, writer, checking: self, &written, body)
      }
    } catch {
      throw CommitFailure(
        error: error, unsettled: unsettled, results: unsettled == nil ? [] : written)
    }
  }

  private static func commit<Group, Value: Sendable, Refusal: Error & Sendable>(
    _ groups: [Group], _ writer: RecordWriter, checking store: RecordStore,
    _ written: inout [Result<Value, Refusal>],
    _ body: (RecordTransaction, Group) throws(GroupFailure<Refusal>) -> Value
  ) throws(StoreError) -> (results: [Result<Value, Refusal>], changeNumber: UInt64) {
    try writer.transaction { (numbers) throws(StoreError) in
      try store.checkInPlace()
      let transaction = RecordTransaction(writer, numbers)
      let origin = transaction.origin
      for group in groups {
        let before = transaction.numbers
        transaction.origin = origin
        try writer.connection.run("SAVEPOINT write_group")
        do throws(GroupFailure<Refusal>) {
          written.append(.success(try body(transaction, group)))
        } catch {
          switch error {
          case .store(let failure): throw failure
          case .refused(let refusal): written.append(.failure(refusal))
          }
          transaction.numbers = before
          try writer.connection.run("ROLLBACK TO write_group")
        }
        try writer.connection.run("RELEASE write_group")
      }
      numbers = transaction.numbers
      return (written, numbers.change)
    }
  }
}
