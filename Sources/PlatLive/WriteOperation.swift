public import PlatFeeds
internal import PlatJSON
public import PlatStore

/// One thing that a write does.
public enum WriteOperation: Sendable {
  /// Adds a listing, or puts it in the place of the one with its key.
  ///
  /// - Parameter document: The listing as one JSON object, by the same rules as a feed's.
  case upsert(document: [UInt8], if: WriteCondition = .none)
  /// Adds or replaces the listing with a key; the document must have the key too.
  case replace(key: String, document: [UInt8], if: WriteCondition = .none)
  /// Changes members of the listing with a key by a JSON merge patch (RFC 7396).
  case patch(key: String, document: [UInt8], if: WriteCondition = .none)
  /// Deletes the listing with a key.
  case delete(key: String, if: WriteCondition = .none)

  /// Gives the listing with a key another status.
  public static func setStatus(
    key: String, to status: String, if condition: WriteCondition = .none
  ) -> WriteOperation {
    var writer = JSONWriter()
    writer.object { $0.member("standardStatus", status) }
    return .patch(key: key, document: writer.bytes, if: condition)
  }
}

/// What a write does with a listing whose `modificationTimestamp` lies before that of the held one.
public enum OlderListings: Sendable {
  /// Refuses the batch.
  case refuse
  /// Keeps the held listing, as a build does.
  case skip
  /// Replaces the held listing.
  case replace
}

/// A condition on the listing that a write finds.
public enum WriteCondition: Equatable, Sendable {
  /// No condition.
  case none
  /// No listing has the key (`If-None-Match: *`).
  case isNew
  /// A listing has the key (`If-Match: *`).
  case exists
  /// The last change of the listing has one of these numbers (`If-Match`).
  case isAt(changes: [UInt64])
}

/// Why a write was refused.
///
/// Nothing of its batch was written. `place` is the operation's place in the batch, from 0.
public enum WriteRefusal: Error, Equatable, Sendable {
  /// The listing is invalid; the refusal names field, value and reason.
  case invalid(place: Int, Refusal)
  /// The operation holds no listing, or more than one.
  case notOneListing(place: Int, found: Int)
  /// The patch is not a JSON object.
  case invalidPatch(place: Int)
  /// The document has another key than the operation, or the held listing is of another service.
  case otherKey(place: Int, key: String, found: String)
  /// The held listing has a later `modificationTimestamp`, in milliseconds since 1970.
  case older(place: Int, key: String, than: Int64)
  /// No listing has the key.
  case noListing(place: Int, key: String)
  /// The condition does not hold; `change` is the number of the held listing's last change, nil
  /// where there is none.
  case conditionFailed(place: Int, key: String, change: UInt64?)
  /// The client has used its ``IdempotencyKey`` for another payload.
  case idempotencyMismatch

  /// The operation's place in the batch, from 0.
  public var place: Int {
    switch self {
    case .invalid(let place, _), .notOneListing(let place, _), .invalidPatch(let place),
      .otherKey(let place, _, _), .older(let place, _, _), .noListing(let place, _),
      .conditionFailed(let place, _, _):
      place
    case .idempotencyMismatch: 0
    }
  }
}

extension WriteRefusal: CustomStringConvertible {
  /// One sentence for people.
  public var description: String {
    switch self {
    case .invalid(_, let refusal):
      let field = refusal.field.map { "\($0): " } ?? ""
      let value = refusal.value.map { "\"\($0)\" is invalid; " } ?? ""
      return field + value + refusal.expected
    case .notOneListing(_, let found): return "expected one listing, found \(found)"
    case .invalidPatch: return "expected a JSON object with the members to change"
    case .otherKey(_, let key, let found) where key == found:
      return "the held listing \"\(key)\" is of another mlsSource"
    case .otherKey(_, let key, let found):
      return "the document's listingKey is \"\(found)\", expected \"\(key)\""
    case .older(_, let key, let than):
      return "\"\(key)\" was modified later, \(than) milliseconds after 1970"
    case .noListing(_, let key): return "no listing has the key \"\(key)\""
    case .conditionFailed(_, let key, let change):
      return change.map { "the last change of \"\(key)\" has the number \($0)" }
        ?? "no listing has the key \"\(key)\""
    case .idempotencyMismatch:
      return "the idempotency key was used for another request; send a new key"
    }
  }
}

/// Why a write has failed.
public enum WriteError: Error, Sendable {
  /// The batch is invalid or a condition does not hold; nothing was written.
  case refused(WriteRefusal)
  /// The records could not be written; nothing of the batch is on disk.
  case store(StoreError)
  /// The commit has failed, and the records could not be read afterward: it is unknown whether the
  /// batch is on disk. Read it before writing it again.
  case unknownOutcome(StoreError)
  /// An earlier commit has failed; open the records again.
  case stopped
  /// Another process writes to the index.
  case locked(path: String)
}

extension WriteError: CustomStringConvertible {
  /// One sentence for people.
  public var description: String {
    switch self {
    case .refused(let refusal): "listing \(refusal.place + 1): \(refusal)"
    case .store(let error): "\(error)"
    case .unknownOutcome(let error): "it is unknown whether the write is on disk: \(error)"
    case .stopped: "an earlier write has failed; write again"
    case .locked(let path):
      """
      \(path): another process writes to this index; if that is plat serve, send it the listings \
      (PUT /api/listings/KEY, with a key of plat keys), else wait for it or stop it
      """
    }
  }
}

/// What a write did to one listing.
public struct WrittenListing: Equatable, Sendable {
  /// What was done.
  public enum Outcome: String, Sendable {
    /// The listing is new.
    case added
    /// The listing has another document.
    case replaced
    /// The listing had the same document.
    case unchanged
    /// The held listing was modified later and stays.
    case outdated
    /// The listing is gone.
    case deleted
  }

  /// The listing's key; that of another service's listing with the same key is qualified by its
  /// service.
  public let key: String
  /// What was done.
  public let outcome: Outcome
  /// The number of the listing's last change: its entity tag.
  public let change: UInt64
}

/// What a batch did.
public struct WriteReceipt: Equatable, Sendable {
  /// The number of the last change of the batch.
  ///
  /// A generation of this number or a later one shows
  /// it.
  public internal(set) var changeNumber: UInt64
  /// What became of each operation, in their order.
  public internal(set) var listings: [WrittenListing] = []

  /// How many operations had an outcome.
  public func count(_ outcome: WrittenListing.Outcome) -> Int {
    listings.reduce(0) { $0 + ($1.outcome == outcome ? 1 : 0) }
  }
}
