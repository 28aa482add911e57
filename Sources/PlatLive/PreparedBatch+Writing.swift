internal import PlatListings
internal import PlatRecords
internal import PlatStore

/// What a batch has written, and what that changes in the overlay.
struct BatchOutcome: Sendable {
  var receipt: WriteReceipt
  var changes: [OverlayChange] = []

  mutating func note(_ key: String, _ outcome: WrittenListing.Outcome, _ change: UInt64) {
    receipt.listings.append(WrittenListing(key: key, outcome: outcome, change: change))
  }
}

extension PreparedBatch {
  /// Why an operation was not written.
  typealias Failure = GroupFailure<WriteRefusal>

  /// Writes the batch to the records.
  func write(to transaction: RecordTransaction) throws(Failure) -> BatchOutcome {
    var outcome = BatchOutcome(receipt: WriteReceipt(changeNumber: 0))
    for (place, operation) in operations.enumerated() {
      switch operation {
      case .put(let listing, let key, let condition):
        let identified = try identify(listing, as: key, place, transaction)
        try check(condition, identified.text(.listingKey) ?? "", place, transaction)
        try put(identified, place, transaction, &outcome)
      case .patch(let key, let patch, let condition):
        let held = try find(key, place, condition, transaction)
        let document = try Self.refusing { () throws(WriteRefusal) in
          try MergePatch.apply(patch, to: held.document, place: place)
        }
        let listing = try Self.refusing { () throws(WriteRefusal) in
          try Self.listing(document, place: place)
        }
        try put(try identify(listing, as: key, place, transaction), place, transaction, &outcome)
      case .delete(let key, let condition):
        _ = try find(key, place, condition, transaction)
        _ = try Self.asking { () throws(StoreError) in try transaction.remove(key: key) }
        outcome.note(key, .deleted, transaction.changeNumber)
        outcome.changes.append(OverlayChange(key: Array(key.utf8), listing: nil))
      }
    }
    outcome.receipt.changeNumber = transaction.changeNumber
    return outcome
  }

  /// The listing under the key that a build would give it.
  ///
  /// Where another listing service's listing has the key, the service is put before the key.
  private func identify(
    _ listing: Listing, as wanted: String?, _ place: Int, _ transaction: RecordTransaction
  ) throws(Failure) -> Listing {
    var listing = listing
    let own = listing.text(.listingKey) ?? ""
    if let wanted, own != wanted {
      listing.qualifyKey()
      guard listing.text(.listingKey) == wanted else {
        throw .refused(.otherKey(place: place, key: wanted, found: own))
      }
      return listing
    }
    guard let source = listing.text(.mlsSource), let held = try record(own, transaction),
      let other = Self.stored(held.document)?.text(.mlsSource), other != source
    else { return listing }
    if let wanted { throw .refused(.otherKey(place: place, key: wanted, found: own)) }
    listing.qualifyKey()
    return listing
  }

  private func put(
    _ listing: Listing, _ place: Int, _ transaction: RecordTransaction,
    _ outcome: inout BatchOutcome
  ) throws(Failure) {
    let text = listing.text(.listingKey) ?? ""
    let key = Array(text.utf8)
    let modified = listing.number(.modificationTimestamp).map { $0 * 1000 }
    let (written, ordinal) = try Self.asking { () throws(StoreError) in
      try transaction.put(
        key: key, document: listing.document, modified: modified, refusingOlder: older != .replace)
    }
    switch written {
    case .added: outcome.note(text, .added, transaction.changeNumber)
    case .replaced: outcome.note(text, .replaced, transaction.changeNumber)
    case .unchanged:
      outcome.note(text, .unchanged, try record(text, transaction)?.change ?? 0)
      return
    case .older where older == .skip:
      outcome.note(text, .outdated, try record(text, transaction)?.change ?? 0)
      return
    case .older(let than): throw .refused(.older(place: place, key: text, than: than))
    }
    outcome.changes.append(OverlayChange(key: key, put: listing, record: ordinal))
  }

  /// The listing with a key, where there is one and it meets a condition.
  private func find(
    _ key: String, _ place: Int, _ condition: WriteCondition, _ transaction: RecordTransaction
  ) throws(Failure) -> StoredRecord {
    try check(condition, key, place, transaction)
    guard let held = try record(key, transaction) else {
      throw .refused(.noListing(place: place, key: key))
    }
    return held
  }

  private func check(
    _ condition: WriteCondition, _ key: String, _ place: Int, _ transaction: RecordTransaction
  ) throws(Failure) {
    if condition == .none { return }
    let change = try record(key, transaction)?.change
    let holds =
      switch condition {
      case .none: true
      case .isNew: change == nil
      case .exists: change != nil
      case .isAt(let changes): change.map { changes.contains($0) } ?? false
      }
    if !holds { throw .refused(.conditionFailed(place: place, key: key, change: change)) }
  }

  private func record(
    _ key: String, _ transaction: RecordTransaction
  ) throws(Failure) -> StoredRecord? {
    try Self.asking { () throws(StoreError) in try transaction.record(key: key) }
  }

  static func asking<T>(_ body: () throws(StoreError) -> T) throws(Failure) -> T {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
  }

  private static func refusing<T>(_ body: () throws(WriteRefusal) -> T) throws(Failure) -> T {
    do throws(WriteRefusal) { return try body() } catch { throw .refused(error) }
  }
}
