internal import PlatAccess

/// What a request brings that writes listings, besides its address and its parameters.
struct WriteContent: Sendable {
  /// The body, decompressed.
  var body: [UInt8] = []
  /// The values of `If-Match` and `If-None-Match`.
  var ifMatch: [UInt8]?
  var ifNoneMatch: [UInt8]?
  /// The value of `Idempotency-Key`.
  var idempotencyKey: [UInt8]?
  /// The value of `X-Request-ID`, for the audit trail.
  var requestID: [UInt8]?
  /// The key that let the request in; nil where it needs none.
  var key: APIKey?
}
