public import PlatIndex
internal import PlatJSON
internal import Synchronization

/// The address of each listing's first picture, as far as it was asked for.
///
/// Photos stand in the documents alone. One that is asked for the first time is read from there,
/// which takes some ten microseconds; then it is kept as long as the index is open.
struct PrimaryPhotos: Sendable {
  private var addresses: [ListingRow: String] = [:]
  private var known: Set<ListingRow> = []

  /// What is kept at most; then it begins anew.
  private static let most = 1 << 16

  /// The rows among some whose photos are not known.
  func unknown(among rows: [ListingRow]) -> [ListingRow] {
    rows.filter { !known.contains($0) }
  }

  /// The photos of rows that are known, nil for those that have none.
  func photos(of rows: [ListingRow]) -> [String?] {
    rows.map { addresses[$0] }
  }

  mutating func learn(_ photos: [(row: ListingRow, address: String?)]) {
    if known.count + photos.count > Self.most { self = PrimaryPhotos() }
    for (row, address) in photos {
      known.insert(row)
      addresses[row] = address
    }
  }
}

extension ListingsDatabase {
  /// The addresses of the pictures that stand for some listings, by their rows: the `primary`
  /// photo's, else the first one's, 800 pixels wide, else 640, else the next size that there is;
  /// nil where there is none that the public may see.
  ///
  /// Without a record store there are none. What is private, or tells an address that is hidden,
  /// counts as none.
  ///
  /// - Complexity: O(rows) where they were asked for before; else a look at each document, some ten
  ///   microseconds.
  public func primaryPhotos(of rows: [ListingRow]) -> [String?] {
    let (unknown, photos) = primaryPhotoMemory.withLock {
      ($0.unknown(among: rows), $0.photos(of: rows))
    }
    guard !unknown.isEmpty, let keys = try? publicKeys() else { return photos }
    var parser = JSONParser(keepsLargeNumbers: true)
    var found: [(row: ListingRow, address: String?)] = []
    for row in unknown {
      // One that cannot be read now is looked for again.
      guard let listing = listing(row: row), let document = try? document(of: listing) else {
        continue
      }
      found.append((row, primaryPhoto(in: document, keys, &parser)))
    }
    return primaryPhotoMemory.withLock { memory in
      memory.learn(found)
      return memory.photos(of: rows)
    }
  }

  private func primaryPhoto(in document: [UInt8], _ keys: PublicKeys, _ parser: inout JSONParser)
    -> String?
  {
    guard let parsed = try? parser.parse(document.span) else { return nil }
    return publicDocument(parsed, keys: keys)?.primaryPhoto(of: parsed)
  }
}
