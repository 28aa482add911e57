internal import Plat
internal import PlatCommon

extension Problem {
  /// The server has no index directory to write to.
  static let noWrites = Problem(
    503, "no-writes", "Writes unavailable",
    "this server serves an index in memory, to which nothing is written")

  /// The problem of a write that has failed.
  ///
  /// It does not reveal paths.
  static func write(_ error: WriteError) -> Problem {
    switch error {
    case .refused(let refusal): .refused(refusal)
    case .store(let error): .unwritten(error)
    case .unknownOutcome(let error): .unwritten(error, isKnown: false)
    case .stopped:
      Problem(
        503, "write-stopped", "Write failed",
        "an earlier write has failed, and this one was not tried; send it again", retrySeconds: 1)
    case .locked:
      Problem(
        503, "index-locked", "Index locked",
        "another process writes to this index, such as plat upsert; send the request again",
        retrySeconds: 5)
    }
  }

  /// The problem of records that cannot be written.
  ///
  /// - Parameter isKnown: Whether it is known that nothing was written.
  static func unwritten(_ error: StoreError, isKnown: Bool = true) -> Problem {
    if error.code == .noSpace, isKnown {
      return Problem(
        507, "disk-full", "Insufficient Storage",
        "the disk of the index is full; free space on it, then send the request again")
    }
    return Problem(
      500, "write-failed", "Write failed",
      "the records of the index cannot be written (\(error.code.rawValue)); "
        + (isKnown
          ? "nothing was written"
          : "it is not known whether this was: read the listing before sending it again"))
  }

  /// The problem of a write that was refused: nothing of its batch was written.
  static func refused(_ refusal: WriteRefusal) -> Problem {
    var problem = problem(refusal)
    switch refusal {
    case .invalid(_, let refusal):
      problem.field = refusal.field
      problem.value = refusal.value?.shortened(to: 200)
      problem.reason = refusal.reason.code
      problem.expected = refusal.expected
      problem.listingKey = refusal.listingKey
    case .older(_, let key, _), .noListing(_, let key): problem.listingKey = key
    case .conditionFailed(_, let key, let change):
      problem.listingKey = key
      problem.tag = change.map { ListingTag.text($0) }
    case .otherKey(_, let key, _):
      problem.listingKey = key
      problem.field = Field.listingKey.key
    case .notOneListing, .invalidPatch, .idempotencyMismatch: break
    }
    problem.listingKey = problem.listingKey?.shortened(to: 200)
    return problem
  }

  private static func problem(_ refusal: WriteRefusal) -> Problem {
    let detail = "\(refusal)".shortened(to: 500)
    return switch refusal {
    case .invalid, .notOneListing, .otherKey:
      Problem(422, "invalid-listing", "Invalid listing", detail)
    case .invalidPatch: Problem(400, "bad-body", "Invalid body", detail)
    case .older: Problem(409, "older-listing", "Older listing", detail)
    case .noListing: Problem(404, "not-found", "Not Found", detail)
    case .idempotencyMismatch:
      Problem(422, "idempotency-mismatch", "Idempotency-Key used before", detail)
    case .conditionFailed: Problem(412, "precondition-failed", "Precondition Failed", detail)
    }
  }
}
