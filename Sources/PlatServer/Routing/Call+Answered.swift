internal import Plat

extension Call {
  /// Runs the route's handler, and discards the answer if the snapshot's file changed meanwhile.
  ///
  /// Checking the file after the work is enough: a file's size and modification time change before
  /// its bytes do (`FileStamp`), so an unchanged file has returned the verified bytes. A discarded
  /// answer is neither sent nor cached.
  func answered() throws(Problem) -> Answer {
    let result: Result<Answer, Problem>
    do throws(Problem) { result = .success(try route.handler(self)) } catch {
      result = .failure(error)
    }
    if case .failure(let problem) = result, problem.kind == Problem.damagedDocument {
      context.damage.noteDocument()
    }
    guard !route.readsIndex || generation.listings.isUnchanged else {
      context.damage.noteDiscarded()
      throw .damagedSnapshot
    }
    return try result.get()
  }
}

extension Route {
  private static let operationNames = Set(operations.map(\.name))

  /// Whether it is the operator's, or serves the page: such routes never need a key.
  var isOpen: Bool { Self.operationNames.contains(name) }

  /// Whether its answers depend on the snapshot: not those of the operator's routes, nor those
  /// about the records.
  var readsIndex: Bool { !isOpen && role == nil }
}
