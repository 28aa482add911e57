internal import PlatCommon
public import PlatIndex
internal import PlatJSON
internal import Synchronization

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
    let memory = attachments.value { PhotoMemory() }
    let known = memory.photos.withLock { photos in rows.map { photos.value($0) } }
    var photos = known.map { $0 ?? nil }
    guard known.contains(where: { $0 == nil }), let keys = try? publicKeys() else { return photos }
    var parser = JSONParser(keepsLargeNumbers: true)
    var learned: [(row: ListingRow, address: String?)] = []
    for (place, row) in rows.enumerated() where known[place] == nil {
      // A document that cannot be read now is looked for again.
      guard let listing = listing(row: row), let document = try? document(of: listing) else {
        continue
      }
      photos[place] = primaryPhoto(in: document, keys, &parser)
      learned.append((row, photos[place]))
    }
    memory.photos.withLock { photos in
      for (row, address) in learned { photos.insert(address, for: row) }
    }
    return photos
  }

  private func primaryPhoto(in document: [UInt8], _ keys: PublicKeys, _ parser: inout JSONParser)
    -> String?
  {
    guard let parsed = try? parser.parse(document.span) else { return nil }
    return publicDocument(parsed, keys: keys)?.primaryPhoto(of: parsed)
  }
}

/// The addresses of the first pictures of the listings that were asked for last.
///
/// Pictures stand in the documents alone, and reading one takes some ten microseconds.
private final class PhotoMemory: Sendable {
  let photos = Mutex(BoundedCache<ListingRow, String?>(count: 1 << 16))
}
