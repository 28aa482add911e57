import PlatListings
import Testing

@testable import PlatFeeds

/// Feeds that are like those of ``FeedCaseTests``, in forms of other programs.
@Suite("Feeds of other programs", .timeLimit(.minutes(30))) struct LikeFeedTests {
  private static let a = #"{"ListingKey":"a","City":"Indio"}"#
  private static let b = #"{"ListingKey":"b","City":"Mecca"}"#

  @Test(arguments: [
    #"{"hits":{"hits":[{"_source":A},{"_source":B}]}}"#,
    #"{"data":{"listings":{"nodes":[A,B]}}}"#,
    #"{"data":{"listings":{"edges":[{"cursor":"x","node":A},{"node":B}]}}}"#,
    #"{"data":[{"type":"listing","attributes":A},{"attributes":B}]}"#,
    #"{"rows":[{"id":"x","doc":A},{"doc":B}]}"#, #"{"_embedded":{"listings":[A,B]}}"#,
    #"{"statusCode":200,"body":{"data":[A,B]}}"#, #"{"Property":[A,B]}"#,
    #"{"listing":A}"# + "\n" + #"{"listing":B}"#, #"[{"property":A},{"property":B}]"#,
  ]) func wrappersOfOneListingAreOpened(form: String) {
    let text = form.replacing("A", with: "\u{1}").replacing("B", with: "\u{2}")
      .replacing("\u{1}", with: Self.a).replacing("\u{2}", with: Self.b)
    for cut in Cut.all {
      let found = load(text, cut)
      #expect(found.keys == ["a", "b"], "\(form) \(cut): \(found)")
      #expect(found.documents.first?.contains(#""city":"Indio""#) == true, "\(form)")
    }
  }

  @Test func aListingWithAKeyIsNoWrapper() {
    let text = #"{"ListingKey":"a","City":"Indio","property":{"City":"Mecca"}}"#
    var options = FeedOptions()
    options.defaults[.stateOrProvince] = "CA"
    for options in [FeedOptions(), options] {
      let found = load(text, Cut(), options)
      #expect(found.documents.first?.contains(#""city":"Indio""#) == true, "\(found)")
    }
    let named = load(#"{"id":7,"attributes":{"City":"Indio"}}"#)
    #expect(named.keys == ["7"], "\(named)")
  }

  @Test(arguments: [
    "ListingKey,City,ListPrice\na,Indio,NaN\n",
    #"{"ListingKey":"a","ListPrice":NaN,"City":"Indio"}"#,
    #"{"ListingKey":"a","ListPrice":Infinity,"City":"Indio",}"#,
    #"[{"ListingKey":"a","ListPrice":None,"City":"Indio"},]"#,
    #"{"value":[{"ListingKey":"a","City":"Indio","ListPrice":undefined}]}"#,
  ]) func oneBadValueCostsNoListing(text: String) {
    for cut in Cut.all {
      let found = load(text, cut)
      #expect(found.documents == [#"{"listingKey":"a","city":"Indio"}"#], "\(text) \(cut)")
      #expect(found.refusals.isEmpty, "\(text) \(cut): \(found.refusals)")
    }
  }

  @Test(arguments: [
    "listingkey,CITY", "ListingKey,City,", "\"Listing Key\",\"City\",,", "\u{FEFF}LISTING_KEY,city",
  ]) func repeatedHeadersMayDiffer(again: String) {
    let found = load("ListingKey,City\na,Indio\n\(again)\nb,Mecca\n")
    #expect(found.keys == ["a", "b"] && found.refusals.isEmpty, "\(again): \(found)")
    let row = load("ListingKey,City\na,Indio\nlistingkey,Indio\n")
    #expect(row.keys == ["a", "listingkey"], "a row that nearly equals the header is a row")
  }

  @Test func spreadsheetsKeepTextsByFormulas() {
    let text =
      "ListingKey,PostalCode\n=\"01\",=\"02139\"\n\"=\"\"02\"\"\",\"=\"\"02140\"\"\"\n=\",x\n"
    let found = load(text)
    #expect(
      found.documents.prefix(2) == [
        #"{"listingKey":"01","postalCode":"02139"}"#, #"{"listingKey":"02","postalCode":"02140"}"#,
      ], "\(found)")
  }

  @Test(
    arguments: [
      ("HOA/Year", "1200", #""hoaFee":100"#), ("HOA Fee / Month", "100", #""hoaFee":100"#),
      ("HOA/yr", "1200", #""hoaFee":100"#), ("Sqft (approx)", "1000", #""sqft":1000"#),
      ("Year Built (Approx.)", "1950", #""yearBuilt":1950"#),
      ("Price/mo", "2000", #""listPrice":2000"#), ("Price/SqFt", "400", #""Price/SqFt":"400""#),
      ("Sold Price/SqFt", "400", #""Sold Price/SqFt":"400""#),
    ])
  func headersNamePeriods(name: String, cell: String, member: String) {
    let found = load("ListingKey,\(name)\na,\(cell)\n")
    #expect(found.documents == [#"{"listingKey":"a",\#(member)}"#], "\(name): \(found)")
  }

  @Test func utf16WithoutAMarkShowsItsOrder() {
    var options = FeedOptions()
    options.encoding = .utf16
    for isBig in [false, true] {
      let bytes = "ListingKey,City\na,Cañon\n".utf16.flatMap { unit in
        isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
      }
      let found = load(bytes, Cut(), options)
      #expect(found.documents == [#"{"listingKey":"a","city":"Cañon"}"#], "\(isBig): \(found)")
    }
  }

  @Test func aCellOfTwoEncodingsKeepsItsUTF8() {
    let found = load(Array("ListingKey,City\na,Ca".utf8) + [0xF1] + Array("on Cañon\n".utf8))
    #expect(found.documents == [#"{"listingKey":"a","city":"Cañon Cañon"}"#], "\(found)")
  }

  @Test func anInputWithoutListingsSaysWhy() throws {
    let one = try #require(load(#"{"_id":"x","ListPrice":5}"#).refusals.last)
    #expect(
      one.expected
        == "Expected listings with a listingKey; its one record was refused: no listingKey."
        + " listingKey is missing; every listing needs one.")
    let two = try #require(load("ListingKey,City\na,x,y\nb,x,y\n").refusals.last)
    #expect(two.expected.contains("all 2 records were refused: wrong number of cells."))
  }
}
