/// The server's public address: `https://example.org`, or with a path, `https://example.org/homes`.
public struct PublicURL: Equatable, Sendable {
  /// The scheme and host, with the port unless it is the scheme's default.
  public let origin: String
  /// The path, such as `/homes`; empty for none.
  public let path: String

  /// Parses an address; nil if it is invalid or has a query, a fragment or a user.
  public init?(_ text: String) {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    let rest = text[scheme.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let origin = CrossOrigin.canonical(String(text[..<slash])),
      let path = Self.path(String(rest[slash...]))
    else { return nil }
    (self.origin, self.path) = (origin, path)
  }

  /// The whole address, without a trailing slash.
  public var text: String { origin + path }

  /// The host, with its port.
  var host: String { origin.firstRange(of: "://").map { String(origin[$0.upperBound...]) } ?? "" }

  /// The canonical form of a path: a slash before each segment and none at the end; nil for an
  /// invalid path.
  ///
  /// Two leading slashes would name another host.
  static func path(_ text: String) -> String? {
    guard text.utf8.count <= 255 else { return nil }
    var segments = text.split(separator: "/", omittingEmptySubsequences: false)
    if segments.first?.isEmpty == true { segments.removeFirst() }
    if segments.last?.isEmpty == true { segments.removeLast() }
    for segment in segments {
      guard !segment.isEmpty, segment != ".", segment != "..",
        segment.utf8.allSatisfy({ isPathByte($0) })
      else { return nil }
    }
    return segments.map { "/" + $0 }.joined()
  }

  /// Whether a byte may appear unescaped in a path (RFC 3986, section 3.3); quotes and brackets are
  /// excluded.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~!$&*+=:@%".utf8.contains(byte)
    }
  }
}
