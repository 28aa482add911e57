internal import PlatStore

/// Who asks for a write, for the history of changes and for repetitions.
public struct WriteOrigin: Equatable, Sendable {
  /// The name of the API key that allows the write; nil for this process itself.
  public var actor: String?
  /// The identifier of the request.
  public var requestID: String?
  /// The client's own mark of the write; nil where it sends none.
  public var idempotency: IdempotencyKey?

  /// This process itself.
  public static let here = WriteOrigin()

  /// Names who asks for a write.
  public init(
    actor: String? = nil, requestID: String? = nil, idempotency: IdempotencyKey? = nil
  ) {
    (self.actor, self.requestID, self.idempotency) = (actor, requestID, idempotency)
  }
}

/// A client's own mark of a write: sent again with the same payload, the write is not carried out
/// again, and its receipt is given again (`Idempotency-Key`, IETF draft 07).
///
/// The receipt is stored in the commit of the write. It is kept for ``lifetime``, and the last
/// 10,000 of each client at least; a build forgets all. A refused write keeps none.
public struct IdempotencyKey: Equatable, Sendable {
  /// The client that the key belongs to: the name of its API key.
  public let client: String
  /// The key.
  public let key: String
  /// The SHA-256 of what the client sent.
  public let payload: [UInt8]

  /// How long a receipt is kept.
  public static let lifetime: Duration = .seconds(86_400)
  /// The most bytes of a key.
  public static let longestKey = 255

  /// Names a write of a client.
  ///
  /// - Parameters:
  ///   - client: The client, such as the name of its API key.
  ///   - key: Its key.
  ///   - payload: The SHA-256 of method, path and body.
  public init(client: String, key: String, payload: [UInt8]) {
    (self.client, self.key, self.payload) = (client, key, payload)
  }

  /// Names a write of a client by the parts of what it sent: method, path, body.
  public init(client: String, key: String, sent parts: [[UInt8]]) {
    var bytes: [UInt8] = []
    for part in parts {
      bytes += Array("\(part.count):".utf8)
      bytes += part
    }
    self.init(client: client, key: key, payload: SHA256.digest(of: bytes.span))
  }

  /// The key in the value of a header field: a quoted string of 1 to 255 printable ASCII
  /// characters; nil for another value.
  public static func key(inField value: String) -> String? {
    var rest = value.utf8[...]
    while rest.last == UInt8(ascii: " ") || rest.last == UInt8(ascii: "\t") { rest.removeLast() }
    while rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") { rest.removeFirst() }
    guard rest.count > 2, rest.removeFirst() == UInt8(ascii: "\""),
      rest.removeLast() == UInt8(ascii: "\"")
    else { return nil }
    var key: [UInt8] = []
    while let byte = rest.popFirst() {
      guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\"") else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        key.append(byte)
        continue
      }
      guard let escaped = rest.popFirst(),
        escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\")
      else { return nil }
      key.append(escaped)
    }
    return key.count <= longestKey ? String(decoding: key, as: UTF8.self) : nil
  }
}
