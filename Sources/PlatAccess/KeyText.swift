internal import PlatCommon
internal import PlatStore

/// The text of an API key: `plat_`, an id of 12 digits to look it up by, `_`, a secret of 43 digits
/// (256 random bits), and 6 digits of checksum over all of it, in base 62.
///
/// The checksum tells a mistyped key from a wrong one without a look at the store, and lets
/// scanners of source code know a key that was committed by mistake. It protects nothing.
public struct KeyText: Sendable {
  /// The whole text.
  ///
  /// Show it once; it is not kept.
  public let text: String
  /// The part that the key is looked up by.
  ///
  /// It is no secret.
  public let id: String

  static let prefix = "plat_"
  private static let idDigits = 12
  private static let secretDigits = 43
  private static let checkDigits = 6

  /// Makes a new key; nil where the system has no randomness to give.
  init?() {
    guard let id = SecureRandom.bytes(9), let secret = SecureRandom.bytes(32) else { return nil }
    self.id = Base62.encode(id, digits: Self.idDigits)
    let body = Self.prefix + self.id + "_" + Base62.encode(secret, digits: Self.secretDigits)
    text = body + Self.check(body)
  }

  /// Reads a key; nil where the text is none.
  public init?(_ text: String) {
    let count = Self.prefix.utf8.count + Self.idDigits + 1 + Self.secretDigits + Self.checkDigits
    guard text.utf8.count == count, text.hasPrefix(Self.prefix) else { return nil }
    let parts = text.dropFirst(Self.prefix.count).split(
      separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == Self.idDigits, parts.allSatisfy(Base62.isValid),
      Self.check(String(text.dropLast(Self.checkDigits))) == text.suffix(Self.checkDigits)
    else { return nil }
    self.text = text
    id = String(parts[0])
  }

  /// What is kept of the key.
  var digest: [UInt8] { SHA256.digest(of: Array(text.utf8).span) }

  private static func check(_ body: String) -> String {
    Base62.encode(UInt64(StableHash.of32(Array(body.utf8))), digits: checkDigits)
  }
}
