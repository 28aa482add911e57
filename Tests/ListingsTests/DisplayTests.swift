import Listings
import Testing

/// What a seller lets the public see.
@Suite(.timeLimit(.minutes(10))) struct DisplayTests {
  private static func display(_ members: String) -> ListingDisplay {
    ListingDisplay(document: Array("{\"listingKey\":\"A\"\(members.isEmpty ? "" : ",")\(members)}".utf8).span)
  }

  @Test(arguments: ["false", "0", "\"N\"", "\"no\"", "\"False\"", "\"0\"", "0.0", "[]", "{}", "\"perhaps\""])
  func noIsNo(value: String) {
    for name in ["InternetEntireListingDisplayYN", "internetEntireListingDisplayYN", "INTERNETENTIRELISTINGDISPLAYYN"] {
      #expect(Self.display("\"\(name)\":\(value)") == .hidden, "\(name)")
    }
    #expect(Self.display("\"InternetAddressDisplayYN\":\(value)") == .withoutAddress)
    let both = "\"InternetAddressDisplayYN\":\(value),\"InternetEntireListingDisplayYN\":\(value)"
    #expect(Self.display(both) == .hidden)
  }

  @Test(arguments: ["true", "1", "\"Y\"", "\"yes\"", "\"True\"", "null", "\"\""])
  func yesAndSilenceAreYes(value: String) {
    #expect(Self.display("\"InternetEntireListingDisplayYN\":\(value),\"internetAddressDisplayYN\":\(value)") == .whole)
  }

  @Test func estimatesMayBeRefused() {
    func allows(_ members: String) -> Bool {
      ListingDisplay.allowsValuation(document: Array("{\"listingKey\":\"A\"\(members)}".utf8).span)
    }
    #expect(!allows(",\"InternetAutomatedValuationDisplayYN\":false"))
    #expect(!allows(",\"internetAutomatedValuationDisplayYN\":\"N\""))
    #expect(allows(",\"InternetAutomatedValuationDisplayYN\":true") && allows("") && allows(",\"poolYN\":false"))
  }

  @Test func otherDocumentsAreWhole() {
    for members in [
      "", "\"x\":\"InternetEntireListingDisplayYN\"", "\"poolYN\":false",
      "\"a\":{\"InternetEntireListingDisplayYN\":false}",
    ] {
      #expect(Self.display(members) == .whole, "\(members)")
    }
    let broken = Array("[{\"InternetEntireListingDisplayYN\":false}".utf8)
    let display = ListingDisplay(document: broken.span)
    #expect(display == .whole)
  }

  @Test func positionsAreCoarse() {
    #expect(
      ListingDisplay.coarse(338_123_456) == 338_100_000 && ListingDisplay.coarse(-1_165_123_456) == -1_165_100_000)
    #expect(
      ListingDisplay.coarse(1_800_000_000) == 1_800_000_000 && ListingDisplay.coarse(-900_000_000) == -900_000_000)
    #expect(ListingDisplay.coarse(50_000) == 100_000 && ListingDisplay.coarse(-49_999) == 0)
  }

  @Test func addressKeys() {
    for key in [
      "streetName", "StreetNumberNumeric", "UnparsedAddress", "latitude", "Coordinates", "slug", "UnitNumber",
      "Directions",
    ] {
      let isAddress = ListingDisplay.isAddress(key: key.utf8Span.span)
      #expect(isAddress, "\(key)")
    }
    for key in ["city", "postalCode", "InternetAddressDisplayYN", "listPrice", "listOfficeName", "subdivision"] {
      let isAddress = ListingDisplay.isAddress(key: key.utf8Span.span)
      #expect(!isAddress, "\(key)")
    }
  }
}
