internal import Plat
internal import PlatAccess
internal import PlatCommon

/// Writes of listings.
extension Call {
  /// The condition that `If-Match` and `If-None-Match` set.
  func condition() throws(Problem) -> WriteCondition {
    try ListingTag.condition(ifMatch: content.ifMatch, ifNoneMatch: content.ifNoneMatch)
  }

  /// What to do with a listing that is older than the held one.
  func olderListings() throws(Problem) -> OlderListings {
    switch try text("older") {
    case "skip": .skip
    case "replace": .replace
    default: .refuse
    }
  }

  /// Carries out operations, all or none; when this returns they are on disk and in the next
  /// request of every connection.
  ///
  /// - Parameter lines: The places of the operations in a batch's body.
  func write(
    _ operations: [WriteOperation], older: OlderListings = .refuse, lines: [Int] = []
  ) throws(Problem) -> WriteReceipt {
    guard let live = context.served.listings.live else { throw .noWrites }
    let (origin, began) = (try origin(), ServerClock.now())
    do throws(PlatError) {
      let receipt = try live.write(operations, older: older, from: origin)
      context.writes.note(receipt, microseconds: ServerClock.now() - began)
      return receipt
    } catch {
      context.writes.note(error)
      throw problem(error, lines)
    }
  }

  /// Who asks for the write, and by which mark of its own.
  private func origin() throws(Problem) -> WriteOrigin {
    let client = content.key?.name ?? ""
    var origin = WriteOrigin(
      actor: client,
      requestID: content.requestID.map {
        String(decoding: $0, as: UTF8.self).shortened(to: Self.longestRequestID)
      })
    guard let field = content.idempotencyKey else { return origin }
    guard let key = IdempotencyKey.key(inField: String(decoding: field, as: UTF8.self)) else {
      throw Problem(
        400, "bad-idempotency-key", "Invalid Idempotency-Key",
        "expected one quoted string of 1 to \(IdempotencyKey.longestKey) printable ASCII "
          + "characters, such as Idempotency-Key: \"8e03978e-40d5\"")
    }
    origin.idempotency = IdempotencyKey(
      client: client, key: key,
      sent: [Array(route.name.utf8)] + path.map { Array($0.utf8) }
        + arguments.map {
          Array("\($0.name)=\($0.value)".utf8)
        } + [content.body])
    return origin
  }

  /// The most characters of a request's identifier that the audit trail keeps.
  private static let longestRequestID = 200

  private func problem(_ error: PlatError, _ lines: [Int]) -> Problem {
    switch error {
    case .records(let error): return .unwritten(error)
    case .file:
      return Problem(
        500, "write-failed", "Write failed",
        "the index directory cannot be written to; nothing was written")
    case .write(.refused(let refusal)):
      var problem = Problem.refused(refusal)
      if lines.indices.contains(refusal.place) { problem.line = lines[refusal.place] }
      return problem
    default: return .library(error)
    }
  }

  /// The answer to a write of one listing: its outcome, its entity tag, and where it is new, its
  /// address.
  func answer(to receipt: WriteReceipt) -> Answer {
    guard let listing = receipt.listings.last else { return Answer(keeping: .privately) }
    var answer = Answer.json(listing, WriteAnswer.described, keeping: .privately)
    if listing.outcome == .deleted {
      answer.status = 204
      answer.body = []
      return answer
    }
    answer.tag = ListingTag.text(listing.change)
    if listing.outcome == .added {
      answer.status = 201
      answer.location = base + "/api/listings/" + FormText.escaped(listing.key)
    }
    return answer
  }
}
