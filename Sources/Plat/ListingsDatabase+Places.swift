internal import PlatCommon
internal import PlatIndex
public import PlatPlaces
internal import PlatSearch
internal import PlatStore

extension ListingsDatabase {
  /// The names of this index's cities, subdivisions and postal codes, of what places data brought,
  /// and of regions.
  ///
  /// It is made when it is first asked for and kept as long as the database is open. Places data
  /// that cannot be read counts as none; ``places()`` says why.
  ///
  /// - Complexity: O(rows) the first time, some 20 ms for a million; O(1) from then on.
  public var gazetteer: Gazetteer {
    attachments.value {
      WorkLimit.withoutLimit {
        Gazetteer(of: community.census, try? self.places())
      }
    }
  }

  /// The streets of this index, made when they are first asked for.
  var streets: StreetIndex { attachments.value { StreetIndex(index, scopedStatuses) } }

  /// Makes what the first ``match(location:limit:)`` would otherwise wait for.
  ///
  /// - Complexity: O(rows); some 50 ms for a million. May run on any thread while others ask.
  public func prepareLocations() {
    _ = gazetteer
    _ = streets
  }

  /// What a text means: a listing's key, a street address, a street, or a place of the
  /// ``gazetteer``.
  ///
  /// The first match's ``Place/coordinate`` is where it is, ``PlaceMatch/listingKey`` the listing
  /// where it is one, ``PlaceMatch/reason`` how it was found and so how exact it is.
  ///
  /// - Parameters:
  ///   - text: The text, at most 256 bytes: `123 n main st apt 4, palm springs ca 92262`, `near
  ///     downtown Indio`, `92262`,
  ///     `PGA West in La Quinta`, `SC8250523937`.
  ///   - limit: The greatest number of matches.
  /// - Returns: The places that may be meant, the likeliest first, with confidences.
  ///   ``PlaceAnswer/verdict`` says whether the first may be taken without asking back.
  /// - Throws: `PlaceTextError` where the text is empty or too long, or the current `WorkLimit`
  ///   ends the look-up.
  public func match(location text: String, limit: Int = 5) throws(PlaceTextError) -> PlaceAnswer {
    if let listing = PlaceMatch(listingNamed: text, in: index, scopedStatuses) {
      return PlaceAnswer(Array([listing].prefix(limit)))
    }
    return try gazetteer.match(location: text, limit: limit) { streets }
  }
}

extension ListingsDatabase {
  /// What places data brought (`plat places`): cities, subdivisions, schools, associations, photos,
  /// regions, boundaries.
  ///
  /// It is read when it is first asked for and kept as long as the database is open.
  ///
  /// - Throws: ``PlatError/records(_:)`` where `places.sqlite` is damaged or no store of places.
  public func places() throws(PlatError) -> PlaceDirectory {
    try part { () throws(StoreError) in
      try attachments.value { () throws(StoreError) in
        try PlaceDirectory(path: path + "/" + PlaceStore.name)
      }
    }
  }
}

extension ListingsDatabase {
  /// The cities and subdivisions of the listings; made when it is first asked for, and kept.
  public var community: Community { attachments.value { Community(searcher, scopedStatuses) } }

  /// The city, or the subdivision of a city, that some words name.
  ///
  /// A name counts without regard to case, blanks and accents, a city's with or without its state,
  /// and its id. Others are looked for in the ``gazetteer``, and taken only where it is sure.
  public func communityPlace(city: String, subdivision: String? = nil) -> CommunityLookup {
    community.lookUp(city: city, subdivision: subdivision) { gazetteer }
  }

  /// Whether ``community``, ``gazetteer`` and the streets are made already, so that no name is
  /// waited for.
  package var hasNames: Bool {
    hasCommunity && attachments.known(Gazetteer.self) != nil
      && attachments.known(StreetIndex.self) != nil
  }

  /// Whether ``community`` is made already.
  package var hasCommunity: Bool { attachments.known(Community.self) != nil }

  /// Makes them where they are not.
  package func prepareNames() {
    if hasNames { return }
    _ = community
    prepareLocations()
  }
}
