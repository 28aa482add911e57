public import PlatStore

extension RecordStore {
  /// Checks the whole database: every page, every index against its table, every document against
  /// its checksum, the history of changes against its chain of hashes.
  ///
  /// - Returns: The findings, one sentence each, at most a hundred; empty if the database is
  ///   intact.
  /// - Complexity: O(bytes of the database).
  public func verify() throws(StoreError) -> [String] {
    try pool.withReader { reader throws(StoreError) in
      var findings = reader.connection.findings()
      do throws(StoreError) {
        findings += try Self.damagedDocuments(reader)
        findings += try reader.connection.transaction("BEGIN") { () throws(StoreError) in
          try reader.damagedHistory()
        }
      } catch {
        findings.append(error.reason)
      }
      return Array(findings.prefix(100))
    }
  }

  /// Reads every document and compares it with its checksum.
  private static func damagedDocuments(_ reader: RecordReader) throws(StoreError) -> [String] {
    var findings: [String] = []
    var count: UInt64 = 0
    var (key, document): ([UInt8], [UInt8]) = ([], [])
    try reader.scan.bind(1, Int64.min)
    defer { reader.scan.reset() }
    while try reader.scan.step() {
      count += 1
      key.removeAll(keepingCapacity: true)
      document.removeAll(keepingCapacity: true)
      reader.scan.append(0, to: &key)
      reader.scan.append(2, to: &document)
      guard reader.hasChecksums else { continue }
      let checksum = DocumentChecksum.of(
        ordinal: reader.scan.integer(4), key: key.span, document: document.span)
      if reader.scan.isNull(3) || reader.scan.integer(3) != checksum, findings.count < 100 {
        findings.append(
          StoreError.damaged(document: String(decoding: key, as: UTF8.self), path: "").reason)
      }
    }
    let expected = try reader.meta.number(.count)
    if count != expected { findings.append("there are \(count) documents, expected \(expected)") }
    return findings
  }
}
