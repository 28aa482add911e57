import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatListings

@Suite("Real feeds", .timeLimit(.minutes(30)))
struct RealDataTests {
  /// Normalizes every object in every file of the RESO collection, whether it is a listing or not.
  @Test func everyObjectOfTheExtractsGoesThrough() throws {
    try goThrough(.extracts, files: 70, objects: 600, listings: 15)
  }

  @Test(.enabled(if: RealData.isThere("reso"), "\(RealData.hint)"))
  func everyObjectOfTheLargerCollectionGoesThrough() throws {
    try goThrough(.larger, files: 130, objects: 5_000, listings: 20)
  }

  private func goThrough(
    _ collection: RealData.Collection, files least: Int, objects: Int, listings: Int
  ) throws {
    var runner = Runner()
    var files = 0
    for path in try RealData.files(of: collection, below: "reso", ending: ".json") {
      let bytes = try RealData.bytes(path)
      var parser = JSONParser()
      guard let root = try? parser.parse(bytes.span) else { continue }
      files += 1
      runner.visit(root, path)
    }
    #expect(files > least)
    #expect(runner.objects > objects)
    #expect(runner.listings > listings)
    #expect(runner.failures.isEmpty, "\(runner.failures)")
  }

  private struct Runner: ~Copyable {
    var normalizer = ListingNormalizer()
    var again = ListingNormalizer()
    var listing = Listing()
    var second = Listing()
    var notes: [FieldNote] = []
    var objects = 0
    var listings = 0
    var failures: [String] = []

    mutating func visit(_ value: JSONValue, _ path: String) {
      var elements = value.elements
      while elements.next() { visit(elements.value, path) }
      var members = value.members
      while members.next() { visit(members.value, path) }
      guard value.kind == .object else { return }
      objects += 1
      notes.removeAll(keepingCapacity: true)
      guard (try? normalizer.normalize(value, into: &listing, notes: &notes)) != nil else { return }
      listings += 1
      var parser = JSONParser()
      notes.removeAll(keepingCapacity: true)
      guard let root = try? parser.parse(listing.document.span),
        (try? again.normalize(root, into: &second, notes: &notes)) != nil,
        second.document == listing.document, second.numbers == listing.numbers, notes.isEmpty
      else { return failures.append("\(path): \(listing.document.span.text)") }
    }
  }

  @Test func aSparkListingIsRead() throws {
    let bytes = try RealData.bytes("reso/spark-v1-ruby-fixtures/listings/with_photos.json")
    var parser = JSONParser()
    let root = try parser.parse(bytes.span)
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    let fields = root["D"]["Results"].element(0)["StandardFields"]
    try normalizer.normalize(fields, into: &listing, notes: &notes)
    #expect(notes.isEmpty)
    #expect(listing.text(.listingKey) == "20060725224713296297000000")
    #expect(listing.number(.listPrice) == 5_000_000)
    #expect(listing.number(.sqft) == 92_400)
    #expect(listing.number(.beds) == 3)
    #expect(listing.number(.baths) == 4)
    #expect(listing.number(.latitude) == 487_001_000)
    #expect(listing.number(.longitude) == -1_163_237_000)
    #expect(listing.text(.propertyType) == "A")
    let document = listing.document
    var again = JSONParser()
    let photos = try again.parse(document.span)["photos"]
    #expect(photos.count == fields["Photos"].count)
    #expect(
      photos.element(0)["uri300"].string
        == "http://photos.flexmls.com/cda/20060725225010201442000000.jpg")
    #expect(photos.element(0)["photoId"].string == "20060725225010201442000000")
  }

  @Test(.enabled(if: RealData.isThere("reso/spark-v1-java-fixtures"), "\(RealData.hint)"))
  func aListingWithMaskedFieldsIsRead() throws {
    let bytes = try RealData.bytes("reso/spark-v1-java-fixtures/spark_listing.json")
    var parser = JSONParser()
    let root = try parser.parse(bytes.span)
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    try normalizer.normalize(
      root["D"]["Results"].element(0)["StandardFields"], into: &listing, notes: &notes)
    #expect(Set(notes.map(\.reason)) == [.masked])
    #expect(
      Set(notes.compactMap(\.field)) == [
        .fullBaths, .closeDate, .listingContractDate, .onMarketDate, .originalListPrice,
        .privateRemarks, .streetDirSuffix, .listAgentDirectPhone, .listAgentEmail,
        .listOfficeName, .statusChangeTimestamp,
      ])
    // Its other name, StatusChangeTimestamp, has the moment.
    #expect(
      notes.filter { $0.field == .statusChangeTimestamp }.map(\.name) == ["StatusChangeDate"])
    #expect(listing.text(.standardStatus) == "Active")
    #expect(listing.number(.sqft) == 193_300)
    #expect(listing.number(.yearBuilt) == 1900)
    #expect(listing.number(.statusChangeTimestamp) == 1_362_603_693)
  }

  @Test func kingCountySalesGoThroughAsText() throws {
    let text = try RealData.text("king-county/sales-train.csv")
    let lines = text.split(separator: "\n")
    let names: [String: String] = [
      "id": "listingKey", "date": "closeDate", "price": "closePrice", "bedrooms": "beds",
      "bathrooms": "baths",
      "sqft_living": "sqft", "sqft_lot": "lotSizeSquareFeet", "floors": "stories",
      "yr_built": "yearBuilt",
      "zipcode": "postalCode",
    ]
    let header = lines[0].split(separator: ",").map { names[String($0)] ?? String($0) }
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    var taken = 0
    var most: Int64 = 0
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      normalizer.beginRecord()
      for (name, cell) in zip(header, cells) {
        normalizer.add(name: name.utf8Span.span, text: cell.utf8Span.span)
      }
      try normalizer.finishRecord(into: &listing, notes: &notes)
      taken += 1
      let isSame =
        listing.text(.listingKey) == cells[0]
        && listing.number(.closePrice) == Int64(cells[2]).map { $0 * 100 }
        && listing.number(.baths) == Double(cells[4]).map { Int64($0 * 4) }
        && listing.number(.latitude) == Double(cells[17]).map { Int64(($0 * 1e7).rounded()) }
      if !isSame { Issue.record("\(line): \(listing.document.span.text)") }
      most = max(most, listing.number(.beds) ?? 0)
    }
    #expect(taken == 10_843)
    #expect(notes.isEmpty, "\(notes.first.map(String.init(describing:)) ?? "")")
    #expect(most == 33)
  }

  @Test func textsThatAreNotUTF8AreNoted() throws {
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    normalizer.beginRecord()
    normalizer.add(name: "listingKey".utf8Span.span, text: "K".utf8Span.span)
    let latin1: [UInt8] = [0x53, 0x61, 0x6E, 0x20, 0x4A, 0x6F, 0x73, 0xE9]
    normalizer.add(name: "City".utf8Span.span, text: latin1.span)
    normalizer.add(name: latin1.span, text: "x".utf8Span.span)
    normalizer.add(name: "Remarks \"quoted\"".utf8Span.span, text: "a\tb".utf8Span.span)
    normalizer.add(name: "beds".utf8Span.span, text: "".utf8Span.span)
    try normalizer.finishRecord(into: &listing, notes: &notes)
    #expect(
      listing.document.span.text
        == #"{"listingKey":"K","city":"San José","Remarks \"quoted\"":"a\tb"}"#)
    #expect(notes.map(\.reason) == [.notUTF8] && notes.map(\.field) == [nil])
    // The next record starts empty.
    normalizer.beginRecord()
    #expect(throws: ListingRefusal(.noKey, value: "")) {
      try normalizer.finishRecord(into: &listing, notes: &notes)
    }
    #expect(notes.count == 1)
  }
}
