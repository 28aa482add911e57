internal import PlatHTTP

extension ServiceState {
  /// Scheme and host of the request, or what a trusted proxy says that they were.
  func origin(_ request: borrowing HTTPRequest) -> String {
    var scheme = "http"
    if proxies.sent(request), let forwarded = request.field("x-forwarded-proto"),
      Self.text(forwarded) == "https"
    {
      scheme = "https"
    }
    return scheme + "://" + (host(request) ?? "127.0.0.1")
  }

  /// The host that the request was sent to, with its port.
  func host(_ request: borrowing HTTPRequest) -> String? {
    let own = Self.host(request.field("host"))
    return proxies.sent(request) ? Self.host(request.field("x-forwarded-host")) ?? own : own
  }

  /// A host with its port, where it has no other characters than those have.
  private static func host(_ field: Span<UInt8>?) -> String? {
    guard let field, let text = text(field), !text.isEmpty, text.utf8.count <= 255 else {
      return nil
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"):
        continue
      default: return nil
      }
    }
    return text
  }

  private static func text(_ field: Span<UInt8>) -> String? {
    unsafe field.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
  }
}
