internal import PlatHTTP

/// A step that every request takes: small, with its own state, independent of the others.
///
/// A step looks at the request, adds its results to the exchange, and passes the request on; or it
/// ends the request, with a response or a problem.
protocol Step: Sendable {
  /// Takes a request.
  ///
  /// - Throws: The problem that answers the request.
  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress
}

/// The result of a step.
enum Progress: Sendable {
  /// The next step takes the request.
  case next
  /// The response is filled.
  case answered
  /// A lane fills the response and records it later.
  case later
}
