import HTTPClient
import Testing

@Test func errorsCanBeToldApart() {
  #expect(HTTPClientError.timedOut(milliseconds: 1) != .timedOut(milliseconds: 2))
}
