/// The header fields that limit what a browser may do with an answer.
enum SecurityHeaders {
  /// The fields of every answer.
  ///
  /// - Parameter origins: Origins other than its own that may show the page in a frame.
  static func common(framedBy origins: [String]) -> [(name: String, value: String)] {
    // With no-referrer, browsers would send "Origin: null" with the page's own forms.
    var fields = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
    // X-Frame-Options cannot list origins; the page's `frame-ancestors` can.
    if origins.isEmpty { fields.append(("X-Frame-Options", "SAMEORIGIN")) }
    return fields
  }

  /// The header lines of answers that may be opened as a page, with the policy.
  static func pageLines(policy: String?, framedBy origins: [String]) -> [UInt8] {
    let policy = policy ?? pagePolicy
    let ancestors = (["'self'"] + origins).joined(separator: " ")
    let isFramed = policy.lowercased().contains("frame-ancestors")
    let whole = isFramed || policy.isEmpty ? policy : "\(policy); frame-ancestors \(ancestors)"
    return whole.isEmpty ? [] : Array("Content-Security-Policy: \(whole)\r\n".utf8)
  }

  /// The policy of the map page: only its own files.
  ///
  /// MapLibre runs its worker from a blob URL and draws icons from data URLs.
  static let pagePolicy = [
    "default-src 'self'", "script-src 'self'", "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'", "form-action 'none'",
  ].joined(separator: "; ")
}
