// Plat inside another program: build a small index, open it, search it, read results, make a map
// tile. Run it with `swift run embedding`.

import Foundation
import Plat

// Twelve listings come with the project; your program would name its own files, a server's pages,
// or a pipe.
let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent()
let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
  "plat-embedding-\(UUID().uuidString)"
)
.path
defer { try? FileManager.default.removeItem(atPath: directory) }

// An index is a directory: the whole documents in an SQLite database, and a snapshot for searches.
let feed = FeedInput.path(samples.appendingPathComponent("listings.ndjson").path)
let built = try await ListingsDatabase.build(from: [feed], at: directory).summary()
print(
  """
  \(built.listings) listings, \(built.located) with a position; \(built.feed.refused.count) \
  reasons for refusals
  """
)

// Opening maps the snapshot and reads no listings. One database serves any number of threads. It
// never changes; the live handle switches to the results of later builds.
let live = try LiveDatabase(opening: directory)
let database = live.current

// The query: homes with two bedrooms or more, at most a million dollars, within ten miles of Palm
// Springs. Only Active listings match unless a request names other statuses.
let center = try Coordinate(latitude: 33.8303, longitude: -116.5453)
var request = SearchRequest(limit: 5)
request.filter = [
  .text(.propertyType, "A"), .value(.beds, 2...), .value(.listPrice, ...1_000_000),
]
request.region.circle = try Circle(center: center, radiusMeters: 10 * Length.metersPerMile)
request.sort = .distance(from: center)
request.facets = [.city, .propertySubType]

// The total is exact. A hit is a listing and its distance; a listing reads each property from its
// column.
let result = try database.search(request)
print("\(result.total) match")
for hit in result.hits {
  let listing = hit.listing
  let price = listing.stored(.listPrice).map { Field.listPrice.humanText(of: $0) }
  let miles = (hit.distance ?? 0) / Length.metersPerMile
  print(
    "  \(listing.key)  \(price ?? "no price")  \(listing.streetAddress), \(listing[.city] ?? "")",
    String(format: "%.1f mi", miles))
}

// Each facet counts the matches without its own filter.
for facet in result.facets {
  print(
    "  \(facet.field.key):", facet.entries.map { "\($0.value) \($0.count)" }.joined(separator: ", ")
  )
}

// The same query with URL parameters.
let same = try database.search(parameters: [
  ("near", "33.8303,-116.5453"), ("radius", "10mi"), ("propertyType", "A"), ("minBeds", "2"),
  ("maxPrice", "1000000"),
])
print("\(same.total) match by parameters")

// The same filter on the map: a vector tile for a browser, whose clusters count only the matches.
if let tile = Tile(z: 9, x: 90, y: 204) {
  let bytes = try database.map.vectorTile(tile, matching: MapQuery(request))
  print("\(bytes.count) bytes of map tile")
}

// The whole document, as it was imported, is in the record store. It decodes to any of your types.
struct Home: Decodable, Sendable {
  let listingId: String
  let publicRemarks: String?
}
if let first = result.hits.first?.listing {
  let document = try database.document(of: first) ?? []
  print(String(decoding: document, as: UTF8.self).prefix(100) + "…")
  if let home = try database.decode(Home.self, of: first) {
    print("\(home.listingId): \(home.publicRemarks?.prefix(40) ?? "no remarks")")
  }
}

// Another build publishes a newer state; the handle reports it.
let updates = live.updates
_ = try await ListingsDatabase.build(from: [feed], at: directory).summary()
for await update in updates {
  if case .opened(let newer) = update { print("now \(newer.count) listings") }
  live.stop()
}
