import Plat
import PlatGeometry
import PlatIndex
import PlatJSON
import PlatListings
import PlatSearch

/// Runs every kind of query on an index, a few searches each.
struct IndexTour {
  let listings: ListingsDatabase

  init(_ index: ListingIndex) { listings = ListingsDatabase(index) }

  func run() {
    let index = listings.index
    for parameters in Self.searches { search(parameters) }
    for order in SortOrder.allCases {
      for descending in [false, true] {
        var request = SearchRequest(sort: .by(order, descending: descending), limit: 7)
        request.wantsExplanation = true
        pages(&request)
      }
    }
    for descending in [false, true] {
      var byDistance = SearchRequest(
        sort: .distance(from: Self.center, descending: descending), limit: 7)
      pages(&byDistance)
      var byKey = SearchRequest(sort: .key(descending: descending), limit: 7)
      pages(&byKey)
    }
    for number in 0..<9 {
      let far = Coordinate(
        longitude: Int32(number % 3 - 1) * 1_790_000_000,
        latitude: Int32(number / 3 - 1) * 890_000_000)
      for limit in [1, 20] { _ = try? listings.searcher.nearest(limit, to: far) }
    }
    for field in Field.allCases
    where index.numbers(field) != nil || index.codes(field) != nil || field == .slug {
      conditions(field)
    }
    for zoom in -1...30 {
      for cluster in 0...min(index.pyramid.clusterCount(zoom: zoom), 2000) {
        _ = index.pyramid.rows(zoom: zoom, cluster: cluster)
        _ = index.pyramid.centre(zoom: zoom, cluster: cluster)
      }
    }
    _ = index.bounds
    for block in -1...min(index.blocks, 100) { _ = index.box(block: block) }
    for row in -1...min(index.rows, 100) {
      guard let listing = listings.listing(ordinal: row) else { continue }
      _ = (listing.streetAddress, listing.value(.latitude), index.pyramid.partingZooms[row])
      _ = listings.listing(key: listing.key)
    }
    _ = (listings.listing(key: ""), listings.listing(key: "\u{10FFFF}"))
    MapTour(listings).run()
  }

  /// Conditions of every kind on a field, whether or not the field supports them.
  private func conditions(_ field: Field) {
    let searcher = listings.searcher
    for condition: ListingFilter.Condition in [
      .number(field, .min ... .max), .number(field, .max ... .max), .contains(field, "a"),
      .equals(field, ["", "Active", "92262"]),
    ] {
      _ = try? searcher.count(ListingFilter([condition]))
      _ = try? searcher.nearest(3, to: Self.center, matching: ListingFilter([condition]))
    }
    var request = SearchRequest(limit: 0)
    request.facets = [field]
    _ = try? listings.search(request)
  }

  /// Runs a search given as text, and writes the answer.
  private func search(_ parameters: [(name: String, value: String)]) {
    guard var request = try? SearchParameters.request(parameters) else {
      fatalError("the tour asks for what cannot be: \(parameters)")
    }
    request.wantsExplanation = true
    pages(&request)
  }

  /// Follows the cursors of a request for some pages, and writes each page as JSON.
  func pages(_ request: inout SearchRequest) {
    for _ in 0..<4 {
      guard let result = try? listings.search(request) else { return }
      for row in result.rows where listings.listing(row: row) == nil {
        fatalError("row \(row) of \(listings.count)")
      }
      var writer = JSONWriter()
      listings.write(result, of: request, to: &writer)
      guard let next = result.nextCursor, let read = try? Cursor(text: next.text) else { return }
      request.cursor = read
    }
  }

  private static let center = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)

  private static let polygon =
    "POLYGON((-118 33,-116 33,-116 35,-118 35,-118 33),(-117.5 33.5,-117 33.5,-117 34,-117.5 33.5))"

  private static let searches: [[(name: String, value: String)]] = [
    [
      ("standardStatus", "any"), ("facets", "city,subdivision,propertySubType,beds,price"),
      ("statistics", "true"),
    ],
    [("city", "palm"), ("minPrice", "100000"), ("maxPrice", "900000"), ("sort", "-price")],
    [
      ("standardStatus", "Closed"), ("closedSince", "2024-01-01"), ("sort", "price"),
      ("limit", "3"),
    ],
    [("near", "33.83,-116.54"), ("radius", "20mi"), ("standardStatus", "any")],
    [
      ("near", "33.83,-116.54"), ("radius", "5000km"), ("sort", "-distance"), ("limit", "9"),
      ("standardStatus", "any"),
    ],
    [("near", "89.9,179.9"), ("limit", "5"), ("minBeds", "2")],
    [("bbox", "-118,33,-116,35"), ("hasPool", "true"), ("facets", "beds,price"), ("limit", "5")],
    [
      ("bbox", "170,-90,-110,90"), ("hasPool", "false"), ("sort", "sqft"), ("page", "2"),
      ("limit", "5"),
    ],
    [
      ("within", polygon), ("standardStatus", "any"), ("sort", "pricePerSqft"),
      ("statistics", "true"),
    ],
    [
      ("within", polygon), ("bbox", "-117.9,33.2,-116.4,34.9"), ("near", "34,-117"),
      ("radius", "60km"),
    ],
    [
      ("postalCode", "92262,92264,90210"), ("propertyType", "A"), ("minSqft", "1"),
      ("maxSqft", "9000"),
    ],
    [
      ("subdivision", "e"), ("landType", "Fee"), ("minBaths", "1.5"), ("maxBeds", "9"),
      ("minLotSqft", "1"),
    ],
    [("minPrice", "1"), ("maxPrice", "1"), ("standardStatus", "any")],
    [
      ("listedSince", "2025-01-01"), ("minYearBuilt", "1950"), ("maxYearBuilt", "2030"),
      ("maxHoaFee", "5000"),
    ],
  ]
}
