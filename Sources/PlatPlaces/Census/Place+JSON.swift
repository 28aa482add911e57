public import PlatJSON

extension Place {
  private static let counts: [DescribedMember<Place>] = [
    .optional("state") { $0.stateText },
    .member("totalListings", "Whatever their status.", as: .integer(least: 0)) {
      $0.listings
    },
    .member("activeListings", as: .integer(least: 0)) { $0.activeListings },
  ]
  private static let ofCity: [DescribedMember<Place>] = [
    .member("cityId") { $0.id }, .member("name") { $0.name },
  ]
  private static let ofSubdivision: [DescribedMember<Place>] = [
    .member("slug") { $0.id }, .member("name") { $0.name }, .member("city") { $0.city ?? "" },
    .member("cityId") { $0.cityID },
  ]
  private static let ofCities = DescribedObject(ofCity + counts)
  private static let ofSubdivisions = DescribedObject(ofSubdivision + counts)

  /// The members that identify a city or a subdivision, with the counts of its listings.
  public static func described(_ kind: PlaceKind) -> DescribedObject<Place> {
    kind == .subdivision ? ofSubdivisions : ofCities
  }

  /// Writes the members that identify the place, with the counts of its listings.
  public func writeMembers(to writer: inout JSONWriter) {
    Self.described(kind).writeMembers(of: self, to: &writer)
  }

  private static let bounds = MemberDescription(
    "bounds", .nullable(.array(of: .number(), count: 4...4)),
    "The box around its listings, where that was asked for; null where none has a position.",
    isRequired: false)

  /// All possible members of an answer about a place of a kind: its identification, its statistics,
  /// and places data.
  public static func descriptions(_ kind: PlaceKind) -> [MemberDescription] {
    described(kind).descriptions + PlaceStatistics.described(kind).descriptions
      + [bounds] + PlaceRecord.describedMembers.descriptions + [PlaceRecord.boundary]
  }
}
