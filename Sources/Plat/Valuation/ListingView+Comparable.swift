internal import PlatListings
internal import PlatValuation

extension ListingView {
  /// The street address with city, state and postal code; without the street if the seller hides
  /// it.
  public var fullAddress: String {
    let state = [text(.stateOrProvince), text(.postalCode)].compactMap(\.self)
      .joined(separator: " ")
    return [streetAddress, text(.city) ?? "", state].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// The listing as a comparable in a market analysis.
  var comparable: ComparableListing {
    ComparableListing(
      key: key, slug: slug, streetAddress: streetAddress, address: fullAddress, position: position,
      stored: stored)
  }
}
