internal import PlatJSON

extension ListingsDatabase {
  /// Decodes a value from the whole document of a listing, including private members.
  ///
  ///     struct Home: Decodable { let publicRemarks: String?; let photos: [Photo]? }
  ///     let home = try database.decode(Home.self, of: listing)
  ///
  /// Keys are those of the document (`docs/FIELDS.md`), numbers are in the unit of their field, and
  /// dates are strings. ``JSONDocument`` lists the details.
  ///
  /// - Returns: The value, or nil if the records no longer hold the listing.
  /// - Throws: ``PlatError/records(_:)``, as `document(of:)` does;
  ///   ``PlatError/decoding(listingKey:_:)`` with the path of the member that does not match.
  public func decode<T: Decodable>(
    _ type: T.Type, of listing: ListingView
  ) throws(PlatError) -> T? {
    guard let document = try document(of: listing) else { return nil }
    do throws(JSONDecodingError) {
      return try JSONDocument(document.span).decode(type)
    } catch {
      throw .decoding(listingKey: listing.key, error)
    }
  }
}
