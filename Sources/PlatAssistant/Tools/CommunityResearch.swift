package import Plat
internal import PlatIndex
package import PlatJSON
internal import PlatListings
package import PlatPlaces
package import PlatSearch

/// The facts about a city or a subdivision: the answer of `research_community`.
package struct CommunityResearch: Sendable {
  /// The place.
  package let place: Place
  /// Its statistics.
  package let statistics: PlaceStatistics
  /// Counts and sums over its Active listings for sale: all property types except leases.
  let market: SearchResult
  /// The monthly rents of its Active leases.
  package let rents: NumberSummary
  /// The number of its Active listings with a pool.
  package let pools: Int
  /// The number of its listings, of any status, with an association fee above 0.
  package let withHoaFee: Int
}

extension CommunityResearch {
  /// The members that ``ListingsDatabase/write(_:to:)`` writes.
  package static let descriptions: [MemberDescription] = {
    func member(_ name: String, _ type: JSONType, _ meaning: String = "") -> MemberDescription {
      MemberDescription(name, type, meaning, isRequired: false)
    }
    let summaries = JSONType.map(of: .map(of: .number()))
    let entries = JSONType.array(of: FacetEntry.type)
    return [
      member("community", .any([.named("City"), .named("Subdivision")])),
      member("forSale", summaries, "Active listings other than leases."),
      member("forLease", summaries), member("priceRanges", entries),
      member("propertySubTypes", entries), member("bedrooms", entries),
      member(
        "pools",
        .object([
          MemberDescription("count", .integer(least: 0)),
          MemberDescription("share", .nullable(.number())),
        ])),
      member(
        "hoa",
        .object([
          MemberDescription("listingsWithFee", .integer(least: 0)),
          MemberDescription("avgHoaFee", .nullable(.number())),
          MemberDescription("associations", .array(of: nil)),
        ])),
      member("schools", .array(of: nil)),
      member("subdivisions", .array(of: .named("Subdivision")), "Those with most Active listings."),
    ]
  }()
}

extension ListingsDatabase {
  /// Gathers the facts about a place.
  ///
  /// - Throws: `PlatError.search`.
  /// - Complexity: Some passes over the place's blocks: half a millisecond for a city of ten
  ///   thousand listings.
  package func research(_ place: Place) throws(PlatError) -> CommunityResearch {
    let all = scoped(place.filter)
    let active = scoped(
      ListingFilter(place.filter.conditions + [.equals(.standardStatus, [StandardStatus.active])])
    )
    .conditions
    let types = index.codes(.propertyType)
    let sales = (0..<(types?.codes ?? 0)).compactMap { types?.text(code: UInt64($0 + 1)) }.filter {
      $0 != PropertyType.lease
    }
    var request = SearchRequest(
      filter: ListingFilter(active + [.equals(.propertyType, sales)]), limit: 0)
    request.facets = [.propertySubType, .beds]
    (request.wantsPriceHistogram, request.wantsStatistics) = (true, true)
    let asked = request
    var leases = SearchRequest(
      filter: ListingFilter(active + [.equals(.propertyType, [PropertyType.lease])]), limit: 0)
    leases.wantsStatistics = true
    let rented = leases
    let (community, searcher) = (community, searcher)
    do throws(SearchError) {
      return CommunityResearch(
        place: place, statistics: try community.statistics(of: place),
        market: try searcher.search(asked),
        rents: try searcher.search(rented).statistics?.price ?? NumberSummary.none,
        pools: try searcher.count(ListingFilter(active + [.pool(true)])),
        withHoaFee: try searcher.count(
          ListingFilter(all.conditions + [.number(.hoaFee, 1...Int64.max)])))
    } catch {
      throw PlatError(error)
    }
  }

  /// Writes the facts as members of an open object.
  ///
  /// - Throws: `PlatError.records` if place data cannot be read.
  package func write(_ research: CommunityResearch, to writer: inout JSONWriter) throws(PlatError) {
    let (place, market) = (research.place, research.market)
    try writer.object("community") { writer throws(PlatError) in
      try located(place).writeMembers(to: &writer)
      research.statistics.writeMembers(of: place.kind, to: &writer)
      try writePlaceData(of: place, hasBoundary: false, to: &writer)
    }
    if let statistics = market.statistics {
      writer.object("forSale") { writer in
        statistics.price.write("price", inHundredths: true, to: &writer)
        statistics.sqft.write("sqft", inHundredths: true, to: &writer)
        statistics.pricePerSqft.write("pricePerSqft", inHundredths: true, to: &writer)
      }
    }
    writer.object("forLease") { writer in
      research.rents.write("monthlyRent", inHundredths: true, to: &writer)
    }
    writer.key("priceRanges")
    if let histogram = market.priceHistogram {
      histogram.writeBins(leavesOutEmpty: true, to: &writer)
    } else {
      writer.array { _ in }
    }
    for facet in market.facets {
      writer.key(facet.field == .beds ? "bedrooms" : "propertySubTypes")
      facet.writeEntries(to: &writer)
    }
    writer.object("pools") { writer in
      writer.member("count", research.pools)
      writer.member(
        "share",
        hundredths: place.activeListings > 0
          ? Double(research.pools) / Double(place.activeListings) : nil)
    }
    try writer.object("hoa") { writer throws(PlatError) in
      writer.member("listingsWithFee", research.withHoaFee)
      writer.member("avgHoaFee", hundredths: research.statistics.meanHoaFee)
      writer.key("associations")
      try writeRecords(.hoa, of: place, to: &writer)
    }
    writer.key("schools")
    try writeRecords(.school, of: place, to: &writer)
    if place.kind == .city { writeLargest(ofCity: place, to: &writer) }
  }

  /// Writes the subdivisions of a city with the most Active listings.
  private func writeLargest(ofCity city: Place, to writer: inout JSONWriter) {
    let subdivisions = community.subdivisions(ofCity: city.id).sorted {
      ($1.activeListings, $0.id) < ($0.activeListings, $1.id)
    }
    writer.array("subdivisions") { writer in
      for subdivision in subdivisions.prefix(10) {
        writer.object { writer in subdivision.writeMembers(to: &writer) }
      }
    }
  }
}
