import Foundation
import PlatTestSupport
import Testing

@testable import PlatServer

/// A hidden address appears in no answer, by any path.
@Suite(.timeLimit(.minutes(30))) struct HiddenAddressTests {
  private static let number = "4711"
  private static let street = "Vista Oculta"

  /// Everything that may reveal an address: fields, keys named by the operator, texts, captions,
  /// web addresses.
  private static let members = """
    "UnparsedAddress":"4711 N Vista Oculta Dr #9, Palm Springs","FullStreetAddress":"4711 Vista \
    Oculta",\
    "MapURL":"https://maps.example/?q=33.81234,-116.54321","BuildingName":"Torre \
    Oculta","LegalDescription":"LOT 9 TR 4711",\
    "TaxParcel":"4711-009-001","Location":{"line1":"4711 Vista \
    Oculta"},"raw":{"GPS":"33.81234,-116.54321"},\
    "Directions":"Vista Oculta, left","remarks2":"See 4711 vista oculta.","Tagline":"TORRE  \
    OCKULTA","sites":["Vista-Oculta"],\
    "publicRemarks":"The finest of VISTA-OCULTA, Torre \
    Oculta.","virtualTourUrl":"https://t.example/4711-vista-oculta",\
    "videoUrl":"https://v.example/vistaoculta","unitNumber":"9",\
    "virtualTours":[{"uri":"https://t.example/1","name":"Vista \
    Oculta"}],"videos":["https://v.example/vista_oculta.mp4"],\
    "documents":[{"name":"Plan of 4711 Vista Oculta","uri":"https://d.example/9.pdf"}],\
    "openHouses":[{"date":"2026-06-01","livestreamUrl":"https://o.example/vista%20oculta",\
    "comments":"Vista Oculta"}],\
    "photos":[{"primary":true,"uri800":"https://p.example/4711%20Vista%20Oculta/1.jpg",\
    "uri640":"https://p.example/1.jpg",\
    "caption":"4711 Vista Oculta","uriLarge":"https://p.example/VistaOculta.jpg"}]
    """
  private static let named = [
    "UnparsedAddress", "FullStreetAddress", "MapURL", "BuildingName", "LegalDescription",
    "TaxParcel", "Location", "raw",
    "Directions", "remarks2", "Tagline", "sites",
  ]

  private static func line(_ key: String, _ flag: String) -> String {
    TestListings.line(key, flag + "," + members.replacingOccurrences(of: "OCKULTA", with: "OCULTA"))
      .replacingOccurrences(of: "\"streetNumber\":\"100\"", with: "\"streetNumber\":\"\(number)\"")
      .replacingOccurrences(of: "\"latitude\":33.8,", with: "\"latitude\":33.81234,")
      .replacingOccurrences(of: "\"longitude\":-116.5", with: "\"longitude\":-116.54321")
  }

  private static let traces = ["4711", "oculta", "33.81234", "116.54321"]

  @Test(arguments: Spelling.allCases) func nothingTellsIt(spelling: Spelling) throws {
    let flag = spelling.form(of: "InternetAddressDisplayYN")
    let flags = [
      "\"\(flag)\":\"N\"", "\"Details\":{\"\(flag)\":false}",
      "\"VOW\":[{\"\(spelling.form(of: "VOWAddressDisplayYN"))\":0}]",
    ]
    for (place, flag) in flags.enumerated() {
      let test = try TestService([Self.line("A\(place)", flag)], publicKeys: Self.named)
      let key = "A\(place)"
      var requests = ["", "/documents", "/openhouses", "/videos", "/virtualtours"].map {
        ("GET", "/api/mls-listings/\(key)\($0)", "")
      }
      requests += [
        ("GET", "/api/mls-listings?limit=5", ""), ("GET", "/tiles/12/722/1635.json", ""),
        ("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=16", ""),
        ("GET", "/api/swipes/batch?userId=u", ""),
        ("POST", "/api/chat/search-listings", #"{"city":"Palm Springs"}"#),
        ("POST", "/api/chat/match-location", "{\"location\":\"\(key)\"}"),
      ]
      for request in requests {
        let reply = test.ask(request.0, request.1, body: request.2)
        #expect(reply.status == 200, "\(request.1): \(reply.text)")
        for trace in Self.traces {
          #expect(
            !reply.text.lowercased().contains(trace),
            "\(flag) \(request.1) tells \(trace): \(reply.text)")
        }
      }
      #expect(
        test.ask("POST", "/api/chat/match-location", body: #"{"location":"4711 Vista Oculta"}"#)
          .object["match"] is NSNull)
      let one = test.ask("GET", "/api/mls-listings/\(key)").object
      let photo = (one["photos"] as? [[String: Any]])?.first
      #expect(photo?["uri640"] as? String == "https://p.example/1.jpg" && photo?.count == 2)
      #expect(
        one["latitude"] as? Double == 33.81 && one["slug"] as? String == "palm-springs-a\(place)")
    }
  }

  @Test func whatDoesNotTellItStays() throws {
    let members =
      """
      "InternetAddressDisplayYN":false,"publicRemarks":"A view of the lake.","Tagline":"Sunny"
      """
    let test = try TestService([TestListings.line("A1", members)], publicKeys: ["Tagline"])
    let one = test.ask("GET", "/api/mls-listings/A1").object
    #expect(
      one["publicRemarks"] as? String == "A view of the lake."
        && one["Tagline"] as? String == "Sunny")
    #expect(one["city"] as? String == "Palm Springs" && one["subdivision"] as? String == "Deepwell")
    let shown = try TestService([Self.line("A1", "\"InternetAddressDisplayYN\":true")])
    #expect(shown.ask("GET", "/api/mls-listings/A1").text.contains("Vista Oculta"))
  }

  @Test func aStreetThatNoFieldNamesIsFoundByItsForm() throws {
    let members =
      "\"InternetAddressDisplayYN\":false,\"publicRemarks\":\"Come to 12 Elm Street today.\""
    let line = TestListings.line("A1", members).replacingOccurrences(
      of: "\"streetName\":\"Vista Oculta\",", with: "")
    #expect(
      try TestService([line]).ask("GET", "/api/mls-listings/A1").object["publicRemarks"] == nil)
  }
}
