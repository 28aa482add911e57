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
  public func primaryPhotos(of rows: [Int]) -> [String?] {
    let known = primaryPhotoMemory.withLock { memory in
      rows.map { memory.value(UInt32(truncatingIfNeeded: $0)) }
    }
    var photos = known.map { $0 ?? nil }
    guard known.contains(where: { $0 == nil }), let keys = try? publicKeys() else { return photos }
    var parser = JSONParser(keepsLargeNumbers: true)
    var learned: [(row: UInt32, address: String?)] = []
    for (place, row) in rows.enumerated() where known[place] == nil {
      // A document that cannot be read now is looked for again.
      guard let listing = listing(row: row), let document = try? document(of: listing) else {
        continue
      }
      photos[place] = primaryPhoto(in: document, keys, &parser)
      learned.append((UInt32(truncatingIfNeeded: row), photos[place]))
    }
    primaryPhotoMemory.withLock { memory in
      for (row, address) in learned { memory.insert(address, for: row) }
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
