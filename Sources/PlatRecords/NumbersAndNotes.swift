import PlatStore

/// The store's counters and the application's notes, in the table `meta`.
final class NumbersAndNotes {
  /// The store's counters.
  enum Number: String {
    /// The number of the last change.
    case change
    /// The change number of the load that made the store; 0 if no load did.
    case loaded
    /// The number of listings.
    case count
    /// The ordinal of the next new listing.
    case next
    /// The number of the last change that the history no longer holds.
    case forgotten
    /// The bytes of the history's keys and documents.
    case historyBytes
  }

  private let connection: StoreConnection
  private let read: StoreStatement

  init(_ connection: StoreConnection) throws(StoreError) {
    self.connection = connection
    read = try connection.prepare("SELECT value FROM meta WHERE key = ?")
  }

  /// One of the store's counters.
  func number(_ name: Number) throws(StoreError) -> UInt64 {
    try read.bind(1, name.rawValue)
    defer { read.reset() }
    guard try read.step(), let value = UInt64(exactly: read.integer(0)) else {
      throw StoreError(
        .damaged, path: connection.path,
        reason: "the table meta has no right value for '\(name.rawValue)'")
    }
    return value
  }

  /// Sets one of the store's counters.
  func set(_ name: Number, _ value: UInt64) throws(StoreError) {
    try connection.run("UPDATE meta SET value = \(value) WHERE key = '\(name.rawValue)'")
  }

  /// The hash of the last entry that the history no longer holds; zeros where there was none.
  func forgottenHash() throws(StoreError) -> [UInt8] {
    try read.bind(1, Self.forgottenHashName)
    defer { read.reset() }
    var hash: [UInt8] = []
    if try read.step() { read.append(0, to: &hash) }
    return hash
  }

  /// Sets it.
  func setForgottenHash(_ hash: [UInt8]) throws(StoreError) {
    let statement = try connection.prepare("UPDATE meta SET value = ? WHERE key = ?")
    try statement.bind(2, Self.forgottenHashName)
    try statement.run(binding: 1, to: hash)
  }

  private static let forgottenHashName = "forgottenHash"

  /// The application's note with a name.
  func note(_ name: String) throws(StoreError) -> String? {
    try read.bind(1, Self.notePrefix + name)
    defer { read.reset() }
    return try read.step() ? read.text(0) : nil
  }

  /// Stores a note under a name.
  func note(_ name: String, _ text: String) throws(StoreError) {
    let statement = try connection.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)")
    try statement.bind(1, Self.notePrefix + name)
    try statement.bind(2, text)
    try statement.run()
  }

  private static let notePrefix = "note:"
}
