public import PlatIndex
public import PlatJSON

extension ListingsDatabase {
  /// Writes listings as an array, each with its `primaryPhoto`, or null if it has none.
  public func writeCards(_ rows: [ListingRow], to writer: inout JSONWriter) {
    let photos = primaryPhotos(of: rows)
    writer.array { writer in
      for (row, photo) in zip(rows, photos) {
        guard let listing = listing(row: row) else { continue }
        writer.object { writer in
          listing.writeMembers(to: &writer)
          writer.member("primaryPhoto", orNull: photo)
        }
      }
    }
  }
}
