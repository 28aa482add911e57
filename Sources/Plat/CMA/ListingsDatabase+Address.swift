internal import Gazetteer
internal import Geometry

/// Where a subject is, and how that is known.
public enum SubjectPlace: String, Sendable {
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
  /// A city or postal code alone is no address of a home, and of several places that it may be none is taken.
  ///
  /// - Throws: ``PlatError/unknownAddress(_:alternatives:)``.
  func place(
    ofAddress address: String
  ) throws(PlatError) -> (coordinate: Coordinate, how: SubjectPlace, listing: ListingView?) {
    let answer: PlaceAnswer
    do throws(PlaceTextError) { answer = try location(of: address) } catch {
      throw .unknownAddress(address, alternatives: [])
    }
    guard answer.verdict == .certain, let match = answer.best else {
      let others = answer.matches.filter { Self.how($0) != nil }.prefix(3)
      throw .unknownAddress(address, alternatives: others.map { Self.name(of: $0.place) })
    }
    let listing = match.listingKey.flatMap { self.listing(key: $0) }
    guard let how = Self.how(match), let coordinate = listing?.position ?? match.place.coordinate else {
      throw .unknownAddress(address, alternatives: [])
    }
    return (coordinate, listing == nil ? how : .listing, listing)
  }

  /// How a match tells where a home is; nil where it does not.
  private static func how(_ match: PlaceMatch) -> SubjectPlace? {
    switch match.reason {
    case .listing, .key: return match.listingKey == nil ? nil : SubjectPlace.listing
    case .interpolated: return SubjectPlace.houseNumber
    case .street: return SubjectPlace.street
    default: return nil
    }
  }

  private static func name(of place: Place) -> String {
    place.kind == .city ? place.name : ([place.name] + place.cities.prefix(1)).joined(separator: ", ")
  }
}
