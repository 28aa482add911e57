// Plat inside another program: build a small index, open it, search it, read results, make a map
// tile. Run it with `swift run embedding`.

import Foundation
import Plat

// Twelve listings come with the project; a program of yours would name its own files, a server's
// pages, or a pipe.
let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent()
let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
  "plat-embedding-\(UUID().uuidString)"
)
.path
defer { try? FileManager.default.removeItem(atPath: directory) }

// An index is a directory: the whole documents in an SQLite database, and a snapshot that searches
// run on.
let built = try IndexBuild.run(
  [.path(samples.appendingPathComponent("listings.ndjson").path)], into: directory)
print(
  "\(built.listings) listings, \(built.located) with a position; \(built.feed.refused.count) reasons for refusals"
)

// Opening maps the snapshot and reads no listings. One database serves any number of threads.
let database = try ListingsDatabase(opening: directory)

// What to ask: Active homes with two bedrooms or more, at most a million dollars, within ten miles
// of Palm Springs.
let center = try Coordinate(latitude: 33.8303, longitude: -116.5453)
var request = SearchRequest(limit: 5)
request.filter = ListingFilter([
  .equals(.standardStatus, ["Active"]), .equals(.propertyType, ["A"]),
  .value(.beds, 2...), .value(.listPrice, ...1_000_000),
])
request.region.circle = try Circle(center: center, radiusMeters: 10 * Length.metersPerMile)
request.sort = .distance(from: center, descending: false)
request.facets = [.city, .propertySubType]

// The total is exact. A hit is a listing and its distance; a listing reads each property from its
// column.
let result = try database.search(request)
print("\(result.total) match")
for hit in result.hits {
  let listing = hit.listing
  let price = listing.stored(.listPrice).map { Field.listPrice.humanText(of: $0) } ?? "no price"
  let miles = (hit.distance ?? 0) / Length.metersPerMile
  print(
    "  \(listing.key)  \(price)  \(listing.streetAddress), \(listing.text(.city) ?? "")",
    String(format: "%.1f mi", miles))
}

// Each facet counts what its own filter would let through if it were changed.
for facet in result.facets {
  print(
    "  \(facet.field.key):", facet.entries.map { "\($0.value) \($0.count)" }.joined(separator: ", ")
  )
}

// The same question as a URL would ask it. Here only Active listings match unless a status is
// given.
let same = try database.search(parameters: [
  ("near", "33.8303,-116.5453"), ("radius", "10mi"), ("propertyType", "A"), ("minBeds", "2"),
  ("maxPrice", "1000000"),
])
print("\(same.total) match by parameters")

// The same filter on the map: a vector tile for a browser, with clusters that count the matches and
// nothing else.
if let tile = Tile(z: 9, x: 90, y: 204) {
  let bytes = try database.map.vectorTile(tile, matching: MapQuery(request))
  print("\(bytes.count) bytes of map tile")
}

// The whole document, with everything that came in, is in the record store.
if let first = result.hits.first, let document = try database.document(of: first.listing) {
  print(String(decoding: document, as: UTF8.self).prefix(100) + "…")
}
