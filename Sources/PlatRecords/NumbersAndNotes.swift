import PlatStore

/// The store's few numbers and the application's notes, in the table `meta`.
final class NumbersAndNotes {
  /// The numbers that the store keeps of itself.
  enum Number: String {
    /// The number of the last change.
    case change
    /// The change number of the load that made the store; 0 where none did.
    case loaded
    /// How many listings there are.
    case count
    /// The ordinal that the next new listing gets.
    case next
  }

  private let connection: StoreConnection
  private let read: StoreStatement

  init(_ connection: StoreConnection) throws(StoreError) {
    self.connection = connection
    read = try connection.prepare("SELECT value FROM meta WHERE key = ?")
  }

  /// One of the store's numbers.
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

  /// Sets one of the store's numbers.
  func set(_ name: Number, _ value: UInt64) throws(StoreError) {
    try connection.run("UPDATE meta SET value = \(value) WHERE key = '\(name.rawValue)'")
  }

  /// What an application has noted under a name.
  func note(_ name: String) throws(StoreError) -> String? {
    try read.bind(1, Self.notePrefix + name)
    defer { read.reset() }
    return try read.step() ? read.text(0) : nil
  }

  /// Notes a text under a name.
  func note(_ name: String, _ text: String) throws(StoreError) {
    let statement = try connection.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)")
    try statement.bind(1, Self.notePrefix + name)
    try statement.bind(2, text)
    try statement.run()
  }

  private static let notePrefix = "note:"
}
