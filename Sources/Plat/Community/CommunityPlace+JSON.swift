public import PlatJSON
internal import PlatSearch

extension CommunityPlace {
  /// Writes the members that say which place it is, and how many listings it has.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.key(kind == .city ? "cityId" : "slug")
    writer.string(id)
    writer.key("name")
    writer.string(name)
    if kind == .subdivision {
      writer.key("city")
      writer.string(city)
      writer.key("cityId")
      writer.string(cityID)
    }
    if let state {
      writer.key("state")
      writer.string(state)
    }
    writer.key("totalListings")
    writer.integer(Int64(totalListings))
    writer.key("activeListings")
    writer.integer(Int64(activeListings))
  }
}

extension PlaceStatistics {
  /// Writes the members of the statistics, numbers rounded to hundredths; null where no listing
  /// tells.
  ///
  /// - Parameters:
  ///   - kind: What place they are of: a city's median is its `medianHomePrice`, a subdivision's
  ///     its `medianPrice`.
  ///   - writer: Receives the members.
  public func writeMembers(of kind: CommunityPlace.Kind, to writer: inout JSONWriter) {
    let hasPrices = price.count > 0
    writer.rounded(
      kind == .city ? "medianHomePrice" : "medianPrice", hasPrices ? price.median : nil)
    writer.rounded("lowestPrice", hasPrices ? price.minimum : nil)
    writer.rounded("highestPrice", hasPrices ? price.maximum : nil)
    writer.rounded("avgSqft", meanSqft)
    writer.rounded("avgYearBuilt", meanYearBuilt)
    writer.rounded("avgHoaFee", meanHoaFee)
  }
}

extension JSONWriter {
  /// Writes a number in hundredths under a key, without those that are 0 at the end; null for nil.
  mutating func rounded(_ name: String, _ value: Double?) {
    key(name)
    guard let value, let hundredths = Int64(exactly: (value * 100).rounded()) else { return null() }
    if hundredths % 100 == 0 { integer(hundredths / 100) } else { double(Double(hundredths) / 100) }
  }
}
