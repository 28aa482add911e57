import Foundation
import PlatGeometry
import PlatIndex
import PlatJSON
import PlatListings
import PlatSearch
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatTiles

/// Vector tiles and GeoJSON, read by strict readers, against the index's input and against each
/// other.
@Suite(.timeLimit(.minutes(30))) struct EncodingTests {
  /// A GeoJSON collection, read by another parser.
  private struct Collection {
    let features: [PlainFeature]
    let places: [[Double]]
    let matched: Int?
    let returned: Int?

    init(_ bytes: [UInt8]) throws {
      let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      #expect(object["type"] as? String == "FeatureCollection")
      let members = try #require(object["features"] as? [[String: Any]])
      features = members.compactMap { PlainFeature($0) }
      places = members.compactMap {
        ($0["geometry"] as? [String: Any])?["coordinates"] as? [Double]
      }
      #expect(features.count == members.count && places.count == members.count)
      matched = object["numberMatched"] as? Int
      returned = object["numberReturned"] as? Int
    }
  }

  private func geoJSON(_ map: ListingMap, _ tile: Tile, _ query: MapQuery, _ limit: Int) throws
    -> Collection
  {
    var writer = JSONWriter()
    try map.writeGeoJSON(tile, matching: query, limit: limit, to: &writer)
    var parser = JSONParser()
    #expect(throws: Never.self) { _ = try parser.parse(writer.bytes.span).kind }
    return try Collection(writer.bytes)
  }

  /// The expected features, by the input listings.
  private func expected(_ features: MapFeatures, _ comparison: MapComparison, _ matches: Set<Int>)
    -> [PlainFeature]
  {
    let told = comparison.told(features, matches)
    let clusters = zip(features.clusters, told).map { PlainFeature($1, id: $0.id.number) }
    let listings = features.listings.map { listing -> PlainFeature in
      let plain = comparison.world.listings[comparison.world.listingOfRow[listing.ordinal]]
      return PlainFeature(plain, id: ClusterIDTests.number(plain.key) << 5)
    }
    return clusters + listings
  }

  @Test(arguments: Fixture.small) func everyProperty(_ fixture: Fixture) throws {
    let comparison = try MapComparison(fixture)
    for seed in FeatureTests.seeds(fixture, 60) { try check(comparison, seed) }
  }

  @Test(arguments: FeatureTests.options.indices) func everyPropertyWithOtherOptions(_ number: Int)
    throws
  {
    for spread in [WorldRecipe.Spread.antimeridian, .globe] {
      let comparison = try FeatureTests.world(number, spread)
      for seed in TestCases.seeds(12) { try check(comparison, seed) }
    }
  }

  private func check(_ comparison: MapComparison, _ seed: UInt64) throws {
    var maker = RequestMaker(comparison.world, seed: seed)
    let (query, matches) = comparison.query(&maker)
    guard let tile = comparison.tile(&maker) else { return }
    let map = comparison.map
    let features = try map.features(in: tile, matching: query, limit: .max)
    let note: Comment = "\(comparison.world.name), seed \(seed), \(tile)"
    let bytes = try map.vectorTile(tile, matching: query, limit: .max)
    #expect(try map.vectorTile(tile, matching: query, limit: .max) == bytes, note)
    #expect(bytes.isEmpty == (features.count == 0), note)
    let layers = try TileReader(bytes).layers
    #expect(layers.map(\.name) == (features.count == 0 ? [] : ["listings"]), note)
    let wanted = expected(features, comparison, matches)
    if let layer = layers.first { try check(layer, features, tile, wanted, note) }

    let collection = try geoJSON(map, tile, query, .max)
    #expect(collection.matched == nil && collection.returned == nil, note)
    // Each feature once, although a tile may show it on both sides of the antimeridian.
    let places = features.clusters.map { [$0.centre.longitudeDegrees, $0.centre.latitudeDegrees] }
    let positions = features.listings.compactMap { listing -> [Double]? in
      comparison.world.index.position(listing.ordinal).map {
        [Double($0.longitude) / 1e7, Double($0.latitude) / 1e7]
      }
    }
    var known: Set<UInt64> = []
    let once = zip(wanted, places + positions).filter { known.insert($0.0.id).inserted }
    #expect(
      Set(collection.features.map(\.id)) == known && collection.features.count == known.count, note)
    for (feature, place) in zip(collection.features, collection.places) {
      guard let other = once.first(where: { $0.0.id == feature.id }) else { continue }
      if feature != other.0 { Issue.record("GeoJSON has \(feature), not \(other.0): \(note)") }
      let isListing = feature.properties["cluster"] == nil
      let differs = zip(place, other.1).contains { abs($0 - $1) > (isListing ? 0 : 0.6e-7) }
      if place.count != 2 || differs {
        Issue.record("GeoJSON has \(place), not \(other.1): \(note)")
      }
    }
  }

  private func check(
    _ layer: TileReader.Layer, _ features: MapFeatures, _ tile: Tile, _ wanted: [PlainFeature],
    _ note: Comment
  ) throws {
    #expect(layer.version == 2 && layer.extent == 4096, note)
    #expect(Set(layer.keys).count == layer.keys.count, "a key twice: \(note)")
    #expect(layer.features.count == wanted.count, note)
    let points =
      features.clusters.map { ($0.centre, $0.shift) }
      + features.listings.map { ($0.point, $0.shift) }
    for (feature, (want, (point, shift))) in zip(layer.features, zip(wanted, points)) {
      if PlainFeature(feature) != want {
        Issue.record("the tile has \(PlainFeature(feature)), not \(want): \(note)")
      }
      let pixel = tile.pixel(point, shift: shift, bits: 12)
      let isPoint = feature.type == 1 && feature.commands.count == 3 && feature.commands[0] == 9
      if !isPoint || feature.positions != [SIMD2(Int64(pixel.x), Int64(pixel.y))] {
        Issue.record("the tile has \(feature.positions) for \(pixel): \(note)")
      }
    }
    // A feature may be in a tile twice only on both sides of the antimeridian.
    var seen: [UInt64: Set<Int64>] = [:]
    for (feature, (_, shift)) in zip(layer.features, points) {
      let isNew = seen[feature.id ?? 0, default: []].insert(shift).inserted
      #expect(isNew, "id \(feature.id ?? 0) twice: \(note)")
    }
    // Frequent values are written once.
    let small = layer.values.compactMap { value -> UInt64? in
      if case .uint(let number) = value, number < 256 { number } else { nil }
    }
    #expect(Set(small).count == small.count, "a small number twice: \(note)")
    #expect(layer.values.count { $0 == .bool(true) } <= 1, note)
  }

  // MARK: Limits

  @Test(arguments: [Fixture.samples, .mixed, .globe, .antimeridian]) func aTileOverItsLimitSaysSo(
    _ fixture: Fixture
  )
    throws
  {
    let comparison = try MapComparison(fixture)
    let map = comparison.map
    for seed in TestCases.seeds(25) {
      var maker = RequestMaker(comparison.world, seed: seed)
      let (query, matches) = comparison.query(&maker)
      guard let tile = maker.draw.percent(30) ? Tile(z: 0, x: 0, y: 0) : comparison.tile(&maker)
      else { continue }
      let all = try map.features(in: tile, matching: query, limit: .max)
      for limit in [-1, 0, 1, 2, 7, 40, all.count, all.count - 1, all.count + 1] {
        let note: Comment = "\(fixture), seed \(seed), \(tile), limit \(limit) of \(all.count)"
        let some = try map.features(in: tile, matching: query, limit: limit)
        #expect(
          some.count == min(max(limit, 0), all.count) && some.numberMatched == all.count, note)
        #expect(some.isTruncated == (some.count < all.count), note)
        // Clusters come before listings.
        #expect(some.clusters.count == min(all.clusters.count, max(limit, 0)), note)
        let rest = comparison.told(all, matches).map(\.description)
        #expect(Set(comparison.told(some, matches).map(\.description)).isSubset(of: rest), note)

        let layers = try TileReader(map.vectorTile(tile, matching: query, limit: limit)).layers
        let names = (some.count > 0 ? ["listings"] : []) + (some.isTruncated ? ["truncated"] : [])
        #expect(layers.map(\.name) == names, note)
        if some.count > 0 { #expect(layers.first?.features.count == some.count, note) }
        if some.isTruncated, let truncated = layers.last {
          let numbers: [String: TileReader.Value] = [
            "numberMatched": .uint(UInt64(all.count)), "numberReturned": .uint(UInt64(some.count)),
          ]
          #expect(
            truncated.features.map(\.properties) == [numbers] && truncated.extent == 4096, note)
        }
        let collection = try geoJSON(map, tile, query, limit)
        let distinct = Set(expected(all, comparison, matches).map(\.id)).count
        #expect(collection.features.count == min(max(limit, 0), distinct), note)
        let isCut = collection.features.count < distinct
        #expect(collection.matched == (isCut ? distinct : nil), note)
        #expect(collection.returned == (isCut ? collection.features.count : nil), note)
      }
    }
  }

  // MARK: Leaves

  @Test(arguments: [Fixture.mixed, .samples, .globe]) func leavesAreWrittenAsListings(
    _ fixture: Fixture
  ) throws {
    let comparison = try MapComparison(fixture)
    let clusters = try comparison.map.features(in: [.world], zoom: 5, limit: .max).clusters
    for cluster in clusters.prefix(5) {
      let (rows, total) = try comparison.map.leaves(of: cluster.id, limit: 7)
      var writer = JSONWriter()
      comparison.map.writeGeoJSON(listings: rows, of: total, to: &writer)
      let collection = try Collection(writer.bytes)
      let listings = rows.ordinals.map { row -> PlainFeature in
        let plain = comparison.world.listings[comparison.world.listingOfRow[row]]
        return PlainFeature(plain, id: ClusterIDTests.number(plain.key) << 5)
      }
      #expect(collection.features == listings, "\(fixture), \(cluster.id)")
      #expect(collection.matched == (rows.count < total ? total : nil), "\(fixture), \(cluster.id)")
    }
  }

  // MARK: Counts and texts

  @Test func abbreviatedCounts() {
    let counts =
      Array(1_000...12_000) + [99_499, 99_500, 999_499, 999_500, 1_000_000, 42_001, 150_000_000]
    for count in counts {
      #expect(
        String(decoding: AbbreviatedCount.text(count), as: UTF8.self)
          == PlainFeature.abbreviated(count))
    }
    #expect(String(decoding: AbbreviatedCount.text(1_049), as: UTF8.self) == "1k")
    #expect(String(decoding: AbbreviatedCount.text(1_050), as: UTF8.self) == "1.1k")
    #expect(String(decoding: AbbreviatedCount.text(9_999), as: UTF8.self) == "10k")
  }

  /// Keys and texts of extreme lengths and characters, in every encoding.
  @Test func hostileTexts() throws {
    // A key has at most 64 bytes.
    let long = String(repeating: "x", count: 255)
    let keys = [
      String(repeating: "k", count: 64), String(repeating: "é", count: 32), "a\"b\\c/<&>'", "Ω漢字🏠",
      "--1", "ÀÉÎ-Õ",
      "%00",
      "e\u{301}1", "İı", String(repeating: "-a", count: 32), "K\u{85}k", "q\u{2028}q", "-é", "é-",
      "a--b",
      "\u{FF}\u{100}",
    ]
    let texts = [
      long, "\u{1F3E0}\"\\", "Ä ö ß", "</script>", String(repeating: "🏠", count: 60),
    ]
    var listings: [PlainListing] = []
    for (number, key) in keys.enumerated() {
      var listing = PlainListing(key: key)
      listing.position = Coordinate(longitude: Int32(number) * 5_000_000, latitude: 338_000_000)
      listing[text: .city] = texts[number % texts.count]
      listing[text: .streetName] = texts[(number + 2) % texts.count]
      listing[text: .propertySubType] = texts[(number + 1) % texts.count]
      listing[text: .standardStatus] = "Active"
      listing[number: .listPrice] = [101, 199, 200, 12_345_678_901, 999_999_999_999][number % 5]
      if number % 3 == 0 {
        listing[text: .slug] = String(repeating: "s-", count: 100) + "\(number)"
      }
      listings.append(listing)
    }
    let comparison = MapComparison(try TestWorld("hostile texts", listings))
    let tile = try #require(Tile(z: 0, x: 0, y: 0))
    for zoom in [0, 9] {
      let tiles =
        zoom == 0
        ? [tile]
        : listings.compactMap { $0.position.flatMap { Tile(z: zoom, at: MercatorPoint($0)) } }
      for tile in tiles {
        let features = try comparison.map.features(in: tile)
        let wanted = expected(features, comparison, Set(listings.indices))
        let layer = try #require(TileReader(comparison.map.vectorTile(tile)).layers.first)
        #expect(layer.features.map { PlainFeature($0) } == wanted)
        let collection = try geoJSON(comparison.map, tile, MapQuery(), .max)
        for feature in collection.features where !wanted.contains(feature) {
          Issue.record("\(feature)")
        }
        #expect(Set(collection.features.map(\.id)) == Set(wanted.map(\.id)))
      }
    }
  }

  /// The slug of every listing is the given one, or one made of address and key.
  @Test(arguments: Fixture.allCases) func slugsAreMadeOrThoseThatWereGiven(_ fixture: Fixture)
    throws
  {
    let index = try fixture.world.index
    let columns = ListingColumns(index)
    var bytes = ByteBuffer(capacity: 1)
    var differing = 0
    for row in 0..<index.rows {
      func text(_ field: Field) -> String { index.codes(field)?.text(row) ?? "" }
      let made = Slug.make(
        streetNumber: text(.streetNumber), streetName: text(.streetName), city: text(.city),
        listingKey: index.keys.string(at: row))
      bytes.removeAll()
      columns.slug(row, to: &bytes)
      let given = index.codes(.slug)?.text(row)
      if String(decoding: bytes.span.indices.map { bytes.span[$0] }, as: UTF8.self) != given ?? made
      {
        differing += 1
      }
    }
    #expect(differing == 0, "\(fixture)")
  }
}
