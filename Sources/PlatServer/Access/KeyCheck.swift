internal import PlatAccess
internal import PlatHTTP
internal import Synchronization

/// Lets in the holders of API keys (RFC 6750, `Authorization: Bearer KEY`).
///
/// Keys are read from the index directory, and a key that another process revokes is refused from
/// the next request on (`KeyStore`).
final class KeyCheck: Sendable {
  let keys: KeyStore
  private let rates = KeyRates()

  /// Counts of refused requests.
  struct Refused: Sendable {
    /// Without a good key (401).
    var keys: UInt64 = 0
    /// With a key whose role is too low (403).
    var roles: UInt64 = 0
    /// Beyond the rate of a key (429).
    var rates: UInt64 = 0
  }

  private let counts = Mutex(Refused())

  init(_ keys: KeyStore) { self.keys = keys }

  /// The requests that were refused since the start.
  var refused: Refused { counts.withLock { $0 } }

  /// The key of a request.
  ///
  /// Adds the fields that tell how to authenticate, and how much of the key's rate is left.
  ///
  /// - Throws: The problem of a request without a good key of at least a role, or beyond its rate.
  func take(
    _ request: borrowing HTTPRequest, needing role: Role, _ response: inout HTTPResponse
  ) throws(Problem) -> APIKey {
    let key = try key(of: request, needing: role, &response)
    guard key.role >= role else {
      counts.withLock { $0.roles += 1 }
      Self.challenge("error=\"insufficient_scope\", scope=\"\(role.rawValue)\"", &response)
      throw Problem(
        403, "key-role", "Forbidden",
        "the key \"\(key.name)\" has the role \(key.role.rawValue), and this needs a key of role "
          + role.rawValue)
    }
    if let rate = key.rate { try take(rate, of: key, &response) }
    return key
  }

  private func key(
    of request: borrowing HTTPRequest, needing role: Role, _ response: inout HTTPResponse
  ) throws(Problem) -> APIKey {
    guard let text = Self.bearer(request) else {
      Self.challenge("", &response)
      throw refusal("key-missing", try missing(role))
    }
    let result: Result<APIKey, AccessRefusal>
    do throws(KeyError) { result = try keys.key(of: text) } catch { throw Self.unreadable }
    switch result {
    case .success(let key): return key
    case .failure(let failure):
      Self.challenge("error=\"invalid_token\"", &response)
      throw refusal(failure, role)
    }
  }

  private func refusal(_ failure: AccessRefusal, _ role: Role) -> Problem {
    switch failure {
    case .malformed:
      refusal("key-malformed", "the bearer token is no key of this program, or is mistyped")
    case .unknown, .notAllowed:
      refusal("key-unknown", "this index has no such key; plat keys INDEX list names its keys")
    case .revoked(let name): refusal("key-revoked", "the key \"\(name)\" was revoked")
    case .expired(let name): refusal("key-expired", "the key \"\(name)\" has expired")
    }
  }

  private func refusal(_ kind: String, _ detail: String) -> Problem {
    counts.withLock { $0.keys += 1 }
    return Problem(401, kind, "Unauthorized", detail)
  }

  /// The advice for a request without a key.
  private func missing(_ role: Role) throws(Problem) -> String {
    let hasKeys: Bool
    do throws(KeyError) { hasKeys = try keys.hasKeys() } catch { throw Self.unreadable }
    return hasKeys
      ? "this needs a key of role \(role.rawValue); send it as Authorization: Bearer KEY"
      : """
      this needs a key of role \(role.rawValue), and this index has none yet; its operator makes \
      one with plat keys INDEX create --name NAME --role \(role.rawValue), and it is sent as \
      Authorization: Bearer KEY
      """
  }

  private func take(
    _ rate: RateLimit, of key: APIKey, _ response: inout HTTPResponse
  ) throws(Problem) {
    let now = UInt64(ServerClock.now()) * 1_000
    let standing = rates.take(key.id, rate, now: now)
    response.addField("RateLimit-Policy", "\"key\";q=\(rate.requests);w=\(rate.seconds)")
    response.addField("RateLimit", "\"key\";r=\(standing.left);t=\(standing.resetSeconds)")
    guard let wait = standing.waitSeconds else { return }
    counts.withLock { $0.rates += 1 }
    throw Problem(
      429, "key-rate", "Too Many Requests",
      "the key \"\(key.name)\" may make \(rate.requests) requests in \(rate.seconds) s; ask again "
        + "in \(wait) s",
      retrySeconds: wait)
  }

  private static let unreadable = Problem(
    503, "keys-unreadable", "Keys unavailable",
    "the keys of the index cannot be read, so nobody is let in; see plat keys INDEX list",
    retrySeconds: 5)

  private static func challenge(_ more: String, _ response: inout HTTPResponse) {
    response.addField(
      "WWW-Authenticate", "Bearer realm=\"plat\"" + (more.isEmpty ? "" : ", " + more))
  }

  /// The bearer token of a request; nil for none, for another scheme, and for several fields.
  private static func bearer(_ request: borrowing HTTPRequest) -> String? {
    guard let field = request.field("authorization"),
      request.field("authorization", occurrence: 1) == nil
    else { return nil }
    let text = unsafe field.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    let parts = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
    guard parts.count == 2,
      String(decoding: parts[0], as: UTF8.self).lowercased() == "bearer"
    else { return nil }
    return String(decoding: parts[1].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
  }
}
