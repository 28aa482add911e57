/// A request to another server.
public struct HTTPClientRequest: Sendable {
  /// The supported methods.
  public enum Method: String, Sendable {
    /// Asks for a resource.
    case get = "GET"
    /// Sends a body.
    case post = "POST"
  }

  /// The method.
  public var method: Method
  /// The whole address, http or https.
  public var url: String
  /// Header fields besides those that the transport sends itself (Host, Content-Length, Accept).
  public var fields: [(name: String, value: String)]
  /// The body; empty for a GET.
  public var body: [UInt8]

  /// Asks for a resource.
  public static func get(_ url: String, fields: [(name: String, value: String)] = [])
    -> HTTPClientRequest
  {
    HTTPClientRequest(method: .get, url: url, fields: fields, body: [])
  }

  /// Sends a body.
  public static func post(
    _ url: String, fields: [(name: String, value: String)] = [], body: [UInt8]
  ) -> HTTPClientRequest {
    HTTPClientRequest(method: .post, url: url, fields: fields, body: body)
  }

  /// The address without a name and password, a query or a fragment, for people to read.
  var plainURL: String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    if let scheme = text.firstRange(of: "://") {
      let host = text[scheme.upperBound...].prefix { $0 != "/" }
      if let at = host.lastIndex(of: "@") { text.removeSubrange(host.startIndex...at) }
    }
    return String(text.prefix(200))
  }
}

/// The answer of another server.
public struct HTTPClientAnswer: Sendable, Equatable {
  /// The status, such as 200.
  public var status: Int
  /// The media type with its parameters, as sent; empty if missing.
  public var contentType: String
  /// The body.
  public var body: [UInt8]
}
