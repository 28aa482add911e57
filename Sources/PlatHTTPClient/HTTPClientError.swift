/// The reason why a request to another server got no answer.
///
/// No case holds data of the request, such as keys in its fields, its body or the query of its
/// address.
public enum HTTPClientError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The address is not an http or https URL; its secret parts are removed.
  case badURL(String)
  /// A field of the request is invalid: its name is not a token, or its value contains a line end
  /// or NUL.
  case badField(name: String)
  /// The time limit was reached.
  case timedOut(milliseconds: Int)
  /// The connection failed or broke; the reason is libcurl's.
  case unreachable(reason: String)
  /// The answer exceeds the limit.
  case tooLong(limit: Int)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .badURL(let url):
      "\(url) is no address that can be asked, expected http://... or https://..."
    case .badField(let name):
      "the field \(name) cannot be sent, expected one line of text under a name of letters"
    case .timedOut(let milliseconds):
      "there was no whole answer within \(milliseconds) ms; allow more, or ask later"
    case .unreachable(let reason): "the server cannot be reached: \(reason)"
    case .tooLong(let limit): "the answer is longer than \(limit) bytes"
    }
  }
}
