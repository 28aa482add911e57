internal import PlatGeometry
public import PlatJSON

extension Place {
  private static let counts: [DescribedMember<Place>] = [
    .optional("state") { $0.stateText },
    .member("totalListings", "Whatever their status.", as: .integer(least: 0)) {
      $0.listings
    },
    .member("activeListings", as: .integer(least: 0)) { $0.activeListings },
    .written(
      "latitude", .number(),
      "Its middle: the mean over its listings, or the position that places data gives it.",
      when: { $0.coordinate != nil }
    ) { $1.fixed(Int64($0.coordinate?.latitude ?? 0), decimals: 7) },
    .written("longitude", .number(), when: { $0.coordinate != nil }) {
      $1.fixed(Int64($0.coordinate?.longitude ?? 0), decimals: 7)
    },
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

  /// The members that identify a city or a subdivision, count its listings, and locate it.
  public static func described(_ kind: PlaceKind) -> DescribedObject<Place> {
    kind == .subdivision ? ofSubdivisions : ofCities
  }

  /// Writes the members that identify the place, count its listings, and locate it.
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
