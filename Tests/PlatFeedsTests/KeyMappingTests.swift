import PlatListings
import Testing

@testable import PlatFeeds

/// Columns and keys that the operator mapped to fields.
@Suite(.timeLimit(.minutes(30))) struct KeyMappingTests {
  private func read(
    _ text: String, _ maps: [String], _ cut: Cut = Cut(),
    _ change: (inout FeedOptions) throws -> Void = { _ in }
  ) throws -> Load {
    var options = FeedOptions()
    for map in maps { try options.map(map) }
    try change(&options)
    return load(text, cut, options)
  }

  private func summary(_ texts: [String], _ maps: [String]) throws -> FeedSummary {
    var options = FeedOptions()
    for map in maps { try options.map(map) }
    let inputs = texts.enumerated().map {
      FeedInput.bytes(Array($0.element.utf8), name: "\($0.offset)")
    }
    var reader = try FeedReader(inputs, options: options)
    var batch = ListingBatch(capacity: 5)
    while try reader.next(into: &batch) {}
    return reader.summary
  }

  static let maps = ["id=listingKey,cost=listPrice", "where.town=city"]
  static let record = #"{"id":"a","listPrice":9,"cost":5,"where":{"town":"Indio"},"City":"Mecca"}"#

  @Test(arguments: [
    record, "[\(record)]", "{\"data\":[\(record)]}", "{\"value\":[\(record)]}",
    "{\"d\":{\"results\":[\(record)]}}",
    #"{"D":{"Success":true,"Results":[{"Id":"z","StandardFields":\#(record)}]}}"#,
    #"{"D":{"Success":true,"Results":[{"Id":"z","cost":5,"id":"a","StandardFields":"#
      + #"{"listPrice":9,"where":{"town":"Indio"}}}]}}"#,
    #"{"type":"Feature","id":"z","geometry":null,"properties":\#(record)}"#,
    #"{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":null,"#
      + #""properties":{"cost":5,"listPrice":9,"where":{"town":"Indio"}}}]}"#,
    "id,listPrice,cost,where.town,City\na,9,5,Indio,Mecca\n",
  ]) func keysOfEveryFormAreMapped(text: String) throws {
    for cut in Cut.all {
      let found = try read(text, Self.maps, cut)
      #expect(found.keys == ["a"], "\(text) \(cut): \(found)")
      #expect(found.refusals.isEmpty, "\(text) \(cut): \(found.refusals)")
      let document = found.documents.first ?? ""
      #expect(document.contains(#""listPrice":5"#) && !document.contains("9"), "\(document)")
      #expect(document.contains(#""city":"Indio""#) && !document.contains("Mecca"), "\(document)")
    }
  }

  @Test func aKeyWithAPointCountsBeforeAPath() throws {
    let both = #"{"listingKey":"a","x":{"y":"Mecca"},"x.y":"Indio"}"#
    #expect(try read(both, ["x.y=city"]).documents.first?.contains(#""city":"Indio""#) == true)
    let position = #"{"listingKey":"a","location":{"type":"Point","coordinates":[-116.5,33.8]}}"#
    let maps = ["location.coordinates.0=longitude", "location.coordinates.1=latitude"]
    let placed = try read(position, maps).documents.first ?? ""
    #expect(
      placed.contains(#""latitude":33.8"#) && placed.contains(#""longitude":-116.5"#), "\(placed)")
    // Neither an object nor an array goes that far.
    for text in [
      #"{"listingKey":"a","x":5}"#, #"{"listingKey":"a","x":[1]}"#,
      #"{"listingKey":"a","x":{"z":1}}"#, #"{"listingKey":"a","x":null}"#,
    ] {
      let found = try read(text, ["x.y=city", "x.-1=beds", "x.7=baths", "x.=unitNumber"])
      #expect(found.keys == ["a"] && found.refusals.isEmpty, "\(text): \(found)")
    }
  }

  @Test func aMappedPositionCountsBeforeTheGeometry() throws {
    let text =
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"#
      + #""properties":{"listingKey":"a","y":33.8,"x":-116.5}}"#
    let found = try read(text, ["y=latitude", "x=longitude"]).documents.first ?? ""
    #expect(
      found.contains(#""latitude":33.8"#) && found.contains(#""longitude":-116.5"#), "\(found)")
  }

  @Test func aBlankMappedValueTakesTheDefault() throws {
    for text in [#"{"id":"a","town":" "}"#, #"{"id":"a","town":null}"#, #"{"id":"a"}"#] {
      let found = try read(text, ["id=listingKey", "town=city"]) { try $0.setDefault("city=Indio") }
      #expect(found.documents.first?.contains(#""city":"Indio""#) == true, "\(text): \(found)")
    }
  }

  @Test func keysThatNoRecordHasAreTold() throws {
    let maps = ["id=listingKey", "twon=city", "cost=listPrice"]
    let lines = [#"{"id":"a","town":"Indio"}"#, #"{"id":"b","cost":5}"#]
    let found = try summary(lines, maps)
    #expect(found.taken == 2 && found.absentColumns == ["twon"])
    #expect(found.warnings.contains { $0.contains("twon") && $0.contains("--map") })
    #expect(try summary([lines[0]], maps).absentColumns == ["cost", "twon"])
    #expect(try summary(lines, ["id=listingKey"]).absentColumns.isEmpty)
    #expect(
      try summary(["id,cost\na,5\n"], ["id=listingKey", "cost=listPrice"]).absentColumns == [])
  }
}
