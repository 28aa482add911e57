/// The header fields that keep a browser from doing more with an answer than it is meant for.
enum SecurityHeaders {
  /// Those of every answer.
  ///
  /// - Parameter origins: Origins that may show the page in a frame, besides its own.
  static func common(framedBy origins: [String]) -> [(name: String, value: String)] {
    // With no-referrer browsers would send "Origin: null" with forms of the page itself.
    var fields = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
    // This one cannot name origins; `frame-ancestors` of the page can.
    if origins.isEmpty { fields.append(("X-Frame-Options", "SAMEORIGIN")) }
    return fields
  }

  /// The lines of what may be opened as a page, with its policy.
  static func pageLines(policy: String?, framedBy origins: [String]) -> [UInt8] {
    let policy = policy ?? pagePolicy
    let ancestors = (["'self'"] + origins).joined(separator: " ")
    let isFramed = policy.lowercased().contains("frame-ancestors")
    let whole = isFramed || policy.isEmpty ? policy : "\(policy); frame-ancestors \(ancestors)"
    return whole.isEmpty ? [] : Array("Content-Security-Policy: \(whole)\r\n".utf8)
  }

  /// The policy of the map page: its own files alone.
  ///
  /// MapLibre runs its worker from a blob and draws icons from data.
  static let pagePolicy = [
    "default-src 'self'", "script-src 'self'", "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'", "form-action 'none'",
  ].joined(separator: "; ")
}
