import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// Exports of every match, compared with the documents one by one.
@Suite(.timeLimit(.minutes(30))) struct ExportTests {
  private static func all(_ export: ListingExport) throws -> String {
    var export = export
    var bytes: [UInt8] = []
    while try export.next(into: &bytes) {}
    #expect(try !export.next(into: &bytes), "the end stays the end")
    #expect(export.position == export.count)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func request(_ parameters: [(name: String, value: String)]) throws
    -> SearchRequest
  {
    try SearchParameters.request(parameters, in: Fixtures.many.get().database)
  }

  private static let questions: [[(name: String, value: String)]] = [
    [], [("standardStatus", "any")], [("city", "palm"), ("minBeds", "3")],
    [("bbox", "-116.6,33.7,-116.4,33.9"), ("hasPool", "true")], [("minPrice", "99000000")],
    [("where", #"{"or":[{"maxBeds":1},{"minBeds":5}]}"#), ("limit", "3"), ("page", "2")],
  ]

  @Test(arguments: questions.indices) func linesAreTheDocumentsOfAllMatches(_ number: Int) throws {
    let database = try Fixtures.many.get().database
    let request = try Self.request(Self.questions[number])
    let text = try Self.all(database.export(request, as: .ndjson))
    var lines: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let key = try #require(object?["listingKey"] as? String)
      #expect(lines.updateValue(String(line), forKey: key) == nil, "\(key) once")
    }
    var counting = request
    (counting.limit, counting.offset) = (0, 0)
    #expect(try lines.count == database.search(counting).total)
    for record in try Fixtures.many.get().records() {
      guard let listing = database.listing(key: record.key), let line = lines[record.key] else {
        continue
      }
      let document = try #require(try database.publicDocument(of: listing))
      #expect(line == String(decoding: document, as: UTF8.self))
    }
    // In the order in which listings were first added.
    let order = try Fixtures.many.get().records().map(\.key).filter { lines[$0] != nil }
    let written = try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["listingKey"] as? String ?? ""
    }
    #expect(written == order)
  }

  @Test func theWholeDocumentsAreThoseStored() throws {
    let database = try Fixtures.many.get().database
    let text = try Self.all(
      database.export(Self.request([("standardStatus", "any")]), as: .ndjson, allFields: true))
    let lines = text.split(separator: "\n").map(String.init)
    let keys = try Fixtures.many.get().records().map(\.key)
    #expect(lines.count == keys.count)
    for (line, key) in zip(lines, keys) {
      let listing = try #require(database.listing(key: key))
      let document = try #require(try database.document(of: listing))
      #expect(line == String(decoding: document, as: UTF8.self))
    }
    #expect(text.contains("privateRemarks"))
  }

  @Test func aTableIsReadAgainAsTheSameListings() throws {
    let database = try Fixtures.many.get().database
    let request = try Self.request([("standardStatus", "any")])
    let scratch = try Scratch()
    for (format, allFields) in [(ExportFormat.csv, false), (.csv, true), (.ndjson, true)] {
      let text = try Self.all(database.export(request, as: format, allFields: allFields))
      #expect(text.contains("privateRemarks") == allFields)
      let index = scratch.file("\(format.rawValue)-\(allFields)")
      let summary = try IndexBuild.run([.bytes(Array(text.utf8), name: "export")], into: index)
      #expect(summary.feed.refused.isEmpty, "\(format)")
      let again = try ListingsDatabase(opening: index)
      #expect(again.count == database.count)
      for record in try Fixtures.many.get().records() {
        let one = try #require(database.listing(key: record.key))
        let other = try #require(again.listing(key: record.key))
        for field in ListingView.columnFields {
          #expect(one.stored(field) == other.stored(field), "\(record.key) \(field)")
          #expect(one.text(field) == other.text(field), "\(record.key) \(field)")
        }
        #expect(one.position == other.position)
      }
    }
  }

  @Test func featuresHaveThePositionsAndTheDocuments() throws {
    let database = try Fixtures.many.get().database
    for question in Self.questions {
      let request = try Self.request(question)
      let text = try Self.all(database.export(request, as: .geojson))
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let features = try #require(object?["features"] as? [[String: Any]])
      #expect(object?["type"] as? String == "FeatureCollection")
      let lines = try Self.all(database.export(request, as: .ndjson)).split(separator: "\n")
      #expect(features.count == lines.count)
      for (feature, line) in zip(features, lines) {
        let document = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
        #expect(feature["properties"] as? NSDictionary == document)
        #expect(feature["id"] as? String == document?["listingKey"] as? String)
        let point = (feature["geometry"] as? [String: Any])?["coordinates"] as? [Double]
        let expected = [document?["longitude"] as? Double, document?["latitude"] as? Double]
        #expect(point == (expected.contains(nil) ? nil : expected.compactMap { $0 }))
      }
    }
  }

  @Test func textsThatLookLikeFormulasAreMarkedAndQuotesDoubled() throws {
    let scratch = try Scratch()
    let feed = #"{"listingKey":"K1","standardStatus":"Active","publicRemarks":"=1+1, \"so\"\nhe"}"#
    let index = scratch.file("index")
    _ = try IndexBuild.run([.bytes(Array(feed.utf8), name: "feed")], into: index)
    let text = try Self.all(ListingsDatabase(opening: index).export(as: .csv))
    let rows = text.components(separatedBy: "\r\n")
    #expect(rows.count == 3 && rows[2].isEmpty)
    #expect(rows[1].contains(#""'=1+1, ""so""\#n he""#) || rows[1].contains("\"'=1+1, \"\"so\"\""))
  }

  @Test(arguments: ExportFormat.allCases)
  func whatIsHiddenFromThePublicIsInNoForm(format: ExportFormat) throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let feed = """
      {"listingKey":"K1","standardStatus":"Active","InternetEntireListingDisplayYN":false}
      {"listingKey":"K2","standardStatus":"Active","InternetAddressDisplayYN":false,\
      "streetName":"Vista Oculta","streetNumber":"7","latitude":33.81234,"longitude":-116.5}
      {"listingKey":"K3","standardStatus":"Active","privateRemarks":"gate 7"}
      """
    _ = try IndexBuild.run([.bytes(Array(feed.utf8), name: "feed")], into: index)
    let listings = try ListingsDatabase(opening: index)
    let open = try Self.all(listings.export(as: format))
    for hidden in ["K1", "Oculta", "33.81234", "gate 7"] { #expect(!open.contains(hidden)) }
    #expect(open.contains("K2") && open.contains("K3"))
    let all = try Self.all(listings.export(as: format, allFields: true))
    for shown in ["Oculta", "33.81234", "gate 7"] { #expect(all.contains(shown)) }
  }

  @Test func whatWasWrittenSinceIsExported() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let lines = (0..<20).map { #"{"listingKey":"K\#($0)","standardStatus":"Active","beds":2}"# }
    _ = try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "feed")], into: index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    try live.upsert(Array(#"{"listingKey":"K3","standardStatus":"Active","beds":7}"#.utf8))
    try live.upsert(Array(#"{"listingKey":"N1","standardStatus":"Active","beds":4}"#.utf8))
    try live.delete(key: "K5")
    let text = try Self.all(live.current.export(as: .ndjson))
    #expect(text.split(separator: "\n").count == 20)
    #expect(!text.contains(#""K5""#) && text.contains(#""N1""#) && text.contains(#""beds":7"#))
  }

  @Test func theProgramWritesAFileWholeOrNotAtAll() throws {
    let scratch = try Scratch()
    let index = try Fixtures.many.get().scratch.file("index")
    let path = scratch.file("homes.csv")
    let done = try Program.run(["export", index, "--out", path, "--min-beds", "3"])
    #expect(done.status == 0 && done.output.hasPrefix("wrote "), "\(done)")
    let table = try String(contentsOfFile: path, encoding: .utf8)
    #expect(table.hasPrefix("listingKey,"))
    let piped = try Program.run(["export", index, "--out", "-", "--format=csv", "--min-beds=3"])
    #expect(piped.output == table)
    for wrong in [["--out", scratch.file("x.txt")], ["--out", "-", "--format", "xml"], []] {
      #expect(try Program.run(["export", index] + wrong).status == 2)
    }
    let blocked = try Program.run(["export", index, "--out", "/nowhere/x.csv"])
    #expect(blocked.status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["homes.csv"])
  }
}
