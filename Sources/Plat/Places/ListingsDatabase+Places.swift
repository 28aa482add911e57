public import Gazetteer
internal import Records
internal import Synchronization

extension ListingsDatabase {
  /// The names of this index's cities, subdivisions, postal codes, boundaries and regions.
  ///
  /// It is made when it is first asked for and kept as long as the database is open.
  ///
  /// - Complexity: O(rows) the first time, some 20 ms for a million; O(1) from then on.
  public var gazetteer: Gazetteer {
    names.withLock { names in
      if let names { return names }
      let made = Gazetteer(PlaceCensus.places(of: index))
      names = made
      return made
    }
  }

  /// What a text means: a listing's key or slug, a street address, a street, or a place of the ``gazetteer``.
  ///
  /// - Parameters:
  ///   - location: The text, at most 256 bytes.
  ///   - limit: The greatest number of matches.
  /// - Throws: `PlaceTextError` where the text is empty or too long.
  public func match(location text: String, limit: Int = 5) throws(PlaceTextError) -> PlaceAnswer {
    try gazetteer.match(text, limit: limit)
  }

  /// Where an address is: the listing that has it, a house between known ones, its street, or its city.
  ///
  /// The first match's ``Place/coordinate`` is where it is, ``PlaceMatch/listingKey`` the listing where it is one,
  /// ``PlaceMatch/reason`` how it was found and so how exact it is.
  ///
  /// - Throws: `PlaceTextError` where the text is empty or too long.
  public func location(of address: String, limit: Int = 5) throws(PlaceTextError) -> PlaceAnswer {
    try match(location: address, limit: limit)
  }

  /// What places data brought (`plat places`): cities, subdivisions, schools, associations, photos, regions, boundaries.
  ///
  /// It is read when it is first asked for and kept as long as the database is open.
  ///
  /// - Throws: ``PlatError/records(_:)`` where `places.sqlite` is damaged or no store of places.
  public func places() throws(PlatError) -> PlaceDirectory {
    try part { () throws(RecordError) in
      let path = path + "/" + PlaceStore.name
      let read: Result<PlaceDirectory, RecordError> = directory.withLock { directory in
        if let directory { return .success(directory) }
        do throws(RecordError) {
          let read = try PlaceDirectory(path: path)
          directory = read
          return .success(read)
        } catch {
          return .failure(error)
        }
      }
      return try read.get()
    }
  }
}
