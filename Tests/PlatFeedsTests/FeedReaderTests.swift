import Foundation
import PlatJSON
import PlatListings
import Testing

@testable import PlatFeeds

@Suite(.timeLimit(.minutes(30))) struct FeedReaderTests {
  @Test(arguments: Cut.all)
  func sparkResultsBecomeListings(_ cut: Cut) {
    let result = #"""
      {"Id":"1","ResourceUri":"/v1/listings/1","StandardFields":{"BedsTotal":3,\#
      "ListPrice":"50000.0",
      "Photos":[{"Id":"p","Uri300":"u"}]},"CustomFields":[{"Main":[{"Pool":true}]}]}
      """#
    let expected = [
      #"{"listingKey":"1","listPrice":50000,"beds":3,"photos":[{"photoId":"p","uri300":"u"}],"#
        + #""ResourceUri":"/v1/listings/1","CustomFields":[{"Main":[{"Pool":true}]}]}"#
    ]
    let line = result.replacing("\n", with: "")
    for text in [
      #"{"D":{"Success":true,"Results":[\#(result)]}}"#,
      #"{"D":{"Results":[\#(line)],"Success":true}}"#, line,
      "[\(result)]", result,
    ] {
      let found = load(text, cut)
      #expect(found.documents == expected, "\(text)")
      #expect(found.refusals.isEmpty, "\(found.refusals)")
    }
    let keyed = #"{"D":{"Results":[{"StandardFields":{"ListingKey":"k"},"Id":"1"}]}}"#
    #expect(load(keyed, cut).documents == [#"{"listingKey":"k","Id":"1"}"#])
  }

  @Test(arguments: Cut.all)
  func pointsOfGeoJSONBecomeListings(_ cut: Cut) {
    func feature(_ geometry: String, _ rest: String) -> String {
      #"{"type":"Feature","geometry":\#(geometry),\#(rest)}"#
    }
    let a = feature(
      #"{"type":"Point","coordinates":[-116.3,33.7]}"#,
      #""properties":{"listingKey":"a","latitude":1,"beds":2}"#)
    let b = feature("null", #""id":7,"properties":{"beds":3}"#)
    let c = feature(
      #"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#, #""properties":{"listingKey":"c"}"#)
    let d = feature(
      #"{"type":"Point","coordinates":[-116.3,33.7,12.5]}"#, #""id":"d","properties":{}"#)
    let e = feature(#"{"type":"Point","coordinates":[-116.3,33.7]}"#, #""properties":{}"#)
    let text =
      #"{"type":"FeatureCollection","features":[\#([a, b, c, d, e].joined(separator: ","))]}"#
    let found = load(text, cut)
    #expect(
      found.documents == [
        #"{"listingKey":"a","beds":2,"latitude":33.7,"longitude":-116.3}"#,
        #"{"listingKey":"7","beds":3}"#,
        #"{"listingKey":"c"}"#, #"{"listingKey":"d","latitude":33.7,"longitude":-116.3}"#,
      ])
    #expect(found.reasons == ["field notAPoint", "record noKey"])
    #expect(load("\(a)\n\(d)\n", cut).keys == ["a", "d"])
  }

  @Test(arguments: Cut.all)
  func refusalsSayWhere(_ cut: Cut) {
    let lines = [
      #"{"listingKey":"a","beds":2}"#, "",
      #"{"listingKey":"b","beds":"many","latitude":91,"longitude":1}"#,
      #"{"beds":2}"#,
      #"{"listingKey":"c","beds":2"#, #"{"listingKey":"********"}"#, "[1]", #"{"listingKey":"d"}"#,
    ]
    let found = load(lines.joined(separator: "\n"), cut)
    var offsets: [Int] = [0]
    for line in lines { offsets.append((offsets.last ?? 0) + line.utf8.count + 1) }
    #expect(found.keys == ["a", "b", "d"])
    let refused = found.refusals.filter { $0.scope != .field }
    #expect(refused.map(\.reason.code) == ["noKey", "malformed", "maskedKey", "notAnObject"])
    #expect(refused.map(\.line) == [4, 5, 6, 7])
    #expect(refused.map(\.record) == [3, 4, 5, 6])
    #expect(refused.map(\.offset) == [offsets[3], offsets[4], offsets[5], offsets[6] + 1])
    let dropped = found.refusals.filter { $0.scope == .field }
    #expect(
      dropped.allSatisfy {
        $0.listingKey == "b" && $0.line == 3 && $0.record == 2 && $0.offset == offsets[2]
      })
    #expect(dropped.map(\.field).contains("beds") && dropped.map(\.field).contains("latitude"))
    #expect(dropped.first { $0.field == "beds" }?.value == "many")
    #expect(found.read == 7)
  }

  @Test func aSummaryCountsPerInput() throws {
    let inputs: [FeedInput] = [
      .bytes(Array(#"{"listingKey":"a","beds":"x"}"#.utf8), name: "one"),
      .bytes(Array("id\n1\n".utf8), name: "two"),
      .bytes(Array("listingKey,beds\nb,1\n,2\n".utf8), name: "three"),
    ]
    var reader = try FeedReader(inputs)
    var batch = ListingBatch()
    var taken = 0
    while try reader.next(into: &batch) {
      taken += batch.count
      #expect(batch.refusals.allSatisfy { $0.scope != .field })
    }
    let summary = reader.summary
    #expect(taken == 2)
    #expect(summary.inputs.map(\.name) == ["one", "two", "three"])
    #expect(summary.inputs.map(\.read) == [1, 0, 2])
    #expect(summary.inputs.map(\.taken) == [1, 0, 1])
    #expect(summary.inputs.map(\.refused) == [0, 0, 1])
    #expect(summary.inputs.map(\.droppedFields) == [1, 0, 0])
    #expect(summary.inputs.map(\.bytes) == [29, 5, 23])
    #expect(summary.inputs.map { $0.failure?.reason } == [nil, .noKeyColumn, nil])
    #expect(summary.refused == [.noKeyColumn: 1, .listing(.noKey): 1])
    #expect(summary.dropped == [FeedSummary.Drop(field: "beds", reason: .value(.notANumber)): 1])
    #expect(!summary.isComplete && summary.read == 3 && summary.taken == 2 && summary.bytes == 57)
    #expect(batch.bytesRead == 57)
    #expect(try !reader.next(into: &batch))
  }

  @Test func aStrictReaderStopsAtTheFirstRefusalOfARecord() throws {
    var options = FeedOptions()
    options.isStrict = true
    let text = #"{"listingKey":"a","beds":"x"}"# + "\n{}\n" + #"{"listingKey":"b"}"#
    let found = load(text, Cut(), options)
    #expect(found.keys == ["a"])
    guard case .refused(let refusal) = found.error else {
      Issue.record("expected a refusal, got \(String(describing: found.error))")
      return
    }
    #expect(refusal.reason == .listing(.noKey) && refusal.line == 2)
  }

  @Test func storageIsUsedAgain() throws {
    let long = #"{"listingKey":"a","city":"\#(String(repeating: "x", count: 100))","beds":3}"#
    let text = [long, #"{"listingKey":"b"}"#].joined(separator: "\n")
    let found = load(Array(text.utf8), capacity: 1)
    #expect(found.documents.last == #"{"listingKey":"b"}"#)
    #expect(found.documents.count == 2)
  }

  @Test func filesThatAreNotThereAreToldBeforeAnythingIsRead() throws {
    for path in ["/no/such/file", "/"] {
      let input = FeedInput.path(path)
      if path == "/" {
        var reader = try FeedReader([input])
        var batch = ListingBatch()
        #expect(throws: FeedError.self) { try reader.next(into: &batch) }
      } else {
        #expect(throws: FeedError.self) { _ = try FeedReader([.bytes([], name: "x"), input]) }
      }
    }
  }

  @Test func filesAreReadAndRefusalsWritten() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "plat-feeds-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let feed = folder.appending(path: "feed.gz").path()
    let rejects = folder.appending(path: "rejects").path()
    let text = "listingKey,beds\na,1\n\"b \"\"q\"\"\",x\n,2\n"
    try Data(gzip(Array(text.utf8))).write(to: URL(filePath: feed))
    var options = FeedOptions()
    options.reportsFields = true
    var reader = try FeedReader([.path(feed)], options: options)
    #expect(reader.totalBytes == gzip(Array(text.utf8)).count)
    var writer = try RejectsWriter(path: rejects)
    var batch = ListingBatch()
    while try reader.next(into: &batch) { try writer.write(batch.refusals) }
    try writer.close()
    #expect(batch.bytesRead == batch.totalBytes)
    let lines = try String(contentsOfFile: rejects, encoding: .utf8).split(separator: "\n").map(
      String.init)
    #expect(lines.count == 2)
    #expect(
      lines.first?.hasPrefix(
        #"{"scope":"field","reason":"notANumber","input":"\#(feed)","record":2,"#
          + #""line":3,"offset":20,"listingKey":"b \"q\"","field":"beds","value":"x","#
          + #""expected":"# + "\"") == true,
      "\(lines)")
    #expect(
      lines.last?.hasPrefix(
        #"{"scope":"record","reason":"noKey","input":"\#(feed)","record":3,"#
          + #""line":4,"offset":32,"expected":"# + "\"")
        == true, "\(lines)")
    #expect(throws: FeedError.self) { _ = try RejectsWriter(path: "/no/such/folder/file") }
  }

  @Test(arguments: Cut.all)
  func projectedPositionsBecomeDegrees(_ cut: Cut) throws {
    var options = FeedOptions()
    // NAD83 / Washington North (ftUS); the position is in Seattle.
    options.referenceSystem = "EPSG:2285"
    let csv = load(
      "listingKey,longitude,latitude\na, 1271000 ,230000\nb,,\nc,1271000,\nd,9e99,1\ne,x,1\n", cut,
      options)
    let json = load(
      #"{"listingKey":"a","Longitude":"1271000","Latitude":230000}"# + "\n"
        + #"{"listingKey":"b","latitude":null}"# + "\n" + #"{"listingKey":"c","longitude":1271000}"#
        + "\n"
        + #"{"listingKey":"d","longitude":9e99,"latitude":1}"# + "\n", cut, options)
    let feature = load(
      #"""
      {"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[1271000,230000]},\#
      "properties":{}}
      """#,
      cut,
      options)
    for found in [csv, json, feature] {
      let first = try #require(found.documents.first)
      var parser = JSONParser()
      let root = try parser.parse(Array(first.utf8).span)
      let (latitude, longitude) = (root["latitude"].double ?? 0, root["longitude"].double ?? 0)
      #expect(abs(latitude - 47.62) < 0.05 && abs(longitude + 122.34) < 0.05, "\(first)")
      #expect(
        found.documents.dropFirst().allSatisfy { !$0.contains("itude\":") }, "\(found.documents)")
    }
    #expect(
      csv.reasons == ["field notProjectable", "field notProjectable", "field notProjectable"])
    #expect(json.reasons.suffix(1) == ["field notProjectable"])
    options.referenceSystem = "EPSG:999999"
    guard case .badOption = load("", cut, options).error else {
      Issue.record("an unknown system was taken")
      return
    }
  }

  @Test(arguments: Cut.all)
  func defaultsFillWhatARecordDoesNotGive(_ cut: Cut) throws {
    var options = FeedOptions()
    try options.setDefault("standardStatus=Closed")
    let found = load(
      #"""
      [{"listingKey":"a"},{"listingKey":"b","StandardStatus":"Active"},{"listingKey":"c",\#
      "standardStatus":" "}]
      """#,
      cut,
      options)
    #expect(found.documents.map { $0.contains("Closed") } == [true, false, true])
  }

  @Test(arguments: Cut.all)
  func pagesOfOtherResourcesAreRefused(_ cut: Cut) {
    let page =
      #"""
      {"@odata.context":"$metadata#RESOURCE(ListingKey)","value":[{"ListingKey":"a"},\#
      {"ListingKey":"b"}]}
      """#
    #expect(load(page.replacing("RESOURCE", with: "Property"), cut).keys == ["a", "b"])
    let other = load(
      page.replacing("RESOURCE", with: "OpenHouse") + "\n" + #"{"listingKey":"c"}"#, cut)
    #expect(other.reasons == ["page otherResource"] && other.keys == ["c"])
    #expect(other.refusals.first?.value == "OpenHouse")
  }
}
