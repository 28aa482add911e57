internal import Plat
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

  /// Carries out operations, all or none; when this returns they are on disk and in the next request
  /// of every connection.
  ///
  /// - Parameter lines: The places of the operations in a batch's body.
  func write(
    _ operations: [WriteOperation], older: OlderListings = .refuse, lines: [Int] = []
  ) throws(Problem) -> WriteReceipt {
    guard let live = context.served.listings.live else { throw .noWrites }
    let began = ServerClock.now()
    do throws(PlatError) {
      let receipt = try live.write(operations, older: older)
      context.writes.note(receipt, microseconds: ServerClock.now() - began)
      return receipt
    } catch {
      context.writes.note(error)
      throw problem(error, lines)
    }
  }

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
