extension RecordStore {
  /// Checks the whole database: every page, every index against its table, every document against
  /// its checksum.
  ///
  /// - Returns: What was found, a sentence each, a hundred at most; nothing when the database is
  ///   whole.
  /// - Complexity: O(bytes of the database).
  public func verify() throws(RecordError) -> [String] {
    try pool.withReader { reader throws(RecordError) in
      var findings = reader.connection.findings()
      do throws(RecordError) { findings += try Self.damagedDocuments(reader) } catch {
        findings.append(error.reason)
      }
      return Array(findings.prefix(100))
    }
  }

  /// Reads every document and compares it with its checksum.
  private static func damagedDocuments(_ reader: Reader) throws(RecordError) -> [String] {
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
          RecordError.damaged(document: String(decoding: key, as: UTF8.self), path: "").reason)
      }
    }
    let expected = try reader.meta.number(.count)
    if count != expected { findings.append("there are \(count) documents, expected \(expected)") }
    return findings
  }
}

extension Connection {
  /// What SQLite's own check of every page and index finds, a sentence each; nothing when the
  /// database is whole.
  func findings() -> [String] {
    do throws(RecordError) {
      let statement = try prepare("PRAGMA integrity_check")
      var findings: [String] = []
      while try statement.step() { findings.append(statement.text(0)) }
      return findings == ["ok"] ? [] : findings
    } catch {
      return [error.reason]
    }
  }
}

/// Checks a database of any kind in an index directory, such as that of the swipes or the places.
public enum DatabaseCheck {
  /// What SQLite's check of every page and index finds, a sentence each; nil when there is no such
  /// file.
  ///
  /// - Complexity: O(bytes of the database).
  public static func findings(path: String) -> [String]? {
    guard let length = Files.length(of: path) else { return nil }
    // The first write to a store makes its tables.
    guard length > 0 else { return [] }
    do throws(RecordError) { return try Connection(path: path, mode: .read).findings() } catch {
      guard !Files.isDirectoryWritable(of: path), (Files.length(of: path + "-wal") ?? 0) == 0,
        let connection = try? Connection(path: path, mode: .readImmutable)
      else { return [error.reason] }
      return connection.findings()
    }
  }
}
