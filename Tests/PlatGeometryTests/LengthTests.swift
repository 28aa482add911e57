import PlatGeometry
import Testing

@Suite(.timeLimit(.minutes(30))) struct LengthTests {
  @Test(arguments: [
    ("1mi", 1609.344), ("2km", 2000), ("500m", 500), ("0.5 mi", 804.672), (" 3 KM ", 3000),
    ("0m", 0), (".5km", 500),
    ("1.mi", 1609.344),
  ])
  func lengthsAreRead(text: String, meters: Double) throws {
    #expect(try Length(parsing: text).meters == meters)
  }

  @Test(arguments: [
    ("500", LengthError.Reason.noUnit), ("", .notANumber), ("km", .notANumber),
    ("-1km", .notANumber),
    ("1.2.3km", .notANumber), ("nan km", .notANumber), ("inf", .notANumber),
    ("1e3m", .unknownUnit("e3m")),
    ("5 ft", .unknownUnit("ft")), ("1 k m", .unknownUnit("k m")), (".", .notANumber),
    (String(repeating: "9", count: 400) + "m", .notANumber),
  ])
  func otherTextsAreRefused(text: String, reason: LengthError.Reason) {
    let error = #expect(throws: LengthError.self) { try Length(parsing: text) }
    #expect(error?.reason == reason)
    #expect(error?.description.contains("expected a number and its unit") == true)
  }
}
