import Foundation
import PlatListings
import Testing

@testable import PlatFeeds

/// Feeds as people have them: wrappers, encodings, spreadsheets, portals.
@Suite("Feeds as people have them", .timeLimit(.minutes(30))) struct FeedCaseTests {
  private func summary(
    _ text: String, _ change: (inout FeedOptions) throws -> Void = { _ in }
  ) throws -> (summary: FeedSummary, documents: [String]) {
    try summary(of: [.bytes(Array(text.utf8), name: "input")], change)
  }

  private func summary(
    of inputs: [FeedInput], _ change: (inout FeedOptions) throws -> Void = { _ in }
  ) throws -> (summary: FeedSummary, documents: [String]) {
    var options = FeedOptions()
    try change(&options)
    var reader = try FeedReader(inputs, options: options)
    var batch = ListingBatch(capacity: 5)
    var documents: [String] = []
    while try reader.next(into: &batch) {
      for place in 0..<batch.count {
        documents.append(String(decoding: batch.listings[place].document, as: UTF8.self))
      }
    }
    return (reader.summary, documents)
  }

  static let a = #"{"ListingKey":"a","City":"Indio"}"#
  static let b = #"{"ListingKey":"b","City":"Mecca"}"#

  @Test(arguments: [
    #"{"success":true,"status":200,"bundle":[A,B],"total":2}"#, #"{"data":[A,B]}"#,
    #"{"results":[A,B]}"#, #"{"listings":[A,B],"total":2}"#, #"{"d":{"results":[A,B]}}"#,
    #"{"d":[A,B]}"#, #"{"D":{"Success":true,"results":[A,B]}}"#, #"{"data":{"listings":[A,B]}}"#,
    #"{"Data":{"Results":[A,B]},"errors":null}"#, #"{"response":{"data":{"listings":[A,B]}}}"#,
    #"{"success":true,"data":A}"# + "\n" + #"{"success":true,"data":B}"#, #"{"items":[A,B]}"#,
    #"{"status":"ok","count":2,"properties":[A,B]}"#, #"{"value":[A,B]}"#,
    #"[{"data":[A]},{"data":[B]}]"#,
    #"{"LISTINGS":[A,B]}"#, "{\n \"data\": [\n  A,\n  B\n ]\n}",
    #"{"empty":[],"data":[],"results":[A,B]}"#,
  ]) func wrappersAreOpened(form: String) {
    let text = form.replacing("A", with: "\u{1}").replacing("B", with: "\u{2}")
    let whole = text.replacing("\u{1}", with: form.contains("DATA") ? "A" : Self.a)
      .replacing("\u{2}", with: Self.b)
    for cut in Cut.all {
      let found = load(whole, cut)
      #expect(found.keys == ["a", "b"], "\(form) \(cut): \(found)")
      #expect(found.refusals.isEmpty, "\(form) \(cut): \(found.refusals)")
    }
  }

  @Test(arguments: [
    #"{"ListingKey":"a","data":[{"x":1}],"results":{"y":2}}"#,
    #"{"City":"Indio","data":[{"x":1}],"ListingKey":"a"}"#,
    "{\n\"ListingKey\":\"a\",\n\"listings\":[{\"ListingKey\":\"z\"}]\n}",
    "{\n\"City\":\"Indio\",\n\"items\":[{\"ListingKey\":\"z\"}],\n\"ListingKey\":\"a\"\n}",
    "{\n\"tags\":[\"x\"],\n\"data\":[1,2],\n\"ListingKey\":\"a\"\n}",
  ]) func listingsWithMembersOfSuchNamesStayListings(text: String) {
    for cut in Cut.all { #expect(load(text, cut).keys == ["a"], "\(text) \(cut)") }
  }

  @Test(arguments: [
    #"{"ListingKey":"a","PublicRemarks":"Great view \ud83d","ListPrice":5}"#,
    #"{"ListingKey":"a","PublicRemarks":"\udc00 Great","ListPrice":5}"#,
    #"{"ListingKey":"a","ParcelNumber":123456789012345678901234,"ListPrice":5}"#,
    #"{"ListingKey":"a","x":1e999,"ListPrice":5}"#, #"{"ListingKey":"a","x":-1e999,"ListPrice":5}"#,
    #"{"ListingKey":"a","x":"\q","ListPrice":5}"#,
    "{\"ListingKey\":\"a\",\"x\":\"tab\there\",\"ListPrice\":5}",
    "{\"ListingKey\":\"a\",\"x\":\"\u{1}\",\"ListPrice\":5}",
    #"{"ListingKey":"a","x":"\ud83d","y":99999999999999999999,"ListPrice":5}"#,
    #"{"ListingKey":"a","x":99999999999999999999,"y":"\ud83d\ud83d","ListPrice":5}"#,
  ]) func oneBadValueCostsThatValue(line: String) throws {
    for text in [line, "[\(line)]", "{\"value\":[\(line),\(line)]}"] {
      let found = load(text + "\n" + Self.b)
      #expect(found.keys.first == "a" && found.keys.last == "b", "\(text): \(found)")
      #expect(found.documents.first?.contains("\"listPrice\":5") == true, "\(text)")
      #expect(found.refusals.isEmpty, "\(text): \(found.refusals)")
    }
  }

  @Test func badValuesAreCountedAndKeepTheirText() throws {
    let found = try summary(
      #"{"ListingKey":"a","x":"\ud83d","n":123456789012345678901234,"p":"\ud83c\udfe0"}"#)
    #expect(
      found.documents == [
        #"{"listingKey":"a","x":"�","n":"123456789012345678901234","p":"🏠"}"#
      ])
    #expect(found.summary.mendedTexts == 1)
  }

  @Test func latinBytesAreReadAndTold() throws {
    let csv =
      Array("ListingKey,City,x\na,La Ca".utf8) + [0xF1] + Array("ada,\"it".utf8) + [0x92]
      + Array("s\"\nb,Indio,é\n".utf8)
    let table = try summary(of: [.bytes(csv, name: "csv")])
    #expect(
      table.documents == [
        #"{"listingKey":"a","city":"La Cañada","x":"it’s"}"#,
        #"{"listingKey":"b","city":"Indio","x":"é"}"#,
      ])
    #expect(table.summary.decodedTexts == 2)
    let json = Array(#"{"ListingKey":"a","City":"La Ca"#.utf8) + [0xF1] + Array("ada\"}\n".utf8)
    let lines = try summary(of: [.bytes(json, name: "json")])
    #expect(lines.documents == [#"{"listingKey":"a","city":"La Cañada"}"#])
    #expect(lines.summary.decodedTexts == 1)
    // Text with two bytes a character is not Windows-1252.
    let big5 = Array("ListingKey,City\na,".utf8) + [0xA4, 0xA4, 0xA4, 0xE5] + Array("\n".utf8)
    let other = try summary(of: [.bytes(big5, name: "big5")])
    #expect(other.documents == [#"{"listingKey":"a"}"#])
    #expect(other.summary.dropped.values.reduce(0, +) == 1)
  }

  @Test(
    arguments: [
      ("windows-1252", [0x43, 0x61, 0xF1, 0x6F, 0x6E, 0x80]),
      ("latin1", [0x43, 0x61, 0xF1, 0x6F, 0x6E, 0x80]),
      ("ISO-8859-15", [0x43, 0x61, 0xF1, 0x6F, 0x6E, 0xA4]),
    ] as [(String, [UInt8])])
  func anEncodingIsTakenAsTold(name: String, city: [UInt8]) throws {
    let bytes = Array("ListingKey,City\na,".utf8) + city + [0x0A]
    for text in [bytes, gzip(bytes)] {
      let found = try summary(of: [.bytes(text, name: "x")]) { try $0.setEncoding(name) }
      #expect(found.documents == [#"{"listingKey":"a","city":"Cañon€"}"#], "\(name)")
    }
  }

  @Test func utf16IsReadWhenTold() throws {
    let units = Array("ListingKey,City\na,Cañon 🏠\n".utf16)
    let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for (name, bytes) in [
      ("utf-16", [0xFF, 0xFE] + little), ("utf-16", [0xFE, 0xFF] + big), ("utf-16le", little),
      ("utf-16be", big),
    ] as [(String, [UInt8])] {
      for cut in Cut.all {
        var options = FeedOptions()
        try options.setEncoding(name)
        #expect(
          load(bytes, cut, options).documents == [#"{"listingKey":"a","city":"Cañon 🏠"}"#],
          "\(name)")
      }
    }
    var options = FeedOptions()
    #expect(throws: FeedError.self) { try options.setEncoding("klingon") }
  }

  @Test(arguments: [
    ("1/2/24,1/31/24", "2024-01-02,2024-01-31"), ("2/1/24,31/1/24", "2024-01-02,2024-01-31"),
    ("1/2/24,2/3/24", ""), ("1/31/24,31/1/24", ""), ("45293,45322", "2024-01-02,2024-01-31"),
    ("1704153600,1706659200", "2024-01-02,2024-01-31"), ("1704153600000,", "2024-01-02"),
    ("2024-01-02,1/31/24", "2024-01-02,2024-01-31"),
    ("2-Jan-24,January-31-2024", "2024-01-02,2024-01-31"),
    ("20240102,20240131", "2024-01-02,2024-01-31"),
    (
      "1/3/2017 11:03:56 AM,1/13/2017 1:00:00 PM",
      "2017-01-03T11:03:56Z,2017-01-13T13:00:00Z"
    ),
  ]) func datesAreGuessedByTheWholeColumn(given: String, expected: String) throws {
    let values = given.split(separator: ",", omittingEmptySubsequences: false)
    let csv = "ListingKey,SOLD DATE\n" + values.enumerated().map { "k\($0),\($1)\n" }.joined()
    let json = values.enumerated().filter { !$1.isEmpty }.map { place, value in
      let text = value.allSatisfy(\.isNumber) ? "\(value)" : "\"\(value)\""
      return #"{"ListingKey":"k\#(place)","CloseDate":\#(text)}"#
    }.joined(separator: "\n")
    for text in [csv, json] {
      let found = try summary(text)
      let dates = found.documents.compactMap { document in
        document.split(separator: "\"closeDate\":\"").dropFirst().first?.prefix { $0 != "\"" }
      }.joined(separator: ",")
      // Eight digits in CSV are already ISO 8601.
      #expect(dates == expected, "\(text)")
      if expected.isEmpty {
        #expect(found.summary.dates.count == 1 && found.summary.dates[0].form == nil, "\(text)")
        #expect("\(found.summary.dates[0])".contains("--dates"), "\(found.summary.dates[0])")
      }
    }
  }

  @Test func theEvidenceMayComeLate() throws {
    // The deciding value is far behind the first bytes.
    let early = (0..<9000).map { "k\($0),1/2/2024,\(String(repeating: "x", count: 20))\n" }.joined()
    let text = "ListingKey,CloseDate,x\n" + early + "z,1/31/2024,y\n"
    #expect(text.utf8.count > 2 * FeedSurvey.headLength)
    let found = try summary(text)
    #expect(found.documents.first?.contains("\"2024-01-02\"") == true)
    #expect(found.summary.dates.first?.values == 9001)
    // A pipe cannot be read twice, so only its first bytes decide.
    let bytes = Array(text.utf8)
    let piped = try summary(of: [
      .source(name: "pipe") { () throws(FeedError) in MemorySource(bytes) }
    ])
    #expect(piped.documents.count == 9001 && !piped.documents[0].contains("2024-01-02"))
    #expect(piped.summary.dates.first?.isPartial == true)
  }

  @Test(
    arguments: [
      ("us", "1/2/2024", "2024-01-02"), ("eu", "1/2/2024", "2024-02-01"), ("iso", "1/31/2024", nil),
      ("iso", "2-Jan-24", nil), ("dd.MM.yyyy", "01.02.2024", "2024-02-01"),
      ("excel", "45293", "2024-01-02"),
      ("us", "31/1/2024", nil), ("us", "2024-01-02", "2024-01-02"),
    ] as [(String, String, String?)])
  func anOptionSaysTheForm(form: String, given: String, expected: String?) throws {
    let found = try summary("ListingKey,CloseDate\na,\(given)\n") { try $0.setDates(form) }
    let date = expected.map { ",\"closeDate\":\"\($0)\"" } ?? ""
    #expect(found.documents == ["{\"listingKey\":\"a\"\(date)}"])
    #expect(throws: FeedError.self) { try self.summary("") { try $0.setDates("tomorrow") } }
  }

  @Test func metricAreasAreConverted() throws {
    let found = try summary(
      "ListingKey,SqFt,LotSizeSquareFeet,LivingArea,LivingAreaUnits\na,100,1000,,\nb,100 sqft,,,\n"
        + "c,,,100,Square Feet\nd,,,100,Square Meters\n"
    ) { try $0.setUnits("metric") }
    let areas = found.documents.map { document in
      document.split(separator: "\"sqft\":").dropFirst().first?.prefix { $0 != "," && $0 != "}" }
        ?? ""
    }
    #expect(areas == ["1076.39", "100", "100", "1076.39"])
    #expect(found.documents[0].contains("\"lotSizeSquareFeet\":10763.9"))
    #expect(throws: FeedError.self) { try self.summary("") { try $0.setUnits("cubits") } }
  }

  @Test func headersNameUnits() throws {
    let found = try summary(
      "ListingKey,Living Area (m2),Lot Size (acres),List Price (USD)\na,100,0.25,\"500,000\"\n")
    #expect(found.documents[0].contains("\"sqft\":1076.39"))
    #expect(found.documents[0].contains("\"lotSizeSquareFeet\":10890"))
    #expect(found.documents[0].contains("\"listPrice\":500000"))
  }

  @Test func wordsAreMappedByTheOperator() throws {
    let text = "ListingKey,Status,PropertyType,Beds\na,ZZ top,7,loft\nb,Active,A,2\n"
    let found = try summary(text) { options in
      try options.mapValue("standardStatus:zz-top=Hold")
      try options.mapValue("propertyType:7=Farm")
      try options.mapValue("beds:loft=1")
    }
    #expect(found.documents[0].contains(#""standardStatus":"Hold","propertyType":"Farm","beds":1"#))
    let plain = try summary(text)
    #expect(plain.summary.dropped.contains { $0.key.reason == .value(.unknownWord) })
    for text in [
      "standardStatus:x=Sold", "price:x=1", "x", "standardStatus:=Closed", "listPrise:x=1",
    ] {
      #expect(throws: FeedError.self, "\(text)") {
        try self.summary("") { try $0.mapValue(text) }
      }
    }
  }

  @Test func emptySurplusCellsAreNothing() throws {
    for text in [
      "ListingKey,ListPrice,City\na,5,Indio,\nb,6,Mecca,,\n",
      "ListingKey,ListPrice,City,\na,5,Indio\nb,6,Mecca\n",
      "ListingKey,ListPrice,City,,\na,5,Indio,,\nb,6,Mecca\n",
    ] {
      for cut in Cut.all {
        let found = load(text, cut)
        #expect(found.keys == ["a", "b"], "\(text)")
        #expect(found.refusals.isEmpty, "\(text) \(found.refusals)")
      }
    }
    #expect(load("ListingKey,City\na,Indio,x\n").reasons.contains("record raggedRow"))
    #expect(load("ListingKey,City\na\n").reasons.contains("record raggedRow"))
  }

  @Test func repeatedHeadersAreSkipped() throws {
    let page = "\u{FEFF}ListingKey,City,\"List Price\"\n"
    let text =
      page + "a,Indio,5\n" + page + "b,Mecca,6\n" + "ListingKey,City,\"List Price\"\nc,x,7\n"
    let found = try summary(text)
    #expect(found.summary.repeatedHeaders == 2 && found.summary.taken == 3)
    // A row that nearly equals the header is a row.
    #expect(load("ListingKey,City\nListingKey,Indio\n").keys == ["ListingKey"])
  }

  @Test func aNumericKeyIsAKeyInTablesToo() throws {
    #expect(load("ListingKeyNumeric,City\n7,Indio\n").keys == ["7"])
    #expect(
      load("listingkey,listprice,bedroomstotal\na,5,3\n").documents == [
        #"{"listingKey":"a","listPrice":5,"beds":3}"#
      ])
    let refusal = try #require(load("MLS#,City\n7,Indio\n").refusals.first)
    #expect(refusal.expected.contains("--map 'MLS#'=listingKey"))
  }

  @Test(
    arguments: [
      (#"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,2],[0,2],[0,0]]]}"#, 2.0, 1.0),
      // A ring in the shape of a U: its centroid is outside.
      (
        #"{"type":"Polygon","coordinates":[[[0,0],[6,0],[6,6],[5,6],"#
          + #"[5,1],[1,1],[1,6],[0,6],[0,0]]]}"#,
        nil, nil
      ),
      (
        #"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],"#
          + #"[[1,1],[3,1],[3,3],[1,3],[1,1]]]}"#,
        nil, nil
      ),
      (
        #"{"type":"MultiPolygon","coordinates":[[[[9,9],[9.1,9],[9.1,9.1],[9,9.1],[9,9]]],"#
          + #"[[[0,0],[4,0],[4,2],[0,2],[0,0]]]]}"#,
        2.0, 1.0
      ),
    ] as [(String, Double?, Double?)])
  func parcelsHaveAPointInside(geometry: String, x: Double?, y: Double?) throws {
    let feature = #"{"type":"Feature","id":"a","geometry":\#(geometry),"properties":{}}"#
    let document = try #require(load(feature).documents.first)
    let numbers = document.split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
    let (latitude, longitude) = (try #require(numbers.first), try #require(numbers.last))
    if let x, let y {
      #expect(abs(longitude - x) < 1e-6 && abs(latitude - y) < 1e-6, "\(document)")
    } else if geometry.contains("[6,6]") {
      #expect(longitude < 1 || longitude > 5 || latitude < 1, "\(document)")
    } else {
      #expect(longitude < 1 || longitude > 3 || latitude < 1 || latitude > 3, "\(document)")
    }
  }

  @Test(arguments: [
    #"{"type":"Polygon","coordinates":[]}"#,
    #"{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}"#,
    #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[2,0],[0,0]]]}"#,
    #"{"type":"Polygon","coordinates":"x"}"#,
    #"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#,
    #"{"type":"Polygon","coordinates":[[["a"]]]}"#,
  ]) func whatHasNoInsideHasNoPosition(geometry: String) {
    let found = load(#"{"type":"Feature","id":"a","geometry":\#(geometry),"properties":{}}"#)
    #expect(found.keys == ["a"] && found.reasons == ["field notAPoint"], "\(geometry) \(found)")
  }

  @Test func theSummarySaysWhatWasNotUnderstood() throws {
    let found = try summary(
      "ListingKey,Lattitude,Longtitude,$/SQUARE FEET,Favorite\n"
        + "a,33.8,-116.5,400,\nb,33.9,-116.6,,Y\n"
    )
    let names = found.summary.unknownNames.map { "\($0.name) \($0.count) \($0.nearest?.key ?? "")" }
    #expect(
      names == [
        "Lattitude 2 latitude", "Longtitude 2 longitude", "$/SQUARE FEET 1 ", "Favorite 1 ",
      ])
    let warnings = found.summary.warnings
    #expect(warnings.count == 3 && warnings[0].contains("status") && warnings[1].contains("price"))
    #expect(warnings[2].contains("position"))
    let whole = try summary(#"{"ListingKey":"a","Status":"Active","ListPrice":5,"lat":1,"lng":2}"#)
    #expect(whole.summary.warnings.isEmpty && whole.summary.unknownNames.isEmpty)
    #expect(try summary("ListingKey\n").summary.warnings.isEmpty)
  }

  @Test func exchangedAndUnsignedPositionsAreHintedAt() throws {
    let found = try summary(
      """
      ListingKey,State,Latitude,Longitude
      a,CA,-116.5,33.8
      b,CA,33.8,116.5
      c,NY,-73.9,40.7
      d,CA,33.8,-116.5
      e,,33.8,116.5
      f,HI,21.3,-157.8

      """)
    #expect(found.summary.observations.exchangedPositions == 2)
    #expect(found.summary.observations.unsignedLongitudes == 1)
    #expect(found.summary.warnings.count { $0.contains("minus") || $0.contains("exchanged") } == 2)
  }

  @Test func directoriesAndPatternsAreFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plat-files-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "sub"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["page2.json", "page1.json", ".hidden", "notes[1].csv"] {
      try Data().write(to: folder.appending(path: name))
    }
    func names(_ path: String) throws -> [String] {
      try FeedInput.files(at: path).map { String($0.name.split(separator: "/").last ?? "") }
    }
    let path = folder.path()
    #expect(try names(path) == ["notes[1].csv", "page1.json", "page2.json"])
    #expect(try names(path + "/page*.json") == ["page1.json", "page2.json"])
    #expect(try names(path + "/notes[1].csv") == ["notes[1].csv"])
    #expect(try names(path + "/none.csv") == ["none.csv"])
    #expect(try names("-") == ["-"])
    #expect(throws: FeedError.self) { try FeedInput.files(at: path + "/zz*") }
    #expect(throws: FeedError.self) { try FeedInput.files(at: path + "/sub") }
  }

  /// The header of Redfin's own download, and rows in its format.
  @Test func redfinsDownloadIsRead() throws {
    let header =
      "SALE TYPE,SOLD DATE,PROPERTY TYPE,ADDRESS,CITY,STATE OR PROVINCE,ZIP OR POSTAL CODE,"
      + "PRICE,BEDS,BATHS,"
      + "LOCATION,SQUARE FEET,LOT SIZE,YEAR BUILT,DAYS ON MARKET,$/SQUARE FEET,HOA/MONTH,STATUS,"
      + "NEXT OPEN HOUSE START TIME,NEXT OPEN HOUSE END TIME,"
      + "URL (SEE https://x FOR INFO ON PRICING),"
      + "SOURCE,MLS#,FAVORITE,INTERESTED,LATITUDE,LONGITUDE\n"
    let rows =
      "MLS Listing,,Single Family Residential,123 E Main St,Indio,CA,92201,"
      + "450000,3,2.5,Downtown,1660,"
      + "7000,1998,12,271,150,Active,,,https://x/1,CRMLS,PW1,N,Y,33.7,-116.2\n"
      + "PAST SALE,January-2-2024,Condo/Co-op,5 Elm Ave #7,Indio,CA,"
      + "92201-1234,300000,2,2,Downtown,900,"
      + ",1980,,333,400,Sold,,,https://x/2,CRMLS,PW2,N,Y,33.71,-116.21\n"
    let found = try summary(header + rows) { try $0.map("MLS#=listingKey") }
    #expect(found.summary.dropped.isEmpty, "\(found.summary.dropped)")
    for part in [
      #"{"listingKey":"PW1","mlsSource":"CRMLS","standardStatus":"Active","propertyType":"A","#,
      #""propertySubType":"Single Family","listPrice":450000,"hoaFee":150,"beds":3,"baths":2.5,"#,
      #""sqft":1660,"yearBuilt":1998,"lotSizeAcres":0.1607,"lotSizeSquareFeet":7000,"#,
      #""city":"Indio","stateOrProvince":"CA","postalCode":"92201","subdivision":"Downtown","#,
      #""streetNumber":"123","streetDirPrefix":"E","streetName":"Main","streetSuffix":"St","#,
      #""latitude":33.7,"longitude":-116.2,"#,
    ] { #expect(found.documents[0].contains(part), "\(part): \(found.documents[0])") }
    let sold = found.documents[1]
    for part in [
      #""standardStatus":"Closed","propertyType":"A","propertySubType":"Condo""#,
      #""closePrice":300000"#,
      #""closeDate":"2024-01-02""#, #""unitNumber":"7""#, #""postalCode":"92201-1234""#,
    ] { #expect(sold.contains(part), "\(part): \(sold)") }
  }
}
