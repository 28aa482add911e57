internal import PlatGeometry
internal import PlatPlaces
internal import PlatValuation

extension ListingsDatabase {
  /// The position of an address, and its own listing if it has one.
  ///
  /// A city or postal code alone is not the address of a home, and an ambiguous address is refused.
  ///
  /// - Throws: ``PlatError/unknownAddress(_:alternatives:)``.
  func place(
    ofAddress address: String
  ) throws(PlatError) -> (coordinate: Coordinate, how: SubjectPlace, listing: ListingView?) {
    let answer: PlaceAnswer
    do throws(PlaceTextError) { answer = try match(location: address) } catch {
      if case .ended(let end) = error { throw .ended(end) }
      throw .unknownAddress(address, alternatives: [])
    }
    // Other readings of the text count only if they are homes, too: every address lies in a city.
    let homes = answer.matches.filter { $0.place.kind == .address || $0.listingKey != nil }
    guard let match = homes.first, match.confidence >= Self.leastConfidence,
      homes.dropFirst().allSatisfy({ $0.confidence < match.confidence / 4 })
    else {
      throw .unknownAddress(address, alternatives: homes.prefix(3).map { Self.name(of: $0.place) })
    }
    let listing = match.listingKey.flatMap { self.listing(key: $0) }
    guard let coordinate = listing?.position ?? match.place.coordinate else {
      throw .unknownAddress(address, alternatives: [])
    }
    let how: SubjectPlace =
      listing != nil ? .listing : match.reason == .interpolated ? .houseNumber : .street
    return (coordinate, how, listing)
  }

  /// The least confidence of a usable address; an address known only by its street has at most 0.5.
  private static let leastConfidence = 0.4

  private static func name(of place: Place) -> String {
    place.kind == .city
      ? place.name : ([place.name] + place.cities.prefix(1)).joined(separator: ", ")
  }
}
