package import PlatStore

/// The answer to a write that is kept for the case that the client sends it again.
package struct StoredReceipt: Equatable, Sendable {
  /// The digest of what the client had sent.
  package let payload: [UInt8]
  /// The answer.
  package let receipt: [UInt8]

  package init(payload: [UInt8], receipt: [UInt8]) {
    (self.payload, self.receipt) = (payload, receipt)
  }
}

extension RecordTransaction {
  /// The most receipts of one client, but for ``receiptsBetweenCounts``; the oldest go first.
  package static let receiptsOfAClient = 10_000
  /// How many receipts are kept before a client's are counted.
  static let receiptsBetweenCounts: Int64 = 64

  /// The receipt that is kept under a client's key; nil where there is none or it has expired.
  package func receipt(client: String, key: String, now: Int64) throws(StoreError)
    -> StoredReceipt?
  {
    let row = try connection.prepare(
      "SELECT payload, receipt FROM receipts WHERE client = ? AND key = ? AND expires > ?")
    try row.bind(1, client)
    try row.bind(2, key)
    try row.bind(3, now)
    guard try row.step() else { return nil }
    return StoredReceipt(payload: row.bytes(0) ?? [], receipt: row.bytes(1) ?? [])
  }

  /// Keeps a receipt with the group's writes, in the place of an expired one.
  package func keep(
    _ receipt: StoredReceipt, client: String, key: String, until expires: Int64
  ) throws(StoreError) {
    let insert = try connection.prepare(
      """
      INSERT OR REPLACE INTO receipts(client, key, payload, receipt, expires) \
      VALUES (?, ?, ?, ?, ?)
      """)
    try insert.bind(1, client)
    try insert.bind(2, key)
    try insert.bind(5, expires)
    try unsafe receipt.payload.span.withUnsafeBytes { (payload) throws(StoreError) in
      try unsafe insert.bind(3, bytes: payload)
      try insert.run(binding: 4, to: receipt.receipt)
    }
    let number = try connection.integer("SELECT last_insert_rowid()") ?? 0
    guard number % Self.receiptsBetweenCounts == 0 else { return }
    let trim = try connection.prepare(
      """
      DELETE FROM receipts WHERE number IN (SELECT number FROM receipts WHERE client = ? \
      ORDER BY number DESC LIMIT -1 OFFSET \(Self.receiptsOfAClient))
      """)
    try trim.bind(1, client)
    try trim.run()
  }
}
