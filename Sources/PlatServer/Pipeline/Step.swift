internal import PlatHTTP

/// A step that every request takes: small, with its own state, knowing nothing of the others.
///
/// A step looks at the request, adds what it found to the exchange, and lets the request go on; or
/// it ends the request, with a response or with a problem.
protocol Step: Sendable {
  /// Takes a request.
  ///
  /// - Throws: The problem that answers the request.
  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress
}

/// What becomes of a request after a step.
enum Progress: Sendable {
  /// The next step takes it.
  case next
  /// The response is filled.
  case answered
  /// A lane fills the response later, and notes it.
  case later
}
