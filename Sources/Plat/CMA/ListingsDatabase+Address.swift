internal import PlatGeometry
internal import PlatPlaces

/// Where a subject is, and how that is known.
public enum SubjectPlace: String, CaseIterable, Sendable {
  /// The caller gave the position.
  case given
  /// A listing of the index stands at the address.
  case listing
  /// The house lies between known numbers of its street.
  case houseNumber
  /// Only the street is known.
  case street
}

extension ListingsDatabase {
  /// Where an address is: the position, and its own listing where it has one.
  ///
  /// A city or postal code alone is no address of a home, and of several places that it may be none
  /// is taken.
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
    // What else the text may be counts only where it is a home, too: every address lies in a city.
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

  /// From this confidence on an address is taken: that of one whose street alone is known is 0.5 at
  /// most.
  private static let leastConfidence = 0.4

  private static func name(of place: Place) -> String {
    place.kind == .city
      ? place.name : ([place.name] + place.cities.prefix(1)).joined(separator: ", ")
  }
}
