/// What the database holds, and how a database of an older version comes to hold it.
enum Schema {
  /// The mark of a record store in SQLite's `application_id`: the letters `Plat`.
  static let applicationID: Int64 = 0x506C_6174

  /// The steps from an empty database to today's, in order; SQLite's `user_version` counts those
  /// that a file has had.
  ///
  /// A step that has been released never changes; what comes later is a step of its own.
  static let migrations: [String] = [
    """
    CREATE TABLE listings(
      ordinal INTEGER PRIMARY KEY,
      listing_key TEXT NOT NULL,
      change INTEGER,
      modified INTEGER,
      document BLOB NOT NULL
    ) STRICT;
    CREATE TABLE deletions(
      ordinal INTEGER PRIMARY KEY,
      listing_key TEXT NOT NULL,
      change INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE meta(
      key TEXT PRIMARY KEY,
      value ANY
    ) STRICT, WITHOUT ROWID;
    INSERT INTO meta VALUES ('change', 0), ('loaded', 0), ('count', 0), ('next', 0);
    \(indexes)
    """,
    // What is there is taken for right.
    """
    ALTER TABLE listings ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
    UPDATE listings SET checksum = plat_checksum(ordinal, listing_key, document);
    """,
  ]

  /// The first version whose documents have checksums; older stores are read without.
  static let firstWithChecksums = 2

  /// The indexes, which a load makes after the rows: by key, and by change for the rows that have
  /// changed since the load.
  static let indexes = """
    CREATE UNIQUE INDEX listings_key ON listings(listing_key);
    CREATE INDEX listings_change ON listings(change) WHERE change IS NOT NULL;
    CREATE INDEX deletions_change ON deletions(change);
    """

  /// Undoes ``indexes``, for a load.
  static let dropIndexes =
    "DROP INDEX listings_key; DROP INDEX listings_change; DROP INDEX deletions_change;"

  /// Refuses a file that is not a record store, or is a newer one; gives the version that it has.
  static func check(_ connection: Connection, known: Int = migrations.count) throws(RecordError)
    -> Int
  {
    let version = try connection.integer("PRAGMA user_version") ?? 0
    let mark = try connection.integer("PRAGMA application_id") ?? 0
    if mark != applicationID {
      let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
      guard mark == 0, version == 0, isEmpty else {
        throw RecordError(
          .notARecordStore, path: connection.path, reason: "this is another program's database")
      }
    }
    guard version >= 0, version <= known else {
      throw RecordError(
        .tooNew, path: connection.path,
        reason:
          "the records are of schema version \(version), this program knows versions up to \(known)"
      )
    }
    return Int(version)
  }

  /// Brings a file to today's version; nothing is written where it has it already.
  static func migrate(_ connection: Connection, steps: [String] = migrations) throws(RecordError) {
    guard try check(connection, known: steps.count) < steps.count else { return }
    try DocumentChecksum.define(on: connection)
    try connection.transaction { () throws(RecordError) in
      // Again, now that no other process can be doing the same.
      let version = try check(connection, known: steps.count)
      for step in steps.dropFirst(version) { try connection.run(step) }
      try connection.run(
        "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(steps.count)")
    }
  }
}
