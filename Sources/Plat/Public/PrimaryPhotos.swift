internal import PlatCommon
public import PlatIndex
internal import PlatJSON
internal import Synchronization

extension ListingsDatabase {
  /// The URLs of the primary photos of rows: the `primary` photo's, else the first one's, 800
  /// pixels wide, else 640, else the next size; nil if the listing has no public photo.
  ///
  /// Without a record store all are nil. A private photo, or one whose URL names a hidden street,
  /// counts as missing.
  ///
  /// - Complexity: O(rows) if they are cached; otherwise a read of each document, some ten
  ///   microseconds.
  public func primaryPhotos(of rows: [ListingRow]) -> [String?] {
    let memory = files.value { PhotoMemory() }
    let known = memory.photos.withLock { photos in rows.map { photos.value($0) } }
    var photos = known.map { $0 ?? nil }
    guard known.contains(where: { $0 == nil }), let keys = try? publicKeys() else { return photos }
    var parser = JSONParser(keepsLargeNumbers: true)
    var learned: [(row: ListingRow, address: String?)] = []
    for (place, row) in rows.enumerated() where known[place] == nil {
      // A document that cannot be read now is tried again next time.
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

/// The URLs of the primary photos of recently requested listings.
///
/// Only the documents have them, and reading a document takes some ten microseconds.
private final class PhotoMemory: Sendable {
  let photos = Mutex(BoundedCache<ListingRow, String?>(count: 1 << 16))
}
