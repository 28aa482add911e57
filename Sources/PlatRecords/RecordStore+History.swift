package import PlatStore

extension RecordStore {
  /// The most bytes of documents in one page of the history.
  package static let historyPageBytes = 8 << 20

  /// A part of the history of changes, in one consistent state.
  ///
  /// - Parameters:
  ///   - number: The number of the last change that the caller knows.
  ///   - last: The number of the last change to give.
  ///   - limit: The most entries; fewer where their documents are large, at least one.
  /// - Complexity: O(bytes of the entries).
  package func history(
    since number: UInt64, upTo last: UInt64 = .max, limit: Int
  ) throws(StoreError) -> HistoryPage {
    try pool.withReader { (reader) throws(StoreError) in
      try reader.connection.transaction("BEGIN") { () throws(StoreError) in
        try reader.history(since: number, upTo: last, limit: limit)
      }
    }
  }

  /// The hash of the whole history: whoever keeps it elsewhere sees where the end was cut.
  package func historyHash() throws(StoreError) -> [UInt8] {
    try pool.withReader { (reader) throws(StoreError) in
      guard reader.hasHistory else { return HistoryChain.start }
      let last = try reader.connection.prepare(
        "SELECT hash FROM history ORDER BY change DESC LIMIT 1")
      if try last.step(), let hash = last.bytes(0) { return hash }
      return try reader.meta.forgottenHash()
    }
  }
}

extension RecordReader {
  /// The columns of an entry, in the order in which ``entry(_:)`` reads them.
  private static let columns = "change, time, listing_key, before, after, actor, request, hash"

  /// A part of the history, within a transaction.
  func history(
    since number: UInt64, upTo last: UInt64, limit: Int
  ) throws(StoreError) -> HistoryPage {
    let (now, loaded) = (try meta.number(.change), try meta.number(.loaded))
    guard hasHistory else {
      return HistoryPage(forgotten: now, loaded: loaded, changeNumber: now)
    }
    var page = HistoryPage(
      forgotten: try meta.number(.forgotten), loaded: loaded, changeNumber: now)
    let rows = try connection.prepare(
      """
      SELECT \(Self.columns) FROM history WHERE change > ? AND change <= ? ORDER BY change LIMIT ?
      """)
    try rows.bind(1, Int64(clamping: number))
    try rows.bind(2, Int64(clamping: last))
    try rows.bind(3, Int64(max(limit, 0)))
    var bytes = 0
    while bytes < RecordStore.historyPageBytes, try rows.step() {
      let entry = Self.entry(rows)
      bytes += entry.byteCount
      page.entries.append(entry)
    }
    return page
  }

  private static func entry(_ row: StoreStatement) -> HistoryEntry {
    HistoryEntry(
      change: UInt64(clamping: row.integer(0)),
      origin: RecordOrigin(
        time: row.integer(1), actor: row.optionalText(5), request: row.optionalText(6)),
      key: row.bytes(2) ?? [], before: row.bytes(3), after: row.bytes(4), hash: row.bytes(7) ?? [])
  }

  /// Reads the whole history and compares it with its chain of hashes: one sentence for each gap
  /// and each changed entry.
  func damagedHistory() throws(StoreError) -> [String] {
    guard hasHistory else { return [] }
    var findings: [String] = []
    var expected = try meta.number(.forgotten)
    var hash = try meta.forgottenHash()
    let rows = try connection.prepare("SELECT \(Self.columns) FROM history ORDER BY change")
    while try rows.step(), findings.count < 100 {
      let entry = Self.entry(rows)
      if entry.change != expected + 1 {
        findings.append("the history has a gap between the changes \(expected) and \(entry.change)")
      } else if entry.hash
        != HistoryChain.hash(
          after: hash, change: entry.change, origin: entry.origin, key: entry.key,
          before: entry.before, after: entry.after)
      {
        findings.append("the entry of change \(entry.change) in the history was changed")
      }
      (expected, hash) = (entry.change, entry.hash)
    }
    let now = try meta.number(.change)
    if expected != now, findings.count < 100 {
      findings.append("the history ends at change \(expected), the records at \(now)")
    }
    return findings
  }
}
