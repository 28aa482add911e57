internal import Plat

extension Call {
  /// Runs the route's handler; what it made of a snapshot that has changed meanwhile is thrown
  /// away.
  ///
  /// The file is looked at after the work, which is enough: a file's size and time of modification
  /// change before its bytes do (`FileStamp`), so that an unchanged file has given the bytes that
  /// were verified. What is thrown away is neither sent nor kept.
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

  /// Whether its answers are made of the snapshot: those of all routes but the operator's.
  var readsIndex: Bool { !Self.operationNames.contains(name) }
}
