internal import PlatGazetteer
public import PlatJSON
internal import PlatListings
internal import PlatSearch

/// What is known of a city or a subdivision: the answer of the chat's `research_community`.
public struct CommunityResearch: Sendable {
  /// The place.
  public let place: CommunityPlace
  /// Its statistics.
  public let statistics: PlaceStatistics
  /// Counts and sums over its Active listings that are for sale: of a property type other than
  /// lease.
  let market: SearchResult
  /// The monthly rents of its Active leases.
  public let rents: NumberSummary
  /// How many of its Active listings have a pool.
  public let pools: Int
  /// How many of its listings, whatever their status, tell an association fee above 0.
  public let withHoaFee: Int
}

extension ListingsDatabase {
  /// Gathers what is known of a place.
  ///
  /// - Throws: ``PlatError/search(_:)``.
  /// - Complexity: Some passes over the place's blocks: half a millisecond for a city of ten
  ///   thousand listings.
  public func research(_ place: CommunityPlace) throws(PlatError) -> CommunityResearch {
    let all = scoped(ListingFilter(place.conditions))
    let active = scoped(ListingFilter(place.conditions + [.equals(.standardStatus, ["Active"])]))
      .conditions
    let types = index.codes(.propertyType)
    let sales = (0..<(types?.codes ?? 0)).compactMap { types?.text(code: UInt64($0 + 1)) }.filter {
      $0 != "B"
    }
    var request = SearchRequest(
      filter: ListingFilter(active + [.equals(.propertyType, sales)]), limit: 0)
    request.facets = [.propertySubType, .beds]
    (request.wantsPriceHistogram, request.wantsStatistics) = (true, true)
    let asked = request
    var leases = SearchRequest(
      filter: ListingFilter(active + [.equals(.propertyType, ["B"])]), limit: 0)
    leases.wantsStatistics = true
    let rented = leases
    let (community, searcher) = (community, searcher)
    return try part { () throws(SearchError) in
      CommunityResearch(
        place: place, statistics: try community.statistics(of: place),
        market: try searcher.search(asked),
        rents: try searcher.search(rented).statistics?.price ?? NumberSummary.none,
        pools: try searcher.count(ListingFilter(active + [.pool(true)])),
        withHoaFee: try searcher.count(
          ListingFilter(all.conditions + [.number(.hoaFee, 1...Int64.max)])))
    }
  }

  /// Writes what was gathered as the members of an object that is open.
  ///
  /// - Throws: ``PlatError/records(_:)`` where places data cannot be read.
  public func write(_ research: CommunityResearch, to writer: inout JSONWriter) throws(PlatError) {
    let (place, market) = (research.place, research.market)
    writer.key("community")
    writer.beginObject()
    place.writeMembers(to: &writer)
    research.statistics.writeMembers(of: place.kind, to: &writer)
    try writePlaceData(of: place, hasBoundary: false, to: &writer)
    writer.endObject()
    if let statistics = market.statistics {
      writer.key("forSale")
      writer.beginObject()
      writer.summary("price", statistics.price, inHundredths: true)
      writer.summary("sqft", statistics.sqft, inHundredths: true)
      writer.summary("pricePerSqft", statistics.pricePerSqft, inHundredths: true)
      writer.endObject()
    }
    writer.key("forLease")
    writer.beginObject()
    writer.summary("monthlyRent", research.rents, inHundredths: true)
    writer.endObject()
    writer.key("priceRanges")
    if let histogram = market.priceHistogram {
      writer.bins(of: histogram, leavesOutEmpty: true)
    } else {
      writer.beginArray()
      writer.endArray()
    }
    for facet in market.facets {
      writer.key(facet.field == .beds ? "bedrooms" : "propertySubTypes")
      writer.entries(of: facet)
    }
    writer.key("pools")
    writer.beginObject()
    writer.key("count")
    writer.integer(Int64(research.pools))
    writer.rounded(
      "share",
      place.activeListings > 0 ? Double(research.pools) / Double(place.activeListings) : nil)
    writer.endObject()
    writer.key("hoa")
    writer.beginObject()
    writer.key("listingsWithFee")
    writer.integer(Int64(research.withHoaFee))
    writer.rounded("avgHoaFee", research.statistics.meanHoaFee)
    writer.key("associations")
    try writeRecords(.hoa, of: place, to: &writer)
    writer.endObject()
    writer.key("schools")
    try writeRecords(.school, of: place, to: &writer)
    if place.kind == .city {
      writer.key("subdivisions")
      writer.beginArray()
      let subdivisions = community.subdivisions(ofCity: place.id)
      for subdivision in subdivisions.sorted(by: {
        ($1.activeListings, $0.id) < ($0.activeListings, $1.id)
      }).prefix(10) {
        writer.beginObject()
        subdivision.writeMembers(to: &writer)
        writer.endObject()
      }
      writer.endArray()
    }
  }
}
