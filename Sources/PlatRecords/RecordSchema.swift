import PlatStore

/// The tables of a record store.
enum RecordSchema {
  /// The page size of a new database, in bytes: large enough for a dozen documents, small enough to
  /// read for one.
  static let pageSize = 8_192

  /// The schema of a record store; its mark is the letters `Plat`.
  static let schema = StoreSchema(
    of: "the records", mark: 0x506C_6174, migrations: migrations,
    settings: "PRAGMA page_size = \(pageSize)"
  ) { (connection) throws(StoreError) in try DocumentChecksum.define(on: connection) }

  private static let migrations: [String] = [
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
    // Existing documents are assumed to be correct.
    """
    ALTER TABLE listings ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
    UPDATE listings SET checksum = plat_checksum(ordinal, listing_key, document);
    """,
    // The history of a store that was written without one begins after its last change.
    """
    CREATE TABLE history(
      change INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      listing_key TEXT NOT NULL,
      before BLOB,
      after BLOB,
      actor TEXT,
      request TEXT,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE receipts(
      number INTEGER PRIMARY KEY,
      client TEXT NOT NULL,
      key TEXT NOT NULL,
      payload BLOB NOT NULL,
      receipt BLOB NOT NULL,
      expires INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX receipts_key ON receipts(client, key);
    CREATE INDEX receipts_client ON receipts(client, number);
    CREATE INDEX receipts_expires ON receipts(expires);
    INSERT INTO meta SELECT 'forgotten', value FROM meta WHERE key = 'change';
    INSERT INTO meta VALUES ('forgottenHash', zeroblob(32)), ('historyBytes', 0);
    """,
  ]

  /// The first version whose documents have checksums; documents of older stores are not checked.
  static let firstWithChecksums = 2

  /// The first version that keeps a history of changes.
  static let firstWithHistory = 3

  /// The indexes, which a load builds after the rows: by key, and by change number for the rows
  /// that have changed since the load.
  static let indexes = """
    CREATE UNIQUE INDEX listings_key ON listings(listing_key);
    CREATE INDEX listings_change ON listings(change) WHERE change IS NOT NULL;
    CREATE INDEX deletions_change ON deletions(change);
    """

  /// Removes the ``indexes``, for a load.
  static let dropIndexes =
    "DROP INDEX listings_key; DROP INDEX listings_change; DROP INDEX deletions_change;"
}
