import Foundation
import PlatFeeds
import PlatIndex
import PlatListings
import Testing

@testable import Plat

/// The identity of listings: listing service and key; the newer of two records counts.
@Suite("Identity of listings", .timeLimit(.minutes(30))) struct IdentityBuildTests {
  private func build(
    _ lines: [String], _ change: (inout BuildOptions) throws -> Void = { _ in }
  ) throws -> (database: ListingsDatabase, summary: BuildSummary, scratch: Scratch) {
    let scratch = try Scratch()
    var options = BuildOptions()
    options.maxShrink = 1
    try change(&options)
    let inputs = lines.enumerated().map { place, text in
      FeedInput.bytes(Array(text.utf8), name: "input\(place)")
    }
    let summary = try IndexBuild.run(inputs, into: scratch.file("index"), options: options)
    return (try ListingsDatabase(opening: scratch.file("index")), summary, scratch)
  }

  private static func line(
    _ city: String, source: String? = nil, changed: String? = nil, hidden: Bool = false
  ) -> String {
    var fields = [#""ListingKey":"1001""#, "\"City\":\"\(city)\""]
    if let source { fields.append("\"OriginatingSystemName\":\"\(source)\"") }
    if let changed { fields.append("\"ModificationTimestamp\":\"\(changed)\"") }
    if hidden { fields.append(#""MlgCanView":false"#) }
    return "{" + fields.joined(separator: ",") + "}\n"
  }

  @Test func twoServicesWithOneKeyAreTwoListings() throws {
    let (database, summary, scratch) = try build([
      Self.line("Indio", source: "GPS"), Self.line("Temecula", source: "CRMLS"),
      Self.line("Murrieta", source: "CRMLS"), Self.line("Mecca", source: "GPS"),
      Self.line("Thermal", source: "SDMLS"),
    ])
    defer { withExtendedLifetime(scratch) {} }
    #expect(summary.listings == 3 && summary.renamed == 3 && summary.replaced == 2)
    for (key, city) in [("1001", "Mecca"), ("CRMLS:1001", "Murrieta"), ("SDMLS:1001", "Thermal")] {
      let listing = try #require(database.listing(key: key), "\(key)")
      #expect(listing.text(.city) == city)
      let document = try #require(try database.document(of: listing))
      #expect(
        String(decoding: document, as: UTF8.self).hasPrefix("{\"listingKey\":\"\(key)\","), "\(key)"
      )
    }
  }

  @Test func aRecordWithoutAServiceIsTheSameListing() throws {
    let (database, summary, scratch) = try build([
      Self.line("Indio", source: "GPS"), Self.line("Mecca"), Self.line("Thermal", source: "GPS"),
    ])
    defer { withExtendedLifetime(scratch) {} }
    #expect(summary.listings == 1 && summary.renamed == 0)
    #expect(database.listing(key: "1001")?.text(.city) == "Thermal")
  }

  @Test func hiddenListingsKeepTheirService() throws {
    let (database, summary, scratch) = try build([
      Self.line("Indio", source: "GPS", hidden: true), Self.line("Mecca", source: "CRMLS"),
    ])
    defer { withExtendedLifetime(scratch) {} }
    #expect(summary.listings == 1 && summary.hidden == 1 && summary.renamed == 1)
    #expect(database.listing(key: "CRMLS:1001")?.text(.city) == "Mecca")
  }

  @Test(
    arguments: [
      (["2024-05-02", "2024-05-01"], "0", 1), (["2024-05-01", "2024-05-02"], "1", 0),
      (["2024-05-01", "2024-05-01"], "1", 0),
      (["2024-05-01T10:00:01Z", "2024-05-01T10:00:00Z"], "0", 1),
      ([nil, "2024-05-01"], "1", 0), (["2024-05-01", nil], "1", 0),
      (["2024-05-02", nil, "2024-05-01"], "1", 1),
      (["2024-05-01", "2024-05-03", "2024-05-02"], "1", 1),
    ] as [([String?], String, Int)])
  func theOneThatWasChangedLaterCounts(times: [String?], city: String, outdated: Int) throws {
    let (database, summary, scratch) = try build(
      times.enumerated().map { Self.line("\($0)", changed: $1) })
    defer { withExtendedLifetime(scratch) {} }
    #expect(database.listing(key: "1001")?.text(.city) == city, "\(times)")
    #expect(summary.outdated == outdated && summary.listings == 1)
    let listing = try #require(database.listing(key: "1001"))
    let document = try #require(try database.document(of: listing))
    #expect(String(decoding: document, as: UTF8.self).contains("\"city\":\"\(city)\""))
  }

  @Test func longServicesAreCutAndStayApart() throws {
    let long = String(repeating: "The Greater Palm Springs Realtors ", count: 5)
    let (database, summary, scratch) = try build([
      Self.line("Indio", source: "GPS"), Self.line("Mecca", source: long + "A"),
      Self.line("Thermal", source: long + "B"),
    ])
    defer { withExtendedLifetime(scratch) {} }
    #expect(summary.listings == 3 && summary.renamed == 2)
    let keys = (0..<3).compactMap { database.listing(ordinal: $0)?.key }
    #expect(Set(keys).count == 3 && keys.allSatisfy { $0.utf8.count <= 64 }, "\(keys)")
  }

  @Test func postalCodesAreComparedByFiveDigits() throws {
    let codes = [
      "92262", "92262-1234", "922621234", "92262 1234", "92263", "9226", "K1A 0B1", "922",
    ]
    let (database, _, scratch) = try build(
      codes.enumerated().map { #"{"ListingKey":"\#($0)","PostalCode":"\#($1)"}"# + "\n" })
    defer { withExtendedLifetime(scratch) {} }
    func keys(_ text: String) throws -> [String] {
      try database.search(parameters: [("postalCode", text), ("standardStatus", "any")]).hits
        .map(\.listing.key).sorted()
    }
    #expect(try keys("92262") == ["0", "1", "2", "3"])
    #expect(try keys("92262-9999") == ["0", "1", "2", "3"])
    #expect(try keys("92263") == ["4"] && keys("9226") == ["5"] && keys("K1A 0B1") == ["6"])
    #expect(database.listing(key: "1")?.text(.postalCode) == "92262-1234", "shown as it came")
  }

  @Test func directionsBehindTheStreetAreShown() throws {
    let (database, _, scratch) = try build([
      #"{"ListingKey":"n","StreetNumber":"100","StreetName":"Main","StreetSuffix":"St","#
        + #""StreetDirSuffix":"N"}"#,
      #"{"ListingKey":"s","UnparsedAddress":"100 Main St S #2, Indio, CA"}"#,
    ])
    defer { withExtendedLifetime(scratch) {} }
    #expect(database.listing(key: "n")?.streetAddress == "100 Main St N")
    #expect(database.listing(key: "s")?.streetAddress == "100 Main St S #2")
    #expect(database.listing(key: "s")?.slug == "100-main-s")
    #expect(database.index.codes(.streetDirSuffix)?.codes == 2)
    let without = try build([#"{"ListingKey":"n","StreetName":"Main"}"#])
    #expect(without.database.index.codes(.streetDirSuffix)?.codes == 0)
  }
}
