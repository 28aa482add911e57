internal import PlatCommon
internal import PlatJSON
internal import PlatListings
internal import PlatRecords
internal import PlatStore

/// One change of the records, with everything: who made it, and the whole documents.
///
/// For the operator. The public's part is ``ListingChange``.
public struct AuditEntry: Equatable, Sendable {
  /// The change number.
  public let change: UInt64
  /// The time in milliseconds since 1970.
  public let time: Int64
  /// What it did.
  public let kind: ChangeKind
  /// The listing's key; empty for a build.
  public let key: String
  /// The name of the API key that allowed it; nil for a program on the machine itself.
  public let actor: String?
  /// The identifier of the request.
  public let requestID: String?
  /// The whole document before it; nil where there was none.
  public let before: [UInt8]?
  /// The whole document after it; nil where the listing was deleted.
  public let after: [UInt8]?
  /// The SHA-256 of this entry and the hash of the entry before, in hexadecimal digits.
  public let hash: String

  init(_ entry: HistoryEntry) {
    change = entry.change
    time = entry.origin.time
    key = String(decoding: entry.key, as: UTF8.self)
    (actor, requestID) = (entry.origin.actor, entry.origin.request)
    (before, after) = (entry.before, entry.after)
    hash = Self.hexadecimal(entry.hash)
    kind =
      if entry.isBuild {
        .build
      } else if entry.before == nil {
        .added
      } else if entry.after == nil {
        .deleted
      } else if Self.status(entry.before) != Self.status(entry.after) {
        .status
      } else {
        .replaced
      }
  }

  private static func status(_ document: [UInt8]?) -> String? {
    var parser = JSONParser(keepsLargeNumbers: true)
    guard let document, let parsed = try? parser.parse(document.span) else { return nil }
    return parsed["standardStatus"].string
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Writes the entry as a JSON object.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("change")
      writer.integer(change)
      writer.member("time", ChangeTime.text(time))
      writer.member("kind", kind.rawValue)
      writer.member("listingKey", key)
      writer.member("actor", orNull: actor)
      writer.member("requestId", orNull: requestID)
      writer.key("before")
      ListingChange.write(before, to: &writer)
      writer.key("after")
      ListingChange.write(after, to: &writer)
      writer.member("hash", hash)
    }
  }

  /// The names of the columns of ``appendCSV(to:)``, as a line.
  public static let csvHeader = "change,time,kind,listingKey,actor,requestId,before,after,hash\r\n"

  /// Appends the entry as a line of CSV (RFC 4180).
  ///
  /// A value that a spreadsheet would take for a formula gets an apostrophe before it.
  public func appendCSV(to bytes: inout [UInt8]) {
    let plain = [String(change), ChangeTime.text(time), kind.rawValue, key, actor, requestID]
    for value in plain {
      let text = value ?? ""
      CSVText.append(text.utf8Span.span, to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    for value in [before, after] {
      let value = value ?? []
      CSVText.append(value.span, to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    CSVText.append(hash.utf8Span.span, to: &bytes)
    bytes.append(contentsOf: CSVText.lineEnd)
  }
}

/// A part of the audit trail, in order.
public struct AuditPage: Equatable, Sendable {
  /// The entries.
  public let entries: [AuditEntry]
  /// The number to ask for the entries after.
  public let next: UInt64
  /// The number of the last change that is no longer kept; 0 where all are.
  public let forgotten: UInt64
  /// The number of the last change of the records.
  public let changeNumber: UInt64
}

extension ListingsDatabase {
  /// Every change of the records since a number, as far as they are kept: who made it, and the
  /// whole documents before and after, private fields too.
  ///
  /// Each entry's hash covers the one before it, so that a gap or a changed entry shows
  /// (`plat inspect --verify`). Keep the last hash elsewhere: only it shows that the end was cut.
  ///
  /// - Throws: ``PlatError/records(_:)``.
  public func auditTrail(since number: UInt64, limit: Int = 1_000) throws(PlatError) -> AuditPage {
    try part { () throws(StoreError) in
      try withRecords { (records) throws(StoreError) in
        let held = try records.history(
          since: number, limit: min(max(limit, 1), Self.mostChanges))
        return AuditPage(
          entries: held.entries.map { AuditEntry($0) }, next: held.entries.last?.change ?? number,
          forgotten: held.forgotten, changeNumber: held.changeNumber)
      }
    }
  }
}
