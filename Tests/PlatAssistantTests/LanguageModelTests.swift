import Foundation
import Plat
import PlatTestSupport
import PlatValuation
import Testing

@testable import PlatAssistant

/// The paragraph by a language model, and the fallback when the model fails.
@Suite(.timeLimit(.minutes(30))) struct LanguageModelTests {
  private let market: TestIndex

  init() throws { market = try TestIndex.market.get() }

  private static let key = "sk-SECRETSECRET"

  private func answer(from url: String, seconds: Double = 5) throws
    -> (answer: MarketAnswer, failure: LanguageModel.Failure?)
  {
    let model = try LanguageModel(url: url, key: Self.key, name: "test-model", seconds: seconds)
    var answer = try market.database.cornerAnalysis()
    do throws(LanguageModel.Failure) { try answer.write(by: model) } catch {
      return (answer, error)
    }
    return (answer, nil)
  }

  private static func completion(_ text: String, end: String = "stop") throws -> String {
    let message: [String: Any] = ["role": "assistant", "content": text]
    let object: [String: Any] = ["choices": [["message": message, "finish_reason": end]]]
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  private static func response(_ body: String, status: String = "200 OK") -> String {
    """
    HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \
    \(body.utf8.count)\r\n\r\n\(body)
    """
  }

  private static let paragraph =
    """
    The home was compared with sales near it, all of this spring, and their prices were adjusted \
    for size and age.
    """

  @Test(arguments: ["/v1", "/v1/", "/v1/chat/completions", ""]) func aModelWrites(_ path: String)
    throws
  {
    let body = try Self.completion(Self.paragraph)
    let server = try LocalServer { $0.send(Self.response(body)) }
    let (answer, failure) = try answer(from: server.url + path)
    #expect(
      answer.text == Self.paragraph + " " + AnalysisText.notice && answer.source == "test-model")
    #expect(failure == nil && answer.json.contains("\"aiAnalysisSource\":\"test-model\""))
    let request = try #require(server.requests.first)
    let prefix = path.hasPrefix("/v1") ? "/v1" : ""
    #expect(request.hasPrefix("POST \(prefix)/chat/completions HTTP/1.1\r\n"))
    #expect(request.contains("\r\nAuthorization: Bearer \(Self.key)\r\n"))
    let sent = try #require(request.components(separatedBy: "\r\n\r\n").last)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(sent.utf8)) as? [String: Any])
    #expect(
      object["model"] as? String == "test-model" && (object["messages"] as? [Any])?.count == 2)
    for word in ["SECRET Agent", "Vista", "script", "Palm Springs"] {
      #expect(!sent.contains(word), "\(word)")
    }
  }

  /// The endpoint's response, and a word of the error.
  private static let failures: [(response: String, words: String)] = [
    (response("{}", status: "500 No"), "status 500"),
    (response("{}", status: "401 No"), "status 401"),
    (response("{}", status: "302 Found\r\nLocation: http://127.0.0.1:1/"), "status 302"),
    (response(""), "no whole chat completion"), (response("{}"), "no whole chat completion"),
    (response("[]"), "no whole chat completion"),
    (response("not JSON"), "no whole chat completion"),
    (response("{\"choices\":[]}"), "no whole chat completion"),
    (response("{\"choices\":[{\"message\":{\"content\":null}}]}"), "no whole chat completion"),
    (response("{\"choices\":{\"message\":1}}"), "no whole chat completion"),
    (response("{\"choices\":[{\"message\":{\"content\":\"\"}}]}"), "it is empty"),
    ((try? response(completion(paragraph, end: "length"))) ?? "", "no whole chat completion"),
    ((try? response(completion(paragraph + " It is worth $9,876,543."))) ?? "", "$9,876,543"),
    ((try? response(completion(String(repeating: paragraph, count: 40)))) ?? "", "longer than"),
    ((try? response(completion(paragraph + "<img src=x>"))) ?? "", "markup"),
    (response(String(repeating: " ", count: 300_000)), "more than"), ("", "did not answer"),
    ("HTTP/1.1 200", "did not answer"),
  ]

  @Test(arguments: failures.indices) func ourOwnStaysWhereItFails(_ place: Int) throws {
    let (response, words) = Self.failures[place]
    let server = try LocalServer { $0.send(response) }
    let (answer, reason) = try answer(from: server.url)
    let own = try market.database.cornerAnalysis()
    #expect(answer.text == own.text && answer.source == "plat" && answer.json == own.json)
    let failure = try #require(reason, "\(response.prefix(80))")
    #expect(failure.description.contains(words), "\(failure)")
    #expect(!failure.description.contains(Self.key) && !"\(failure)".contains("Bearer"))
    #expect(!server.requests.isEmpty)
  }

  @Test func aSlowModelIsNotWaitedFor() throws {
    let server = try LocalServer { $0.waitForEnd() }
    let (answer, failure) = try answer(from: server.url, seconds: 0.15)
    #expect(answer.source == "plat" && failure?.description.contains("150 ms") == true)
    let (own, reason) = try self.answer(from: "http://127.0.0.1:\(try LocalServer.deadPort())")
    #expect(own.source == "plat" && reason != nil && !own.text.isEmpty)
  }

  @Test func theKeyIsInNoText() throws {
    let model = try LanguageModel(url: "https://example.org/v1", key: Self.key, name: "m")
    var dumped = ""
    dump(model, to: &dumped)
    for text in [
      "\(model)", String(reflecting: model), dumped, "\([model])", "\(Optional(model) as Any)",
    ] {
      #expect(!text.contains("SECRET") && text.contains("m"), "\(text)")
    }
  }

  @Test func settingsThatCannotBe() throws {
    let refusals:
      [(url: String, key: String?, name: String, seconds: Double, refusal: LanguageModel.Refusal)] =
        [
          ("", nil, "m", 8, .badURL), ("ftp://x", nil, "m", 8, .badURL),
          ("https:x", nil, "m", 8, .badURL),
          ("https://x y", nil, "m", 8, .badURL), ("https://x", nil, "", 8, .badName),
          ("https://x", nil, "m\n", 8, .badName),
          ("https://x", "SECRET\n", "m", 8, .badKey), ("https://x", "a b", "m", 8, .badKey),
          ("https://x", nil, "m", 0, .badTime), ("https://x", nil, "m", .nan, .badTime),
          ("https://x", nil, "m", 1e9, .badTime),
        ]
    for (url, key, name, seconds, refusal) in refusals {
      #expect(throws: refusal) {
        try LanguageModel(url: url, key: key, name: name, seconds: seconds)
      }
      #expect(!refusal.description.contains("SECRET"))
    }
  }
}
