import PlatFeeds
import PlatListings
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct RealDataTests {
  /// The number of listings in each RESO or Spark response that contains any.
  private static let listings: [String: Int] = [
    "odata-reso-spec-examples/data-dictionary-11.json": 1,
    "odata-reso-spec-examples/update-fails.json": 1,
    "odata-reso-spec-examples/update-succeeds.json": 1,
    "odata-utah-docs-examples/getting-photos-1.json": 1,
    "odata-utah-docs-examples/query-options-1.json": 3,
    "odata-utah-docs-examples/query-options-13.json": 1,
    "spark-v1-java-fixtures/listing.json": 1,
    "spark-v1-java-fixtures/listing_with_documents.json": 1,
    "spark-v1-java-fixtures/listing_with_openhouses.json": 1,
    "spark-v1-java-fixtures/listing_with_photos.json": 1,
    "spark-v1-java-fixtures/listing_with_supplement.json": 1,
    "spark-v1-java-fixtures/listing_with_videos.json": 1,
    "spark-v1-java-fixtures/listing_with_vtour.json": 1,
    "spark-v1-java-fixtures/spark_listing.json": 1,
    "spark-v1-ruby-fixtures/listings/multiple.json": 2,
    "spark-v1-ruby-fixtures/listings/no_subresources.json": 1,
    "spark-v1-ruby-fixtures/listings/tour_of_homes_search.json": 2,
    "spark-v1-ruby-fixtures/listings/with_documents.json": 1,
    "spark-v1-ruby-fixtures/listings/with_permissions.json": 1,
    "spark-v1-ruby-fixtures/listings/with_photos.json": 1,
    "spark-v1-ruby-fixtures/listings/with_rental_calendar.json": 1,
    "spark-v1-ruby-fixtures/listings/with_supplement.json": 1,
    "spark-v1-ruby-fixtures/listings/with_videos.json": 1,
    "spark-v1-ruby-fixtures/listings/with_vtour.json": 1,
  ]

  /// Files of the collection that are not valid JSON.
  private static let broken = [
    "odata-reso-spec-examples/reso-common-format-1.json",
    "odata-utah-docs-examples/odata-endpoints-5.json",
    "odata-utah-docs-examples/query-options-11.json", "odata-utah-docs-examples/replication-0.json",
    "spark-v1-docs-examples/listings_1.get.json",
    "spark-v1-docs-examples/listings_1_tickets.post.json",
  ]

  @Test func everyResponseOfTheExtractsIsReadOrRefused() throws {
    try expectResponses(.extracts, files: 75, read: 118, taken: 17)
  }

  @Test(.enabled(if: RealData.isThere("reso"), "\(RealData.hint)"))
  func everyResponseOfRESOAndSparkIsReadOrRefused() throws {
    try expectResponses(.larger, files: 138, read: 337, taken: 28)
  }

  /// Reads every file alone, and all of them as one stream.
  private func expectResponses(
    _ collection: RealData.Collection, files fileCount: Int, read readCount: Int,
    taken takenCount: Int
  ) throws {
    var (files, read, taken) = (0, 0, 0)
    var stream: [UInt8] = []
    for path in try RealData.files(of: collection, below: "reso", ending: ".json") {
      let name = String(path.dropFirst(5))
      let bytes = try RealData.bytes(path)
      stream += bytes + [0x0A]
      let found = load(bytes)
      #expect(found.documents.count == Self.listings[name] ?? 0, "\(name)")
      if Self.broken.contains(name) {
        #expect(found.reasons.contains { !$0.hasPrefix("field") }, "\(name)")
      }
      if bytes.count < 20_000 {
        #expect(load(gzip(bytes), Cut(piece: 7, window: 64)) == found, "\(name)")
        #expect(load(bytes, Cut(piece: 13, window: 32)) == found, "\(name)")
      }
      files += 1
      read += found.read
      taken += found.documents.count
    }
    #expect(files == fileCount)
    #expect(read == readCount)
    #expect(taken == takenCount)
    let found = load(stream)
    #expect(found.documents.count == takenCount)
    #expect(found.error == nil)
  }

  @Test(.enabled(if: RealData.isThere("reso/odata-metadata"), "\(RealData.hint)"))
  func theODataMetadataIsXML() throws {
    #expect(
      load(try RealData.bytes("reso/odata-metadata/utahrealestate-metadata.xml")).reasons == [
        "file markup"
      ])
  }

  @Test func kingCountySalesAreRead() throws {
    var options = FeedOptions()
    try options.map(
      """
      id=listingKey,date=closeDate,price=closePrice,bedrooms=beds,bathrooms=baths,\
      sqft_living=sqft,sqft_lot=lotSizeSquareFeet,floors=stories,yr_built=yearBuilt,\
      zipcode=postalCode,lat=latitude,long=longitude
      """
    )
    try options.setDefault("standardStatus=Closed")
    let bytes = try RealData.bytes("king-county/sales-train.csv")
    let found = load(bytes, Cut(piece: 5000, window: 4096), options, capacity: 512)
    #expect(found.read == 10_843)
    #expect(found.documents.count == 10_843)
    #expect(found.refusals.isEmpty)
    #expect(Set(found.keys).count == 10_843 - 97)
    let first =
      #"""
      {"listingKey":"6414100192","standardStatus":"Closed","closePrice":538000,"beds":3,\#
      "baths":2.25,"sqft":2570,"yearBuilt":1951,"stories":2,"lotSizeAcres":0.1663,\#
      "lotSizeSquareFeet":7242,"postalCode":"98125","latitude":47.721,"longitude":-122.319,\#
      "closeDate":"2014-12-09","waterfront":"0","view":"0","condition":"3","grade":"7",\#
      "sqft_above":"2170","sqft_basement":"400","yr_renovated":"1991",\#
      "sqft_living15":"1690","sqft_lot15":"7639"}
      """#
    #expect(found.documents.first == first)
    let head = Array(bytes[..<50_000])
    #expect(load(gzip(head), Cut(piece: 64, window: 64), options) == load(head, Cut(), options))
    #expect(load(bytes).reasons == ["file noKeyColumn"])
  }

  /// The key column, further mappings, the number of rows, and of rows without a key.
  typealias AddressFile = (name: String, mapping: String, rows: Int, refused: Int)

  static let addressExtracts: [AddressFile] = [
    ("carson-ca.csv", "ADDRESS=listingKey,LAT=latitude,LON=longitude", 99, 0),
    ("rrad-us-addresses.csv", "address1=listingKey", 3220, 0),
  ]

  static let largerAddressFiles: [AddressFile] = [
    ("openaddresses-alameda-city.csv", "ID=listingKey,POSTCODE=postalCode", 5306, 5),
    (
      "openaddresses-santa-clara-county.csv",
      "HASH=listingKey,NUMBER=streetNumber,STREET=streetName", 4913, 1
    ),
    ("san-francisco-eas-excerpt.csv", "BLOCK_LOT=listingKey", 7284, 58),
    ("seattle-buildings-2016.csv", "OSEBuildingID=listingKey", 3374, 0),
  ]

  @Test(arguments: addressExtracts)
  func addressesAreRead(name: String, mapping: String, rows: Int, refused: Int) throws {
    try expectAddresses(name, mapping, rows: rows, refused: refused)
  }

  @Test(
    .enabled(if: RealData.isThere("addresses"), "\(RealData.hint)"), arguments: largerAddressFiles)
  func addressesOfLargerFilesAreRead(name: String, mapping: String, rows: Int, refused: Int) throws
  {
    try expectAddresses(name, mapping, rows: rows, refused: refused)
  }

  private func expectAddresses(_ name: String, _ mapping: String, rows: Int, refused: Int) throws {
    var options = FeedOptions()
    try options.map(mapping)
    let bytes = try RealData.bytes("addresses/\(name)")
    #expect(load(bytes).reasons == ["file noKeyColumn"])
    let found = load(bytes, Cut(piece: 5000, window: 4096), options, capacity: 512)
    #expect(found.read == rows)
    #expect(found.documents.count == rows - refused)
    let head = Array(bytes[..<5_000])
    #expect(load(gzip(head), Cut(piece: 3, window: 32), options) == load(head, Cut(), options))
  }

  @Test func geoJSONThatIsNoListingIsRefused() throws {
    for path in try RealData.files(
      of: .extracts, below: "boundaries/geojson-conformance", ending: ".geojson")
    {
      let bytes = try RealData.bytes(path)
      if bytes.count > 10_000 { continue }
      let found = load(bytes)
      #expect(found.error == nil, "\(path)")
      #expect(load(bytes, Cut(piece: 5, window: 16)) == found, "\(path)")
    }
  }

  @Test(.enabled(if: RealData.isThere(""), "\(RealData.hint)"))
  func extractsAreTheLargerFiles() throws {
    let extracts = try RealData.files(of: .extracts, below: "").filter {
      !$0.hasSuffix("README.md")
    }
    #expect(extracts.count == 303)
    for path in extracts {
      let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
      #expect(
        try RealData.bytes(path) == RealData.largerBytes(name), "\(name): run scripts/extract-data")
    }
  }
}
