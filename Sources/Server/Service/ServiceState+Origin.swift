internal import HTTP

extension ServiceState {
  /// Scheme and host of the request, or what a trusted proxy says that they were.
  func origin(_ request: borrowing HTTPRequest) -> String {
    var scheme = "http"
    var host = Self.host(request.field("host"))
    if !proxies.isEmpty, proxies.contains(request.peer.description) {
      if let forwarded = request.field("x-forwarded-proto"), let text = Self.text(forwarded), text == "https" {
        scheme = "https"
      }
      host = Self.host(request.field("x-forwarded-host")) ?? host
    }
    return scheme + "://" + (host ?? "127.0.0.1")
  }

  /// A host with its port, where it has no other characters than those have.
  private static func host(_ field: Span<UInt8>?) -> String? {
    guard let field, let text = text(field), !text.isEmpty, text.utf8.count <= 255 else { return nil }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
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
