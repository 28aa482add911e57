import Foundation
import PlatJSON
import Testing

@testable import PlatListings

@Suite("Texts and words", .timeLimit(.minutes(30)))
struct TextTests {
  @Test func statusesAreTakenInAnySpelling() throws {
    for status in [
      "ActiveUnderContract", "Active Under Contract", "active under contract",
      "ACTIVE_UNDER_CONTRACT",
    ] {
      #expect(
        try taken("StandardStatus", "\"\(status)\"", as: .standardStatus)
          == "\"ActiveUnderContract\"")
    }
    for status in Words.statuses {
      #expect(try taken("standardStatus", "\" \(status) \"") == "\"\(status)\"")
    }
    #expect(try taken("standardStatus", "\"Cancelled\"") == "\"Canceled\"")
    #expect(try taken("standardStatus", "[\"Pending\"]") == "\"Pending\"")
    #expect(try taken("standardStatus", "\"Sold\"") == "\"Closed\"")
    #expect(try dropped("standardStatus", "\"Haunted\"") == .unknownWord)
    #expect(try dropped("standardStatus", "[\"Active\",\"Pending\"]") == .unknownWord)
    #expect(try taken("standardStatus", "\"-\"") == nil)
    #expect(try dropped("standardStatus", "5") == .unknownWord)
  }

  @Test func anotherStatusStandsInAndStays() throws {
    #expect(
      try Outcome(fields: #""MlsStatus":"pending""#).document
        == #"{"listingKey":"K","standardStatus":"Pending","MlsStatus":"pending"}"#)
    let both = try Outcome(fields: #""MlsStatus":"Back on Market","StandardStatus":"Active""#)
    #expect(both.json("standardStatus") == "\"Active\"")
    #expect(both.json("MlsStatus") == "\"Back on Market\"")
    #expect(both.notes.isEmpty)
    let unknown = try Outcome(fields: #""MlsStatus":"Haunted""#)
    #expect(unknown.json("standardStatus") == nil)
    #expect(unknown.reasons == [.unknownWord])
  }

  @Test func propertyTypesAreLettersWhereTheContractHasThem() throws {
    let expected = [
      "A": "A", "A ": "A", "a": "A", "Residential": "A", "RESIDENTIAL": "A", "B": "B",
      "ResidentialLease": "B",
      "Residential Lease": "B", "C": "C", "ResidentialIncome": "C", "Residential Income": "C",
      "D": "D", "E ": "E",
      "Land": "Land", "CommercialSale": "Commercial Sale", "commercial lease": "Commercial Lease",
      "Farm": "Farm",
      "Rental": "B", "Houseboat": "Houseboat",
    ]
    for (given, kept) in expected {
      #expect(
        try taken("PropertyType", "\"\(given)\"", as: .propertyType) == "\"\(kept)\"", "\(given)")
    }
  }

  @Test func propertySubTypesAreTheContractsWords() throws {
    let expected = [
      "SingleFamilyResidence": "Single Family", "Single Family Residence": "Single Family",
      "Single Family": "Single Family", "Condominium": "Condo", "condo": "Condo",
      "Townhouse": "Townhouse",
      "ManufacturedHome": "Manufactured Home", "Ski Chalet ": "Ski Chalet", "SF": "SF",
    ]
    for (given, kept) in expected {
      #expect(try taken("propertySubType", "\"\(given)\"") == "\"\(kept)\"", "\(given)")
    }
    #expect(
      try taken("PropertySubType", #"["Condominium","Townhouse"]"#, as: .propertySubType)
        == #""Condo""#
    )
  }

  @Test func otherWords() throws {
    #expect(try taken("landType", "\"fee\"") == "\"Fee\"")
    #expect(try taken("landType", "\"Fee Simple\"") == "\"Fee\"")
    #expect(try taken("landType", "\"LEASEHOLD\"") == "\"Lease\"")
    #expect(try dropped("landType", "\"Freehold\"") == .unknownWord)
    #expect(try taken("source", "\"mls\"") == "\"MLS\"")
    // Portals write the listing service's name here.
    let portal = try Outcome(fields: #""source":"web""#)
    #expect(portal.document == #"{"listingKey":"K","mlsSource":"web"}"#)
    #expect(portal.notes.isEmpty)
    let same = try Outcome(fields: #""source":" CRMLS ","mlsSource":"CRMLS""#)
    #expect(same.document == #"{"listingKey":"K","mlsSource":"CRMLS"}"# && same.notes.isEmpty)
    // Beside another listing service it has no place, and is not dropped in silence.
    for name in ["mlsSource", "OriginatingSystemName"] {
      let lost = try Outcome(fields: #""source":"web","\#(name)":"CRMLS""#)
      #expect(lost.document == #"{"listingKey":"K","mlsSource":"CRMLS"}"#, "\(name)")
      #expect(lost.reasons == [.unknownWord], "\(name)")
      #expect(lost.notes.first?.field == .source && lost.notes.first?.value == "web")
    }
  }

  @Test func poolsComeAsTextListsObjectsAndFlags() throws {
    let expected: [(String, String?)] = [
      (#""In Ground""#, #""In Ground""#), (#"["Private","In Ground"]"#, #""Private,In Ground""#),
      (#"{"In Ground":true,"Above Ground":false,"Spa":true}"#, #""In Ground,Spa""#),
      (#"{"Pool":{"In Ground":true}}"#, #""In Ground""#),
      (#"[{"Gunite":true},{"Heated":true}]"#, #""Gunite,Heated""#),
      (#"{"In Ground":false}"#, nil), ("[]", nil), ("{}", nil), ("[null,\"\"]", nil), ("null", nil),
      (#""None""#, #""None""#), (#""none""#, #""None""#), ("false", #""None""#),
      ("true", #""Yes""#),
      (#""Y""#, #""Yes""#),
      (#"["********"]"#, nil), (#"["None"]"#, #""None""#),
    ]
    for (given, kept) in expected {
      #expect(try taken("PoolFeatures", given, as: .pool) == kept, "\(given)")
    }
    #expect(try dropped("pool", #"{"Size":12}"#) == .wrongKind)
    #expect(try dropped("pool", "[true]") == .wrongKind)
    let nested =
      String(repeating: "[", count: 200) + "\"Deep\"" + String(repeating: "]", count: 200)
    #expect(try taken("pool", nested) == "\"Deep\"")
  }

  @Test func textsAreTrimmedAndNumbersBecomeText() throws {
    #expect(try taken("city", "\" \\t Palm  Desert\\r\\n\"") == "\"Palm Desert\"")
    #expect(try taken("city", "\"\\u00a0Palm\\u00a0Desert\\u2003\"") == "\"Palm Desert\"")
    #expect(try taken("subdivision", "\"Palm\\r\\nRoyale\\u200b\"") == "\"Palm Royale\"")
    #expect(try taken("city", "\"\\u00a0\"") == nil)
    #expect(try taken("postalCode", "92262") == "\"92262\"")
    #expect(try taken("postalCode", "92262.0") == "\"92262\"")
    #expect(try taken("streetNumber", "7294.5") == "\"7294.5\"")
    #expect(try taken("unitNumber", "0") == "\"0\"")
    #expect(try taken("city", "\"\"") == nil)
    #expect(try dropped("city", "\"a\\u0000b\"") == .controlCharacters)
    #expect(try taken("city", "\"a\\nb\"") == "\"a b\"")
    #expect(try taken("publicRemarks", "\"a\\nb\"") == "\"a\\nb\"")
    #expect(try taken("city", "\"\(String(repeating: "c", count: 256))\"")?.count == 258)
    #expect(try dropped("city", "\"\(String(repeating: "c", count: 257))\"") == .tooLong)
    #expect(
      try dropped("publicRemarks", "\"\(String(repeating: "c", count: 65_537))\"") == .tooLong)
    #expect(try taken("privateRemarks", "\"gate 1234\"") == "\"gate 1234\"")
    #expect(try taken("AgentRemarks", "\"gate 1234\"", as: .privateRemarks) == "\"gate 1234\"")
  }

  @Test func foldedWordsAreFoundByBytesNotByHashAlone() {
    let words = Words(of: .standardStatus)
    #expect(words.find("".utf8Span.span) == nil)
    #expect(words.find("  ".utf8Span.span) == nil)
    #expect(words.find("activé".utf8Span.span) == nil)
    #expect(words.find("activeactive".utf8Span.span) == nil)
    #expect(Words(of: .city).texts.isEmpty)
  }
}
