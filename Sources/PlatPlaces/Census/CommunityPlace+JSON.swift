public import PlatJSON
internal import PlatSearch

extension CommunityPlace {
  private static let counts: [DescribedMember<CommunityPlace>] = [
    .optional("state") { $0.state },
    .member("totalListings", "Whatever their status.", as: .integer(least: 0)) {
      $0.totalListings
    },
    .member("activeListings", as: .integer(least: 0)) { $0.activeListings },
  ]
  private static let ofCity: [DescribedMember<CommunityPlace>] = [
    .member("cityId") { $0.id }, .member("name") { $0.name },
  ]
  private static let ofSubdivision: [DescribedMember<CommunityPlace>] = [
    .member("slug") { $0.id }, .member("name") { $0.name }, .member("city") { $0.city },
    .member("cityId") { $0.cityID },
  ]
  private static let city = DescribedObject(ofCity + counts)
  private static let subdivision = DescribedObject(ofSubdivision + counts)

  /// The members that identify a place of a kind, and count its listings.
  public static func described(_ kind: Kind) -> DescribedObject<CommunityPlace> {
    switch kind {
    case .city: city
    case .subdivision: subdivision
    }
  }

  /// Writes the members that identify the place, and count its listings.
  public func writeMembers(to writer: inout JSONWriter) {
    Self.described(kind).writeMembers(of: self, to: &writer)
  }

  /// All members that an answer about a place of a kind may have: those that identify it, its
  /// statistics, and places data.
  public static func descriptions(_ kind: Kind) -> [MemberDescription] {
    described(kind).descriptions + PlaceStatistics.described(kind).descriptions
      + PlaceRecord.describedMembers.descriptions + [PlaceRecord.boundary]
  }
}

extension PlaceStatistics {
  private static func members(median: String) -> DescribedObject<PlaceStatistics> {
    func number(
      _ name: String, _ meaning: String = "", _ value: @escaping @Sendable (Self) -> Double?
    ) -> DescribedMember<PlaceStatistics> {
      .written(name, .nullable(.number()), meaning, isRequired: false) {
        $1.hundredths(value($0))
      }
    }
    return DescribedObject([
      number(median, "Of the list prices of Active listings that are not leases.") {
        $0.price.count > 0 ? $0.price.median : nil
      },
      number("lowestPrice") { $0.price.count > 0 ? $0.price.minimum : nil },
      number("highestPrice") { $0.price.count > 0 ? $0.price.maximum : nil },
      number("avgSqft", "Of all listings that have the field; so are the others.") {
        $0.meanSqft
      },
      number("avgYearBuilt") { $0.meanYearBuilt },
      number("avgHoaFee") { $0.meanHoaFee },
    ])
  }

  private static let ofCity = members(median: "medianHomePrice")
  private static let ofSubdivision = members(median: "medianPrice")

  /// The members of the statistics of a kind of place: a city's median is its `medianHomePrice`, a
  /// subdivision's its `medianPrice`.
  static func described(_ kind: CommunityPlace.Kind) -> DescribedObject<PlaceStatistics> {
    switch kind {
    case .city: ofCity
    case .subdivision: ofSubdivision
    }
  }

  /// Writes the members of the statistics, numbers rounded to hundredths; null for a number that no
  /// listing has.
  public func writeMembers(of kind: CommunityPlace.Kind, to writer: inout JSONWriter) {
    Self.described(kind).writeMembers(of: self, to: &writer)
  }
}
