internal import PlatCommon
internal import PlatIndex
public import PlatPlaces
internal import PlatSearch
internal import PlatStore

extension ListingsDatabase {
  /// The names of this index's cities, subdivisions and postal codes, of places data, and of
  /// regions.
  ///
  /// It is made on first use and kept until the database closes. Places data that cannot be read
  /// counts as missing; ``places()`` throws the reason.
  ///
  /// - Complexity: O(rows) the first time, some 20 ms for a million; O(1) after that.
  public var gazetteer: Gazetteer {
    attachments.value {
      WorkLimit.withoutLimit {
        Gazetteer(of: community.census, try? self.places())
      }
    }
  }

  /// The streets of this index, made on first use.
  var streets: StreetIndex { attachments.value { StreetIndex(index, scopedStatuses) } }

  /// Prepares the data that the first ``match(location:limit:)`` needs.
  ///
  /// - Complexity: O(rows); some 50 ms for a million. May run on any thread while others use the
  ///   database.
  public func prepareLocations() {
    _ = gazetteer
    _ = streets
  }

  /// Finds the meaning of a text: a listing's key, a street address, a street, or a place of the
  /// ``gazetteer``.
  ///
  /// The first match's ``Place/coordinate`` is its position. Its ``PlaceMatch/listingKey`` is the
  /// listing, if it is one. Its ``PlaceMatch/reason`` is how it was found and so how exact it is.
  ///
  /// - Parameters:
  ///   - text: The text, at most 256 bytes: `123 n main st apt 4, palm springs ca 92262`, `near
  ///     downtown Indio`, `92262`, `PGA West in La Quinta`, `SC8250523937`.
  ///   - limit: The greatest number of matches.
  /// - Returns: The possible places, the likeliest first, with confidences. ``PlaceAnswer/verdict``
  ///   says whether the first may be taken without asking the user.
  /// - Throws: `PlaceTextError` if the text is empty or too long, or if the current `WorkLimit`
  ///   ends the look-up.
  public func match(location text: String, limit: Int = 5) throws(PlaceTextError) -> PlaceAnswer {
    if let listing = PlaceMatch(listingNamed: text, in: index, scopedStatuses) {
      return PlaceAnswer(Array([listing].prefix(limit)))
    }
    return try gazetteer.match(location: text, limit: limit) { streets }
  }
}

extension ListingsDatabase {
  /// The places data (`plat places`): cities, subdivisions, schools, associations, photos, regions,
  /// boundaries.
  ///
  /// It is read on first use and kept until the database closes.
  ///
  /// - Throws: ``PlatError/records(_:)`` if `places.sqlite` is damaged or not a store of places.
  public func places() throws(PlatError) -> PlaceDirectory {
    try part { () throws(StoreError) in
      try files.value { () throws(StoreError) in
        try PlaceDirectory(path: path + "/" + PlaceStore.name)
      }
    }
  }
}

extension ListingsDatabase {
  /// The cities and subdivisions of the listings, made on first use and kept.
  public var community: Community { attachments.value { Community(searcher, scopedStatuses) } }

  /// The city, or the subdivision of a city, that some words name.
  ///
  /// Names match regardless of case, blanks and accents, a city's with or without its state. Ids
  /// match, too. Other words are looked up in the ``gazetteer``, and taken only if its answer is
  /// certain.
  public func communityPlace(city: String, subdivision: String? = nil) -> CommunityLookup {
    community.lookUp(city: city, subdivision: subdivision) { gazetteer }
  }

  /// Whether ``community``, ``gazetteer`` and the streets are ready, so that look-ups do not wait.
  package var hasNames: Bool {
    hasCommunity && attachments.known(Gazetteer.self) != nil
      && attachments.known(StreetIndex.self) != nil
  }

  /// Whether ``community`` is ready.
  package var hasCommunity: Bool { attachments.known(Community.self) != nil }

  /// Makes the names that are not ready.
  package func prepareNames() {
    if hasNames { return }
    _ = community
    prepareLocations()
  }
}
