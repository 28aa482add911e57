internal import PlatCommon
public import PlatGazetteer
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
        var places = PlaceCensus.places(of: index, scopedStatuses)
        (try? self.places())?.add(to: &places)
        Regions.add(to: &places)
        return Gazetteer(places)
      }
    }
  }

  /// The streets of this index, made when they are first asked for.
  var streets: StreetIndex { attachments.value { StreetIndex(generation, scopedStatuses) } }

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
    if let listing = listing(named: text) { return PlaceAnswer(Array([listing].prefix(limit))) }
    let names = try gazetteer.match(text, limit: limit)
    // A house's number or a street's suffix: only where the text is no name as it stands.
    if names.verdict == .certain, names.matches.first?.reason == .name { return names }
    let readings = gazetteer.addressReadings(text)
    let hasNumber = readings.contains { $0.number != nil }
    let isStreet =
      names.verdict == .none || readings.contains { $0.street.suffix != 0 && $0.city != nil }
    guard hasNumber || (names.verdict != .certain && isStreet) else { return names }
    var search = AddressSearch(streets)
    let addresses: [PlaceMatch]
    do throws(WorkEnded) {
      addresses = try search.matches(readings, wantsStreets: true, limit: limit)
    } catch {
      throw .ended(error)
    }
    return PlaceAnswer(Self.merged(names, addresses, hasNumber: hasNumber, limit: limit))
  }

  /// Where an address is: the listing that has it, a house between known ones, its street, or its
  /// city.
  ///
  /// The first match's ``Place/coordinate`` is where it is, ``PlaceMatch/listingKey`` the listing
  /// where it is one, ``PlaceMatch/reason`` how it was found and so how exact it is.
  ///
  /// - Throws: `PlaceTextError` where the text is empty or too long.
  public func location(of address: String, limit: Int = 5) throws(PlaceTextError) -> PlaceAnswer {
    try match(location: address, limit: limit)
  }

  /// Addresses before or behind places: a text with a house's number means a house, or at most a
  /// part of a city.
  private static func merged(
    _ names: PlaceAnswer, _ addresses: [PlaceMatch], hasNumber: Bool, limit: Int
  ) -> [PlaceMatch] {
    guard let best = addresses.first else {
      // The city of a house that is not known is a guess at where it is.
      guard hasNumber else { return names.matches }
      return names.matches.map { match in
        var match = match
        if match.reason != .name { match.confidence = min(match.confidence, 0.4) }
        return match
      }
    }
    let rest = max(0, 1 - addresses.reduce(0) { $0 + $1.confidence })
    let top = names.matches.first
    // Both may be: by what each is sure of, where the text has no number; with a number the address
    // goes first.
    if !hasNumber, let top, top.confidence >= best.confidence {
      let left = max(0, 1 - names.matches.reduce(0) { $0 + $1.confidence })
      let scaled = addresses.map { match in
        var match = match
        match.confidence *= left
        return match
      }
      return Array((names.matches + scaled).sorted { $0.confidence > $1.confidence }.prefix(limit))
    }
    let scaled = names.matches.map { match in
      var match = match
      match.confidence =
        min(match.confidence, hasNumber && match.reason != .name ? 0.3 : 0.9) * rest
      return match
    }
    return Array((addresses + scaled).sorted { $0.confidence > $1.confidence }.prefix(limit))
  }

  /// The listing whose key a text is, in any case.
  private func listing(named text: String) -> PlaceMatch? {
    let key = String(text.filter { $0 != " " && $0 != "#" })
    guard key.utf8.count <= 64, key.contains(where: \.isNumber),
      text.split(separator: " ").count == 1
    else {
      return nil
    }
    guard
      let listing = [key, key.uppercased(), key.lowercased()].lazy.compactMap({
        self.listing(key: $0)
      }).first
    else { return nil }
    let place = Place(
      .listing, listing.streetAddress, cities: [listing.text(.city) ?? ""].filter { !$0.isEmpty },
      state: listing.text(.stateOrProvince).flatMap { States.code($0) },
      coordinate: listing.position, listings: 1)
    return PlaceMatch(place, confidence: 1, reason: .key, listingKey: listing.key)
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
