public import PlatJSON
internal import PlatSearch

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

  /// The members of the statistics for a kind of place: a city's median is `medianHomePrice`, a
  /// subdivision's is `medianPrice`.
  static func described(_ kind: PlaceKind) -> DescribedObject<PlaceStatistics> {
    kind == .subdivision ? ofSubdivision : ofCity
  }

  /// Writes the members of the statistics, with numbers rounded to hundredths; null for a number
  /// that no listing has.
  public func writeMembers(of kind: PlaceKind, to writer: inout JSONWriter) {
    Self.described(kind).writeMembers(of: self, to: &writer)
  }
}
