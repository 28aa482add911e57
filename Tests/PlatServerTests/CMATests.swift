import Foundation
import Glibc
import Plat
import PlatAssistant
import PlatHTTP
import PlatTestSupport
import Testing

@testable import PlatServer

/// `POST /api/ai/cma`, without a socket and over one.
@Suite(.timeLimit(.minutes(30))) struct CMATests {
  /// Two dozen sales around one corner, two of them with private values.
  private static let sales: [String] = (0..<24).map { number in
    let place = (33.8 + Double(number % 5 - 2) * 0.002, -116.5 + Double(number / 5 - 2) * 0.002)
    let sqft = 1_500 + number * 25
    let hidden =
      number == 7
      ? ",\"InternetAddressDisplayYN\":false" : number == 8 ? ",\"privateRemarks\":\"SECRET\"" : ""
    return
      """
      {"listingKey":"C\(number)","standardStatus":"Closed","propertyType":"A",\
      "closePrice":\(sqft * 330),"closeDate":"2026-0\(2 + number % 4)-15","beds":3,"baths":2,\
      "sqft":\(sqft),"city":"Indio","streetNumber":"\(number + 1)",\
      "streetName":\(number == 7 ? "\"SECRET Garden\"" : "\"Elm\""),"latitude":\(place.0),\
      "longitude":\(place.1)\(hidden)}
      """
  }

  private static let home =
    """
    {"latitude": 33.8, "longitude": -116.5, "sqft": 1800, "beds": 3, "baths": "2", "yearBuilt": \
    null, "asOf": "2026-06-01"}
    """

  private func service(_ change: (inout ServiceOptions) -> Void = { _ in }) throws -> TestService {
    try TestService(Self.sales, change)
  }

  @Test func itAnswersAsTheLibraryDoes() throws {
    let test = try service()
    let reply = test.ask("POST", "/api/ai/cma", body: Self.home)
    #expect(
      reply.status == 200 && reply.field("Content-Type") == "application/json", "\(reply.text)")
    #expect(reply.field("Cache-Control") == "no-store" && reply.field("ETag") == nil)
    let request = try AnalysisRequest([
      ("latitude", "33.8"), ("longitude", "-116.5"), ("sqft", "1800"), ("beds", "3"),
      ("baths", "2"),
      ("asOf", "2026-06-01"),
    ])
    let answer = try ListingsDatabase(opening: test.index).marketAnalysis(request, now: 0)
    var writer = JSONWriter()
    answer.write(to: &writer)
    #expect(reply.body == writer.bytes)
    let comparables = try #require(reply.object["comparables"] as? [[String: Any]])
    #expect(comparables.count >= 5 && !reply.text.contains("SECRET"))
    let over = try #require(
      Client(port: try test.service.start())?.ask("POST", "/api/ai/cma", body: Self.home))
    #expect(over.status == 200 && over.body == reply.body)
  }

  /// A body, the status, the parameter, and words of the error.
  private static let refusals: [(body: String, status: Int, parameter: String?, words: String)] = [
    ("{}", 400, "latitude", "or its address"),
    (#"{"latitude":33.8}"#, 400, "longitude", "is missing"),
    (#"{"latitude":33.8,"longitude":-116.5}"#, 400, "sqft", "is missing"),
    (#"{"latitude":33.8,"longitude":-116.5,"sqft":1800,"beds":3}"#, 400, "baths", "is missing"),
    (#"{"latitude":133.8,"longitude":-116.5}"#, 400, "latitude", "133.8"),
    (#"{"latitude":33.8,"longitude":-116.5,"sqft":-1}"#, 400, "sqft", "100 to 100,000 square feet"),
    (#"{"latitude":33.8,"longitude":-116.5,"sqft":true}"#, 400, "sqft", "true"),
    (#"{"latitude":33.8,"longitude":-116.5,"sqft":{}}"#, 400, "sqft", "{...}"),
    (#"{"latitude":33.8,"longitude":-116.5,"sqft":[1800]}"#, 400, "sqft", "[...]"),
    (#"{"latitude":33.8,"longitude":-116.5,"bath":2}"#, 400, "bath", "did you mean baths?"),
    (#"{"sqft":1800,"sqft":1800}"#, 400, "sqft", "more than once"),
    (#"{"asOf":"soon","latitude":1,"longitude":1}"#, 400, "asOf", "soon"),
    (
      #"{"address":"12345 Nowhere Boulevard, Atlantis"}"#, 404, "address",
      "no one home has the address"
    ),
    (#"{"latitude":0,"longitude":0,"sqft":1800,"beds":3,"baths":2}"#, 404, nil, "nothing compares"),
    (
      #"{"latitude":33.8,"longitude":-116.5,"sqft":1800,"beds":3,"baths":2,"asOf":"2050-01-01"}"#,
      404, nil,
      "the newest sale of the index closed on 2026-05-15, too long before"
    ),
    ("[]", 400, nil, "JSON object"), ("{", 400, nil, "JSON object"), ("", 400, nil, "JSON object"),
  ]

  @Test func whatCannotBeIsRefused() throws {
    let test = try service()
    for (body, status, parameter, words) in Self.refusals {
      let reply = test.ask("POST", "/api/ai/cma", body: body)
      #expect(
        reply.status == status && reply.field("Content-Type") == "application/problem+json",
        "\(body): \(reply.text)")
      #expect(reply.object["parameter"] as? String == parameter, "\(body): \(reply.text)")
      #expect(
        (reply.object["detail"] as? String)?.contains(words) == true, "\(body): \(reply.text)")
    }
    #expect(test.ask("GET", "/api/ai/cma").status == 405)
    #expect(test.ask("POST", "/api/ai/cma?sqft=1", body: Self.home).status == 400)
    #expect(
      test.ask("POST", "/api/ai/cma", fields: "Content-Type: text/plain\r\n", body: Self.home)
        .status == 415)
  }

  @Test func theDocumentDescribesIt() throws {
    let document = try service().ask("GET", "/openapi.json").object
    let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
    let post = try #require(paths["/api/ai/cma"]?["post"])
    let text = "\(post)"
    for parameter in AnalysisParameter.all {
      #expect(text.contains(parameter.name), "\(parameter.name)")
    }
    let schemas = try #require(
      (document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
    // The answer has the required members and no undescribed member.
    let described = try #require(schemas["MarketAnalysis"]?["properties"] as? [String: Any])
    let required = try #require(schemas["MarketAnalysis"]?["required"] as? [String])
    let answer = try service().ask("POST", "/api/ai/cma", body: Self.home).object
    #expect(
      Set(answer.keys).isSubset(of: described.keys) && Set(required).isSubset(of: answer.keys))
    let sale = try #require(schemas["ComparableSale"])
    for comparable in try #require(answer["comparables"] as? [[String: Any]]) {
      #expect(
        Set(comparable.keys).isSubset(of: try #require(sale["properties"] as? [String: Any]).keys))
      #expect(Set(try #require(sale["required"] as? [String])).isSubset(of: comparable.keys))
    }
  }

  private static let paragraph =
    """
    The home was compared with sales near it, all of this spring, and their prices were adjusted. \
    It is not an appraisal.
    """

  private static func completion(_ connection: Connection) {
    let body = "{\"choices\":[{\"message\":{\"content\":\"\(paragraph)\"}}]}"
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  @Test func aModelsParagraphIsInTheAnswer() throws {
    let server = try LocalServer(connections: 2) { Self.completion($0) }
    let model = try LanguageModel(url: server.url, key: "SECRET", name: "m-1", seconds: 5)
    let test = try service { $0.languageModel = model }
    let over = try #require(Client(port: try test.service.start()))
    for reply in [
      test.ask("POST", "/api/ai/cma", body: Self.home),
      over.ask("POST", "/api/ai/cma", body: Self.home),
    ] {
      #expect(reply?.object["aiAnalysis"] as? String == Self.paragraph, "\(reply?.text ?? "")")
      #expect(
        reply?.object["aiAnalysisSource"] as? String == "m-1"
          && reply?.text.contains("SECRET") == false)
      #expect(reply?.field("Cache-Control") == "no-store")
    }
  }

  @Test func whoeverFindsTheModelBusyIsNotHeldUp() throws {
    // The endpoint never answers; one request may wait for it.
    let server = try LocalServer(connections: 1) { $0.waitForEnd() }
    let model = try LanguageModel(url: server.url, key: nil, name: "m-1", seconds: 2)
    let test = try service { ($0.languageModel, $0.modelRequests, $0.http.loops) = (model, 1, 1) }
    let port = try test.service.start()
    let waiting = try #require(Client(port: port))
    waiting.send("POST", "/api/ai/cma", body: Self.home)
    #expect(holdsSoon { !server.requests.isEmpty })
    // The only loop and the workers are free: others get the built-in text at once, and searches go
    // on.
    let other = try #require(Client(port: port))
    let began = ContinuousClock.now
    for _ in 0..<5 {
      let reply = try #require(other.ask("POST", "/api/ai/cma", body: Self.home))
      #expect(reply.object["aiAnalysisSource"] as? String == "plat")
      #expect(
        other.ask("GET", "/api/mls-listings?standardStatus=Closed&facets=city")?.status == 200)
    }
    #expect(ContinuousClock.now - began < .seconds(1.5), "nobody waited for the model")
    let late = try #require(waiting.reply())
    #expect(late.status == 200 && late.object["aiAnalysisSource"] as? String == "plat")
  }
}
