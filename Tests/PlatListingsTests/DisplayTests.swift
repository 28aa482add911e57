import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatListings

/// The parts of a listing that the seller allows the public to see.
@Suite(.timeLimit(.minutes(30))) struct DisplayTests {
  private static func display(_ members: String) -> ListingDisplay {
    ListingDisplay(
      document: Array("{\"listingKey\":\"A\"\(members.isEmpty ? "" : ",")\(members)}".utf8).span)
  }

  @Test(arguments: [
    "false", "0", "\"N\"", "\"no\"", "\"False\"", "\"0\"", "0.0", "[]", "{}", "\"perhaps\"",
  ])
  func noIsNo(value: String) {
    for name in [
      "InternetEntireListingDisplayYN", "internetEntireListingDisplayYN",
      "INTERNETENTIRELISTINGDISPLAYYN",
    ] {
      #expect(Self.display("\"\(name)\":\(value)") == .hidden, "\(name)")
    }
    #expect(Self.display("\"InternetAddressDisplayYN\":\(value)") == .withoutAddress)
    let both = "\"InternetAddressDisplayYN\":\(value),\"InternetEntireListingDisplayYN\":\(value)"
    #expect(Self.display(both) == .hidden)
  }

  @Test(arguments: ["true", "1", "\"Y\"", "\"yes\"", "\"True\"", "null", "\"\""])
  func yesAndSilenceAreYes(value: String) {
    #expect(
      Self.display(
        "\"InternetEntireListingDisplayYN\":\(value),\"internetAddressDisplayYN\":\(value)")
        == .whole)
  }

  @Test func estimatesMayBeRefused() {
    func allows(_ members: String) -> Bool {
      ListingDisplay.allowsValuation(document: Array("{\"listingKey\":\"A\"\(members)}".utf8).span)
    }
    #expect(!allows(",\"InternetAutomatedValuationDisplayYN\":false"))
    #expect(!allows(",\"internetAutomatedValuationDisplayYN\":\"N\""))
    #expect(
      allows(",\"InternetAutomatedValuationDisplayYN\":true") && allows("")
        && allows(",\"poolYN\":false"))
  }

  private static let hiding = [
    "InternetEntireListingDisplayYN", "IDXEntireListingDisplayYN", "VOWEntireListingDisplayYN",
    "IDXOptInYN",
    "MlgCanView",
  ]
  private static let hidingAddress = [
    "InternetAddressDisplayYN", "IDXAddressDisplayYN", "VOWAddressDisplayYN", "ShowAddressToPublic",
  ]

  @Test(arguments: Spelling.allCases) func flagsCountInAnySpellingAndAtAnyDepth(spelling: Spelling)
    throws
  {
    for name in Self.hiding + Self.hidingAddress {
      let (form, value) = (
        spelling.form(of: name), spelling.rawValue.count % 2 == 0 ? "false" : "\"N\""
      )
      let expected = Self.hiding.contains(name) ? ListingDisplay.hidden : .withoutAddress
      for members in [
        "\"\(form)\":\(value)", "\"StandardFields\":{\"\(form)\":\(value)}",
        "\"a\":{\"b\":{\"\(form)\":\(value)}}",
      ] {
        #expect(Self.display(members) == expected, "\(members)")
        #expect(try Outcome(fields: members).listing.display == expected, "\(members)")
      }
      let inTable = "\"CustomFields\":[{\"Main\":[{\"Internet\":[{\"\(form)\":\(value)}]}]}]"
      if name != "MlgCanView" { #expect(Self.display(inTable) == expected, "\(inTable)") }
    }
    let texts = try Outcome(texts: [
      "listingKey": "K", spelling.form(of: "InternetAddressDisplayYN"): "N",
    ])
    #expect(texts.listing.display == .withoutAddress)
  }

  @Test(arguments: [
    "[]", "[\"VOW\"]", "\"VOW,BO\"", "null", "false", "{\"VOW\":true}", "[\"IDXX\"]",
  ])
  func usesMustNameIDX(value: String) throws {
    #expect(Self.display("\"MlgCanUse\":\(value)") == .hidden)
    #expect(try Outcome(fields: "\"mlg_can_use\":\(value)").listing.display == .hidden)
  }

  @Test(arguments: ["Delete", "Incomplete", "deleted", "INCOMPLETE"]) func draftsAreHidden(
    status: String
  ) throws {
    let outcome = try Outcome(fields: "\"StandardStatus\":\"\(status)\"")
    #expect(outcome.listing.display == .hidden)
    let display = ListingDisplay(document: outcome.listing.document.span)
    #expect(display == .hidden)
    #expect(try Outcome(fields: "\"MlsStatus\":\"\(status)\"").listing.display == .hidden)
  }

  @Test func partsSayWhoMaySeeThem() throws {
    func isPublic(_ members: String) throws -> Bool {
      var parser = JSONParser()
      let bytes = Array("{\(members)}".utf8)
      return PartDisplay.isPublic(try parser.parse(bytes.span))
    }
    for members in [
      "", #""Permission":["Public"]"#, #""permission":"IDX,VOW""#, #""Permission":null"#,
      #""Permission":[]"#,
      #""Privacy":"Public""#, #""MediaStatus":"Complete""#, #""private":false"#,
      #""isPublic":true"#,
      #""Permission":{"Public":true,"Private":false}"#, #""MlgCanUse":["IDX"]"#,
      #""OpenHouseType":"Public""#,
      #""caption":"Private pool""#, #""hidden":"""#, #""public":null"#,
    ] {
      #expect(try isPublic(members), "\(members)")
    }
    for members in [
      #""Permission":["Private"]"#, #""Permission":"Agent Only""#, #""PERMISSION":"Office Only""#,
      #""permission":["Firm Only"]"#, #""Permission":["Public","Private"]"#,
      #""Permission":["VOW"]"#,
      #""Permission":"NoAccess""#, #""Permission":5"#, #""Permission":{"Private":true}"#,
      #""Privacy":"Private""#,
      #""privacy":"Office""#, #""MediaStatus":"Deleted""#, #""Media Status":"Deleted - Duplicate""#,
      #""MlgCanView":false"#, #""MlgCanUse":["VOW"]"#, #""private":true"#, #""isPrivate":"Y""#,
      #""Public":"N""#,
      #""OpenHouseType":"Broker""#, #""Confidential":1"#,
      #""InternetEntireListingDisplayYN":false"#,
      #""private":"perhaps""#,
    ] {
      #expect(!(try isPublic(members)), "\(members)")
    }
  }

  @Test func otherDocumentsAreWhole() {
    for members in [
      "", "\"x\":\"InternetEntireListingDisplayYN\"", "\"poolYN\":false",
      "\"InternetConsumerCommentYN\":false",
      "\"Media\":[{\"MlgCanView\":false}]", "\"ListAgent\":{\"MlgCanView\":false}",
      "\"MlgCanUse\":[\"VOW\",\"IDX\"]",
      "\"MlgCanUse\":\"IDX, VOW\"", "\"standardStatus\":\"Withdrawn\"",
    ] {
      #expect(Self.display(members) == .whole, "\(members)")
    }
    let broken = Array("[{\"InternetEntireListingDisplayYN\":false}".utf8)
    let display = ListingDisplay(document: broken.span)
    #expect(display == .whole)
  }

  @Test func positionsAreCoarse() {
    #expect(
      ListingDisplay.coarse(338_123_456) == 338_100_000
        && ListingDisplay.coarse(-1_165_123_456) == -1_165_100_000)
    #expect(
      ListingDisplay.coarse(1_800_000_000) == 1_800_000_000
        && ListingDisplay.coarse(-900_000_000) == -900_000_000)
    #expect(ListingDisplay.coarse(50_000) == 100_000 && ListingDisplay.coarse(-49_999) == 0)
  }

  @Test func addressKeys() {
    for key in [
      "streetName", "StreetNumberNumeric", "UnparsedAddress", "latitude", "Coordinates", "slug",
      "UnitNumber",
      "Directions", "FullStreetAddress", "MapURL", "BuildingName", "LegalDescription", "TaxParcel",
      "Location", "raw",
      "GPS", "street name", "map_link",
    ] {
      let isAddress = ListingDisplay.isAddress(key: key.utf8Span.span)
      #expect(isAddress, "\(key)")
    }
    for key in ["city", "postalCode", "listPrice", "listOfficeName", "subdivision", "beds"] {
      let isAddress = ListingDisplay.isAddress(key: key.utf8Span.span)
      #expect(!isAddress, "\(key)")
    }
  }
}
