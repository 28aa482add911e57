internal import PlatGeometry
internal import PlatJSON
internal import PlatListings
internal import PlatRecords
internal import PlatStore

extension ListingsDatabase {
  /// The most changes that one page gives.
  public static let mostChanges = 10_000

  /// The changes of listings since a change number, with their public fields before and after.
  ///
  /// A listing that its seller or its status hides from the public, or ``scope`` from the readers
  /// of this database, is not there: a change that hides it is a deletion, and a change that nobody
  /// can see is left out.
  ///
  ///     var number = listings.changeNumber
  ///     let page = try live.changes(since: number)
  ///     if page.startsAnew { /* read all listings again */ }
  ///     number = page.next
  ///
  /// - Parameters:
  ///   - number: The number of the last change that the reader knows.
  ///   - limit: The most changes to look at; fewer where their documents are large.
  /// - Throws: ``PlatError/records(_:)``.
  /// - Complexity: O(bytes of the changes), some ten microseconds for each.
  public func changes(since number: UInt64, limit: Int = 1_000) throws(PlatError) -> ChangePage {
    try part { () throws(StoreError) in
      let keys = try publicKeys()
      return try withRecords { (records) throws(StoreError) in
        let held = try records.history(
          since: number, upTo: changeNumber, limit: min(max(limit, 1), Self.mostChanges))
        var page = ChangePage(next: number, changeNumber: changeNumber)
        guard held.follows(number) else {
          page.startsAnew = true
          page.next = changeNumber
          return page
        }
        var reader = VisibleReader(scope: scope, keys: keys)
        for entry in held.entries {
          page.next = entry.change
          if let change = reader.change(entry) { page.changes.append(change) }
        }
        return page
      }
    }
  }
}

/// Reads what the readers of a database may see of documents.
private struct VisibleReader: ~Copyable {
  let scope: StatusScope
  let keys: PublicKeys
  var parser = JSONParser(keepsLargeNumbers: true)

  init(scope: StatusScope, keys: PublicKeys) { (self.scope, self.keys) = (scope, keys) }

  private struct Visible: Equatable {
    let document: [UInt8]
    let position: Coordinate?
    let status: String?
  }

  /// What can be seen of a change; nil for nothing.
  mutating func change(_ entry: HistoryEntry) -> ListingChange? {
    if entry.isBuild { return nil }
    let key = String(decoding: entry.key, as: UTF8.self)
    let before = visible(entry.before, key)
    let after = visible(entry.after, key)
    if before == after { return nil }
    let kind: ChangeKind =
      if before == nil {
        .added
      } else if after == nil {
        .deleted
      } else if before?.status != after?.status {
        .status
      } else {
        .replaced
      }
    return ListingChange(
      change: entry.change, time: entry.origin.time, key: key, kind: kind,
      before: before?.document, after: after?.document, oldPosition: before?.position,
      newPosition: after?.position)
  }

  private mutating func visible(_ document: [UInt8]?, _ key: String) -> Visible? {
    let (scope, keys) = (scope, keys)
    guard let document, let parsed = try? parser.parse(document.span) else { return nil }
    let status = parsed["standardStatus"].string
    guard scope.shows(status), let shown = PublicDocument(parsed, keys: keys) else { return nil }
    let place = PublicPlace(parsed, key: key)
    var writer = JSONWriter()
    shown.write(parsed, of: place, to: &writer)
    return Visible(
      document: writer.bytes, position: shown.position(of: place), status: status)
  }
}
