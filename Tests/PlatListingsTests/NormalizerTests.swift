import Foundation
import PlatJSON
import Testing

@testable import PlatListings

@Suite("Normalising", .timeLimit(.minutes(30)))
struct NormalizerTests {
  private func refusal(_ json: String) throws -> ListingRefusal.Reason? {
    do {
      _ = try Outcome(json)
      return nil
    } catch let error as ListingRefusal {
      #expect(!error.description.isEmpty)
      return error.reason
    }
  }

  @Test func onlyAnUnusableKeyRefusesARecord() throws {
    #expect(try refusal("{}") == .noKey)
    #expect(try refusal(#"{"listPrice":1}"#) == .noKey)
    #expect(try refusal(#"{"listingKey":""}"#) == .noKey)
    #expect(try refusal(#"{"listingKey":"  "}"#) == .noKey)
    #expect(try refusal(#"{"listingKey":null}"#) == .noKey)
    #expect(try refusal(#"{"ListingKey":"********"}"#) == .maskedKey)
    #expect(try refusal("{\"listingKey\":\"\(String(repeating: "k", count: 65))\"}") == .keyTooLong)
    #expect(try refusal("{\"listingKey\":\"\(String(repeating: "k", count: 64))\"}") == nil)
    #expect(try refusal(#"{"listingKey":"a\nb"}"#) == .unprintableKey)
    #expect(try refusal(#"{"listingKey":"a\u0000"}"#) == .unprintableKey)
    #expect(try refusal(#"{"listingKey":1.5}"#) == .keyOfWrongKind)
    #expect(try refusal(#"{"listingKey":true}"#) == .keyOfWrongKind)
    #expect(try refusal(#"{"listingKey":["a"]}"#) == .keyOfWrongKind)
    #expect(try refusal(#"{"listingKey":{"a":true}}"#) == .keyOfWrongKind)
    for json in ["[]", "1", "null", "\"x\"", "[{\"listingKey\":\"K\"}]"] {
      #expect(try refusal(json) == .notAnObject)
    }
  }

  @Test func theKeyComesUnderOtherNamesToo() throws {
    #expect(try Outcome(#"{"ListingKey":" K1 "}"#).listing.text(.listingKey) == "K1")
    #expect(try Outcome(#"{"listingKey":123}"#).listing.text(.listingKey) == "123")
    #expect(
      try Outcome(#"{"listingKey":18446744073709551615}"#).listing.text(.listingKey)
        == "18446744073709551615")
    #expect(
      try Outcome(#"{"ListingKeyNumeric":1723791}"#).document
        == #"{"listingKey":"1723791","ListingKeyNumeric":1723791}"#)
    #expect(
      try Outcome(#"{"ListingKey":20060725224713296297000000}"#).listing.text(.listingKey)
        == "20060725224713296297000000")
    // The key takes precedence over stand-ins, and an alias is used if the key is unusable.
    #expect(
      try Outcome(#"{"ListingKeyNumeric":1,"ListingKey":"K"}"#).listing.text(.listingKey) == "K")
    #expect(try Outcome(#"{"listingKey":null,"ListingKey":"K"}"#).listing.text(.listingKey) == "K")
    let outcome = try Outcome(#"{"SystemUniqueID":"S","ListingKey":"********"}"#)
    #expect(outcome.listing.text(.listingKey) == "S")
  }

  @Test func aRefusedRecordLeavesNothingBehind() throws {
    var parser = JSONParser()
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    for json in [#"{"listingKey":"K","listPrice":5,"x":1}"#, #"{"listPrice":5}"#] {
      let bytes = Array(json.utf8)
      let root = try parser.parse(bytes.span)
      try? normalizer.normalize(root, into: &listing, notes: &notes)
    }
    #expect(listing.document.isEmpty)
    #expect(listing.number(.listPrice) == nil)
    #expect(listing.text(.listingKey) == nil)
  }

  @Test func recordsDoNotLeakIntoOneAnother() throws {
    var parser = JSONParser()
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    let records = [
      #"""
      {"listingKey":"A","beds":3,"BedsTotal":4,"MlsStatus":"Active","photos":[],"x":1,\#
      "LotSizeArea":1,"LotSizeUnits":"Acres"}
      """#,
      #"{"listingKey":"B"}"#, #"{"y":2,"listingKey":"C","baths":1}"#,
    ]
    for json in records + records.reversed() {
      let bytes = Array(json.utf8)
      let root = try parser.parse(bytes.span)
      notes.removeAll()
      try normalizer.normalize(root, into: &listing, notes: &notes)
      let fresh = try Outcome(json)
      #expect(listing.document == fresh.listing.document)
      #expect(listing.numbers == fresh.listing.numbers)
      #expect(notes == fresh.notes)
      for field in Field.allCases { #expect(listing.text(field) == fresh.listing.text(field)) }
    }
  }

  @Test func writesKnownKeysInOrderThenUnknownOnesAsTheyCame() throws {
    let outcome = try Outcome(
      #"""
      {"zeta":{"b":[1,2.50,"é"]},"City":"Indio ","ListPrice":"450000.0","alpha":null,\#
      "listingKey":"K","Zeta":"********"}
      """#
    )
    #expect(
      outcome.document
        == #"""
        {"listingKey":"K","listPrice":450000,"city":"Indio","zeta":{"b":[1,2.5,"é"]},\#
        "alpha":null,"Zeta":"********"}
        """#
    )
    #expect(outcome.notes.isEmpty)
    #expect(outcome.listing.number(.listPrice) == 45_000_000)
    #expect(outcome.listing.text(.city) == "Indio")
    #expect(outcome.listing.bytes(of: .city).text == "Indio")
    #expect(outcome.listing.text(.subdivision) == nil)
    #expect(outcome.listing.bytes(of: .subdivision).count == 0)
  }

  @Test func ofEqualNamesTheLastCounts() throws {
    let outcome = try Outcome(
      #"{"listingKey":"K","beds":2,"x":1,"x":{"a":1},"beds":3,"X":0,"x":[2]}"#)
    #expect(outcome.document == #"{"listingKey":"K","beds":3,"X":0,"x":[2]}"#)
    #expect(
      outcome.notes == [FieldNote(name: "beds", field: .beds, reason: .contradiction, value: "2")])
  }

  @Test func theKeyItselfWinsOverAliasesAndTheseInOrder() throws {
    var outcome = try Outcome(fields: #""BedsTotal":4,"BedroomsTotal":3,"beds":2"#)
    #expect(outcome.json("beds") == "2")
    #expect(Set(outcome.notes.map(\.name)) == ["BedsTotal", "BedroomsTotal"])
    #expect(outcome.reasons == [.contradiction, .contradiction])
    outcome = try Outcome(fields: #""BedsTotal":4,"BedroomsTotal":"4.0","beds":null"#)
    #expect(outcome.document == #"{"listingKey":"K","beds":4}"#)
    #expect(outcome.notes.isEmpty)
    // Unusable values do not count.
    outcome = try Outcome(fields: #""beds":"many","BedroomsTotal":"********","BedsTotal":5"#)
    #expect(outcome.json("beds") == "5")
    #expect(Set(outcome.reasons) == [.notANumber, .masked])
    outcome = try Outcome(fields: #""beds":2,"beds":null"#)
    #expect(outcome.json("beds") == "2")
    outcome = try Outcome(fields: #""MlsStatus":"Active","MlsStatus":"Pending""#)
    #expect(outcome.json("standardStatus") == "\"Pending\"")
    outcome = try Outcome(fields: #""City":"Indio","city":" Indio""#)
    #expect(outcome.document == #"{"listingKey":"K","city":"Indio"}"#)
    #expect(outcome.listing.texts.span.text == "KIndio")
    #expect(outcome.notes.isEmpty)
    outcome = try Outcome(fields: #""PropertyType":"A ","propertyType":"Residential""#)
    #expect(outcome.notes.isEmpty)
    outcome = try Outcome(fields: #""Photos":[1],"photos":[2]"#)
    #expect(outcome.json("photos") == "[2]")
    #expect(outcome.reasons == [.contradiction])
  }

  @Test func maskedValuesAreDroppedAndNoted() throws {
    let outcome = try Outcome(
      fields:
        #"""
        "CloseDate":"********","ListPrice":"********","City":"********","Photos":"********",\#
        "isFeatured":"********"
        """#
    )
    #expect(outcome.document == #"{"listingKey":"K"}"#)
    #expect(outcome.reasons == Array(repeating: .masked, count: 5))
    #expect(outcome.notes[0].value == "********")
    #expect(
      outcome.notes.map(\.name).sorted() == [
        "City", "CloseDate", "ListPrice", "Photos", "isFeatured",
      ])
  }

  @Test func notesSayWhatWasWrong() throws {
    let long = String(repeating: "é", count: 500)
    let outcome = try Outcome(
      fields: "\"Latitude\":91,\"longitude\":-116,\"city\":\"\(long)\",\"source\":{\"a\":1}")
    #expect(outcome.reasons.contains(.outOfRange))
    let city = try #require(outcome.notes.first { $0.field == .city })
    #expect(city.reason == .tooLong)
    #expect(city.value == String(repeating: "é", count: 80))
    let latitude = try #require(outcome.notes.first { $0.field == .latitude })
    #expect(
      latitude.description
        == "Latitude \"91\": less or more than can be; expected a number from -90 to 90")
    let longitude = try #require(outcome.notes.first { $0.field == .longitude })
    #expect(longitude.reason == .noPartner)
    #expect(longitude.value == "-116")
    for reason in FieldNote.Reason.allCases {
      for field in [Field.city, .baths, .closeDate, .standardStatus, .isFeatured, .photos] {
        let note = FieldNote(name: "x", field: field, reason: reason, value: "v")
        #expect(!note.expected.isEmpty && !note.description.isEmpty)
      }
    }
  }

  @Test func flagsComeInManyShapes() throws {
    for yes in ["true", "1", "\"Y\"", "\"yes\"", "\"TRUE\"", "\"1\"", "\" t \""] {
      #expect(try taken("isFeatured", yes) == "true", "\(yes)")
    }
    for no in ["false", "0", "\"N\"", "\"No\"", "\"false\"", "\"0\"", "\"F\""] {
      #expect(try taken("IsFeatured", no, as: .isFeatured) == "false", "\(no)")
    }
    for bad in ["2", "\"maybe\"", "1.0", "\"YY\"", "-1"] {
      #expect(try dropped("isFeatured", bad) == .notAFlag, "\(bad)")
    }
    #expect(try dropped("isFeatured", "[]") == .wrongKind)
    #expect(try taken("isFeatured", "\"\"") == nil)
  }
}
