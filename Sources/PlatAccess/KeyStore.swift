public import PlatCommon
internal import PlatFiles
public import PlatStore
internal import Synchronization

/// The API keys of an index, in `access.sqlite` beside the records.
///
/// Only a digest of each key is kept (``KeyText``). A key that is revoked, by whichever process, is
/// refused from the next request on: each look-up asks SQLite whether the file has changed, which
/// takes about a microsecond.
public final class KeyStore: Sendable {
  /// The name of the store in an index directory.
  public static let name = "access.sqlite"
  /// How long a key stays good that was rotated, unless said otherwise, in seconds.
  public static let graceSeconds: Int64 = 86_400

  /// The database file.
  public let path: String
  private let clock: WallClock
  private let known = Mutex<KnownKeys?>(nil)
  /// Compared with where no key has the id, so that the time tells nothing.
  private let nobody = SHA256.digest(of: [UInt8](repeating: 0, count: 32).span)

  /// Names the store of an index directory; nothing is opened or made.
  public init(directory: String, clock: WallClock = .system()) {
    path = directory + "/" + Self.name
    self.clock = clock
  }

  /// Makes a key.
  ///
  /// - Parameters:
  ///   - name: A name that no key in force has, of 1 to 64 characters.
  ///   - role: What its holder may do.
  ///   - expires: When it ends, in milliseconds since 1970; nil for never.
  ///   - rate: How often it may ask.
  /// - Returns: The key. It is to be shown now: it is not kept.
  /// - Throws: ``KeyError``.
  public func create(
    name: String, role: Role, expires: Int64? = nil, rate: RateLimit? = nil
  ) throws(KeyError) -> KeyText {
    guard (1...64).contains(name.count), !name.contains("\n") else { throw .badName(name) }
    guard let text = KeyText() else { throw .noRandomness }
    let now = clock.now()
    try writing { (connection) throws(StoreError) -> KeyError? in
      guard try connection.inForce(name, now) == 0 else { return .nameTaken(name) }
      try connection.insert(text, name, role, rate, now, expires)
      return nil
    }
    return text
  }

  /// All keys, those that were revoked or have ended as well, in the order in which they were made.
  public func list() throws(KeyError) -> [APIKey] {
    try rethrowing(as: KeyError.store) { () throws(StoreError) in
      try known.withLock { (known) throws(StoreError) in
        try refresh(&known)?.keys.map(\.key) ?? []
      }
    }
  }

  /// Revokes the keys in force that have a name; they are refused from the next request on.
  ///
  /// - Throws: ``KeyError/noKey(_:)`` where there is none.
  public func revoke(name: String) throws(KeyError) {
    let now = clock.now()
    try writing { (connection) throws(StoreError) -> KeyError? in
      guard try connection.inForce(name, now) > 0 else { return .noKey(name) }
      try connection.end(name, setting: "revoked", to: now, now)
      return nil
    }
  }

  /// Makes a new key of a name, with the role and the rate of the one that it replaces, which stays
  /// good for a while.
  ///
  /// - Parameter grace: How long the old key stays good, in seconds; revoke a key that others know.
  /// - Throws: ``KeyError/noKey(_:)`` where none has the name.
  public func rotate(name: String, grace: Int64 = graceSeconds) throws(KeyError) -> KeyText {
    guard let text = KeyText() else { throw .noRandomness }
    let now = clock.now()
    let all = try list()
    guard let old = all.last(where: { $0.name == name && $0.refusal(at: now) == nil }) else {
      throw .noKey(name)
    }
    try writing { (connection) throws(StoreError) -> KeyError? in
      let end = min(old.expires ?? .max, now + max(grace, 0) * 1_000)
      try connection.end(name, setting: "expires", to: end, now)
      try connection.insert(text, name, old.role, old.rate, now, old.expires)
      return nil
    }
    return text
  }

  /// The key of a text that came with a request.
  ///
  /// - Returns: The key, or why it is refused.
  /// - Throws: ``KeyError/store(_:)`` where the keys cannot be read: let nobody in then.
  /// - Complexity: O(log keys), some microseconds.
  public func key(of text: String) throws(KeyError) -> Result<APIKey, AccessRefusal> {
    guard let text = KeyText(text) else { return .failure(.malformed) }
    let digest = text.digest
    let found = try rethrowing(as: KeyError.store) { () throws(StoreError) in
      try known.withLock { (known) throws(StoreError) in
        try refresh(&known)?.byID[text.id]
      }
    }
    let isRight = SHA256.areEqual(found?.digest ?? nobody, digest)
    guard let found, isRight else { return .failure(.unknown) }
    return found.key.refusal(at: clock.now()).map { .failure($0) } ?? .success(found.key)
  }

  /// Whether there is a key at all.
  public func hasKeys() throws(KeyError) -> Bool { try !list().isEmpty }

  /// Reads the keys where the file has changed since; nil where there is no file.
  private func refresh(_ known: inout KnownKeys?) throws(StoreError) -> KnownKeys? {
    guard let identity = FileIdentity.of(path: path) else {
      known = nil
      return nil
    }
    if let held = known, held.identity == identity, try held.isCurrent() { return held }
    let read = try KnownKeys(path, identity)
    known = read
    return read
  }

  /// Opens the store for writing and runs a body in a transaction.
  private func writing(
    _ body: (KeyConnection) throws(StoreError) -> KeyError?
  ) throws(KeyError) {
    let refusal = try rethrowing(as: KeyError.store) { () throws(StoreError) in
      let connection = try KeyConnection(writing: path)
      return try connection.connection.transaction { () throws(StoreError) in
        try body(connection)
      }
    }
    if let refusal { throw refusal }
  }
}

/// Why keys could not be read or changed.
public enum KeyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A name that cannot be.
  case badName(String)
  /// A key in force has the name.
  case nameTaken(String)
  /// No key in force has the name.
  case noKey(String)
  /// The system has no randomness to give.
  case noRandomness
  /// The store cannot be read or written.
  case store(StoreError)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .badName(let name):
      "\"\(name)\" cannot be a key's name: expected 1 to 64 characters on one line"
    case .nameTaken(let name):
      "a key has the name \"\(name)\": choose another, or rotate or revoke that one"
    case .noKey(let name): "no key in force has the name \"\(name)\""
    case .noRandomness: "the system has no random numbers to give; try again"
    case .store(let error): error.description
    }
  }
}
