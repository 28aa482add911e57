import PlatTestSupport
import Testing

@testable import PlatHTTPClient

@Suite(.timeLimit(.minutes(30))) struct ErrorTests {
  @Test(arguments: [
    "", "example.org", "/path", "ftp://example.org/x", "file:///etc/passwd", "gopher://x",
    "http://",
    "http://exa mple/",
    "http://example.org/\r\nX: y", "http://[::1", "https://:99999999/", "javascript:alert(1)",
    "HTTP:", "\u{0}http://a",
  ])
  func addressesThatCannotBe(_ url: String) throws {
    do throws(HTTPClientError) {
      _ = try HTTPClient(milliseconds: 300).send(.get(url))
      Issue.record("\(url) was asked")
    } catch {
      guard case .badURL = error else {
        Issue.record("\(url): \(error)")
        return
      }
    }
  }

  @Test func addressesAreToldWithoutSecrets() {
    let request = HTTPClientRequest.get("ftp://user:SECRET@example.org/a?key=SECRET#SECRET")
    #expect(throws: HTTPClientError.badURL("ftp://example.org/a")) {
      try HTTPClient().send(request)
    }
    #expect(HTTPClientRequest.get("SECRET@x").plainURL == "SECRET@x")
  }

  @Test(arguments: [
    ("X", "SECRET\r\nY: b"), ("X", "SECRET\nb"), ("X", "\u{0}"), ("X", ""), ("X", "  "),
    ("", "SECRET"),
    ("X Y", "SECRET"), ("X:", "SECRET"),
    ("X\r\n", "SECRET"), ("Ä", "SECRET"),
  ])
  func fieldsThatCannotBe(_ name: String, _ value: String) throws {
    // Nothing listens there: a field that passed the check would be unreachable.
    let url = "http://127.0.0.1:\(try LocalServer.deadPort())/"
    do throws(HTTPClientError) {
      _ = try HTTPClient().send(.get(url, fields: [(name, value)]))
    } catch {
      guard case .badField = error else {
        Issue.record("\(name): \(value): \(error)")
        return
      }
      #expect(!error.description.contains("SECRET") && !"\(error)".contains("\n"))
    }
  }

  @Test func errorsAreSentences() {
    let errors: [HTTPClientError] = [
      .badURL("x"), .badField(name: "x"), .timedOut(milliseconds: 5), .unreachable(reason: "x"),
      .tooLong(limit: 9),
    ]
    for error in errors {
      #expect(error.description.count > 20 && !error.description.contains("\n"))
    }
    #expect(Set(errors.map(\.description)).count == errors.count)
  }

  /// The second library exists, but is not libcurl.
  @Test(arguments: ["libplat-nowhere.so.1", "libm.so.6"]) func aMissingLibraryIsSaid(_ name: String)
  {
    #expect(CurlLibrary(name) == nil)
    #expect(
      CurlLibrary.missing.contains("libcurl.so.4 cannot be loaded; install Debian's libcurl4"))
  }
}
