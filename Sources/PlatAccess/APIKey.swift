/// What the holder of a key may do; each may do what those before it may.
public enum Role: String, Sendable, CaseIterable, Comparable {
  /// Reads listings.
  case reader
  /// Writes listings.
  case writer
  /// Reads the audit trail, and keeps the keys.
  case admin

  /// Whether a role may do less than another.
  public static func < (one: Role, other: Role) -> Bool {
    (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
  }
}

/// How many requests a key may make in a time.
public struct RateLimit: Hashable, Sendable {
  /// How many requests.
  public let requests: Int
  /// In how many seconds.
  public let seconds: Int

  /// Takes the two as they are.
  public init(requests: Int, seconds: Int) {
    (self.requests, self.seconds) = (requests, seconds)
  }

  /// Reads `600/min`, with `s`, `min`, `h` or `day`; nil where it is nothing of the kind.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let units = ["s": 1, "min": 60, "h": 3_600, "day": 86_400]
    guard parts.count == 2, let requests = Int(parts[0]), (1...1_000_000_000).contains(requests),
      let seconds = units[String(parts[1])]
    else { return nil }
    self.init(requests: requests, seconds: seconds)
  }
}

/// An API key as the store keeps it; the key itself is not kept.
public struct APIKey: Sendable, Equatable {
  /// The name that people know it by.
  public let name: String
  /// The part of the key that it is looked up by.
  public let id: String
  /// What its holder may do.
  public let role: Role
  /// How often.
  public let rate: RateLimit?
  /// When it was made, in milliseconds since 1970.
  public let created: Int64
  /// When it ends; nil for never.
  public let expires: Int64?
  /// When it was revoked; nil where it was not.
  public let revoked: Int64?

  /// Why the key is good for nothing at a moment; nil where it is good.
  public func refusal(at now: Int64) -> AccessRefusal? {
    if revoked != nil { return .revoked(name: name) }
    if let expires, expires <= now { return .expired(name: name) }
    return nil
  }
}

/// Why a request is not let in.
public enum AccessRefusal: Error, Equatable, Sendable {
  /// The text is no key.
  case malformed
  /// No key is this one.
  case unknown
  /// The key was revoked.
  case revoked(name: String)
  /// The key has ended.
  case expired(name: String)
  /// The key's holder may not do this.
  case notAllowed(name: String, needs: Role)
}
