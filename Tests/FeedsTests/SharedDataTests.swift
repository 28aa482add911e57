import Feeds
import Listings
import Testing

@Suite(.timeLimit(.minutes(10))) struct SharedDataTests {
  /// Listings in each of the RESO and Spark responses that holds any.
  private static let listings: [String: Int] = [
    "odata-reso-spec-examples/data-dictionary-11.json": 1, "odata-reso-spec-examples/update-fails.json": 1,
    "odata-reso-spec-examples/update-succeeds.json": 1, "odata-utah-docs-examples/getting-photos-1.json": 1,
    "odata-utah-docs-examples/query-options-1.json": 3, "odata-utah-docs-examples/query-options-13.json": 1,
    "spark-v1-java-fixtures/listing.json": 1, "spark-v1-java-fixtures/listing_with_documents.json": 1,
    "spark-v1-java-fixtures/listing_with_openhouses.json": 1, "spark-v1-java-fixtures/listing_with_photos.json": 1,
    "spark-v1-java-fixtures/listing_with_supplement.json": 1, "spark-v1-java-fixtures/listing_with_videos.json": 1,
    "spark-v1-java-fixtures/listing_with_vtour.json": 1, "spark-v1-java-fixtures/spark_listing.json": 1,
    "spark-v1-ruby-fixtures/listings/multiple.json": 2, "spark-v1-ruby-fixtures/listings/no_subresources.json": 1,
    "spark-v1-ruby-fixtures/listings/tour_of_homes_search.json": 2,
    "spark-v1-ruby-fixtures/listings/with_documents.json": 1,
    "spark-v1-ruby-fixtures/listings/with_permissions.json": 1,
    "spark-v1-ruby-fixtures/listings/with_photos.json": 1,
    "spark-v1-ruby-fixtures/listings/with_rental_calendar.json": 1,
    "spark-v1-ruby-fixtures/listings/with_supplement.json": 1,
    "spark-v1-ruby-fixtures/listings/with_videos.json": 1, "spark-v1-ruby-fixtures/listings/with_vtour.json": 1,
  ]

  /// Files of it that are not valid JSON.
  private static let broken = [
    "odata-reso-spec-examples/reso-common-format-1.json", "odata-utah-docs-examples/odata-endpoints-5.json",
    "odata-utah-docs-examples/query-options-11.json", "odata-utah-docs-examples/replication-0.json",
    "spark-v1-docs-examples/listings_1.get.json", "spark-v1-docs-examples/listings_1_tickets.post.json",
  ]

  @Test func everyResponseOfRESOAndSparkIsReadOrRefused() throws {
    var (files, read, taken) = (0, 0, 0)
    for path in try sharedFiles(below: "reso", ending: ".json") {
      let name = String(path.dropFirst(5))
      let bytes = try sharedData(path)
      let found = load(bytes)
      #expect(found.documents.count == Self.listings[name] ?? 0, "\(name)")
      if Self.broken.contains(name) { #expect(found.reasons.contains { !$0.hasPrefix("field") }, "\(name)") }
      if bytes.count < 20_000 {
        #expect(load(gzip(bytes), Cut(piece: 7, window: 64)) == found, "\(name)")
        #expect(load(bytes, Cut(piece: 13, window: 32)) == found, "\(name)")
      }
      files += 1
      read += found.read
      taken += found.documents.count
    }
    #expect(files == 138)
    #expect(read == 337)
    #expect(taken == 28)
  }

  @Test func allResponsesInOneStreamGiveTheSameListings() throws {
    var stream: [UInt8] = []
    for path in try sharedFiles(below: "reso", ending: ".json") { stream += try sharedData(path) + [0x0A] }
    let found = load(stream)
    #expect(found.documents.count == 28)
    #expect(found.error == nil)
  }

  @Test func theODataMetadataIsXML() throws {
    #expect(load(try sharedData("reso/odata-metadata/utahrealestate-metadata.xml")).reasons == ["file markup"])
  }

  @Test func kingCountySalesAreRead() throws {
    var options = FeedOptions()
    try options.map(
      "id=listingKey,date=closeDate,price=closePrice,bedrooms=beds,bathrooms=baths,sqft_living=sqft,"
        + "sqft_lot=lotSizeSquareFeet,floors=stories,yr_built=yearBuilt,zipcode=postalCode,lat=latitude,long=longitude")
    try options.setDefault("standardStatus=Closed")
    let bytes = try sharedData("king-county/sales-train.csv")
    let found = load(bytes, Cut(piece: 5000, window: 4096), options, capacity: 512)
    #expect(found.read == 10_843)
    #expect(found.documents.count == 10_843)
    #expect(found.refusals.isEmpty)
    #expect(Set(found.keys).count == 10_843 - 97)
    let first =
      #"{"listingKey":"6414100192","standardStatus":"Closed","closePrice":538000,"beds":3,"baths":2.25,"#
      + #""sqft":2570,"yearBuilt":1951,"stories":2,"lotSizeAcres":0.1663,"lotSizeSquareFeet":7242,"#
      + #""postalCode":"98125","latitude":47.721,"longitude":-122.319,"closeDate":"2014-12-09","waterfront":"0","#
      + #""view":"0","condition":"3","grade":"7","sqft_above":"2170","sqft_basement":"400","yr_renovated":"1991","#
      + #""sqft_living15":"1690","sqft_lot15":"7639"}"#
    #expect(found.documents.first == first)
    let head = Array(bytes[..<50_000])
    #expect(load(gzip(head), Cut(piece: 64, window: 64), options) == load(head, Cut(), options))
    #expect(load(bytes).reasons == ["file noKeyColumn"])
  }

  @Test func addressesAreRead() throws {
    /// A column for the key, further mappings, rows, and rows without a key.
    let files: [(name: String, mapping: String, rows: Int, refused: Int)] = [
      ("carson-ca.csv", "ADDRESS=listingKey,LAT=latitude,LON=longitude", 99, 0),
      ("openaddresses-alameda-city.csv", "ID=listingKey,POSTCODE=postalCode", 5306, 5),
      ("openaddresses-santa-clara-county.csv", "HASH=listingKey,NUMBER=streetNumber,STREET=streetName", 4913, 1),
      ("rrad-us-addresses.csv", "address1=listingKey", 3220, 0),
      ("san-francisco-eas-excerpt.csv", "BLOCK_LOT=listingKey", 7284, 58),
      ("seattle-buildings-2016.csv", "OSEBuildingID=listingKey", 3374, 0),
    ]
    for file in files {
      var options = FeedOptions()
      try options.map(file.mapping)
      let bytes = try sharedData("addresses/\(file.name)")
      #expect(load(bytes).reasons == ["file noKeyColumn"], "\(file.name)")
      let found = load(bytes, Cut(piece: 5000, window: 4096), options, capacity: 512)
      #expect(found.read == file.rows, "\(file.name)")
      #expect(found.documents.count == file.rows - file.refused, "\(file.name)")
      let head = Array(bytes[..<5_000])
      #expect(load(gzip(head), Cut(piece: 3, window: 32), options) == load(head, Cut(), options), "\(file.name)")
    }
  }

  @Test func geoJSONThatIsNoListingIsRefused() throws {
    for path in try sharedFiles(below: "boundaries/geojson-conformance", ending: ".geojson") {
      let bytes = try sharedData(path)
      if bytes.count > 10_000 { continue }
      let found = load(bytes)
      #expect(found.error == nil, "\(path)")
      #expect(load(bytes, Cut(piece: 5, window: 16)) == found, "\(path)")
    }
  }
}
