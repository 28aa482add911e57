internal import PlatCommon
package import PlatIndex
internal import PlatListings
package import PlatSearch

extension Gazetteer {
  /// Interprets a text: a street address, a street, or a place.
  ///
  /// - Parameters:
  ///   - text: The text, at most 256 bytes.
  ///   - limit: The maximum number of matches.
  ///   - streets: Returns the streets of the listings; called only for a text that may be an
  ///     address.
  /// - Throws: ``PlaceTextError``.
  package func match(
    location text: String, limit: Int, streets: () -> StreetIndex
  ) throws(PlaceTextError) -> PlaceAnswer {
    let names = try match(text, limit: limit)
    // Look for a house number or a street suffix only if the text is not exactly a name.
    if names.verdict == .certain, names.matches.first?.reason == .name { return names }
    let readings = addressReadings(text)
    let hasNumber = readings.contains { $0.number != nil }
    let isStreet =
      names.verdict == .none || readings.contains { $0.street.suffix != 0 && $0.city != nil }
    guard hasNumber || (names.verdict != .certain && isStreet) else { return names }
    var search = AddressSearch(streets())
    let addresses: [PlaceMatch]
    do throws(WorkEnded) {
      addresses = try search.matches(readings, wantsStreets: true, limit: limit)
    } catch {
      throw .ended(error)
    }
    return PlaceAnswer(Self.merged(names, addresses, hasNumber: hasNumber, limit: limit))
  }

  /// Orders addresses and places: a text with a house number means a house, or at most a part of a
  /// city.
  private static func merged(
    _ names: PlaceAnswer, _ addresses: [PlaceMatch], hasNumber: Bool, limit: Int
  ) -> [PlaceMatch] {
    guard let best = addresses.first else {
      // The city of an unknown house is only a guess at its position.
      guard hasNumber else { return names.matches }
      return names.matches.map { match in
        var match = match
        if match.reason != .name { match.confidence = min(match.confidence, 0.4) }
        return match
      }
    }
    let rest = max(0, 1 - addresses.reduce(0) { $0 + $1.confidence })
    let top = names.matches.first
    // Both are possible. Without a number the confidences decide; with a number the address comes
    // first.
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
}

extension PlaceMatch {
  /// The listing with a text as its key, in any case; nil if there is none, or a scope hides it.
  package init?(listingNamed text: String, in index: ListingIndex, _ scope: ScopedStatuses) {
    let key = String(text.filter { $0 != " " && $0 != "#" })
    guard key.utf8.count <= 64, key.contains(where: \.isNumber),
      text.split(separator: " ").count == 1
    else { return nil }
    let rows = [key, key.uppercased(), key.lowercased()].lazy.compactMap { index.row(key: $0) }
    guard let row = rows.first(where: { scope.shows($0) }) else { return nil }
    let place = Place(
      .listing, index.streetAddress(row), at: row, in: index, coordinate: index.position(row),
      listings: 1)
    self.init(place, confidence: 1, reason: .key, listingKey: index.keys.string(at: row))
  }
}
