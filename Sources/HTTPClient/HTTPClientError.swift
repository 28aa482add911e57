/// Why a request to another server got no answer.
public enum HTTPClientError: Error, Equatable, Sendable {
  /// The address is not an http or https URL.
  case badURL(String)
  /// The time limit passed.
  case timedOut(milliseconds: Int)
  /// There was no connection, or it broke; the reason is libcurl's.
  case unreachable(reason: String)
  /// The answer is longer than was allowed.
  case tooLong(limit: Int)
}
