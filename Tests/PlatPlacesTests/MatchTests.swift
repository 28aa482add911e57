import PlatPlaces
import Testing

@Suite(.timeLimit(.minutes(30))) struct MatchTests {
  static let gazetteer = Gazetteer([
    Place(.city, "Palm Springs", state: "CA", listings: 2_770),
    Place(.city, "Palm Desert", state: "CA", listings: 2_852),
    Place(.city, "Indio", state: "CA", listings: 2_769),
    Place(.city, "Cañon City", state: "CO", listings: 20),
    Place(.city, "La Quinta", state: "CA", listings: 2_045),
    Place(.city, "Desert Hot Springs", listings: 1_139),
    Place(.city, "Los Angeles", aliases: ["LA"], state: "CA", listings: 2_720),
    Place(.city, "Mount Baldy", state: "CA", listings: 3),
    Place(.city, "St. Helena", state: "CA", listings: 3),
    Place(.subdivision, "PGA West", cities: ["La Quinta"], listings: 431),
    Place(.subdivision, "Sun City", cities: ["Palm Desert"], listings: 188),
    Place(.subdivision, "Sun City", cities: ["Indio"], listings: 150),
    Place(.subdivision, "Old Town Indio", cities: ["Indio"], listings: 293),
    Place(.postalCode, "92262", cities: ["Palm Springs"], listings: 900),
    Place(.postalCode, "92270", cities: ["Rancho Mirage", "Palm Springs"], listings: 700),
  ])

  @Test(arguments: [
    ("Palm Springs", "Palm Springs"), ("PALM SPRINGS", "Palm Springs"),
    ("palm springs, ca", "Palm Springs"),
    ("palm springs california usa", "Palm Springs"), ("near downtown Palm Springs", "Palm Springs"),
    ("homes for sale in the palm springs area", "Palm Springs"), ("canon city", "Cañon City"),
    ("L.A.", "Los Angeles"),
    ("mt baldy", "Mount Baldy"), ("Saint Helena", "St. Helena"), ("PGA West", "PGA West"),
    ("pga west la quinta", "PGA West"), ("PGA West, La Quinta, CA", "PGA West"),
    ("pga west in la quinta", "PGA West"),
    ("92262", "92262"), ("92262-1234", "92262"), ("palm springs ca 92262", "92262"),
    ("Old town indio", "Old Town Indio"),
    ("Palm Spirngs", "Palm Springs"), ("palmsprings", "Palm Springs"),
    ("dessert hot spring", "Desert Hot Springs"),
    ("Indoi", "Indio"), ("around la quinta", "La Quinta"), ("sun city, indio", "Sun City"),
  ]) func isCertain(_ text: String, _ name: String) throws {
    let answer = try Self.gazetteer.match(text)
    #expect(answer.best?.place.name == name, "\(text): \(answer)")
    #expect(answer.verdict == .certain, "\(text): \(answer)")
  }

  @Test func subdivisionOfTheNamedCityIsMeant() throws {
    let answer = try Self.gazetteer.match("sun city, indio")
    #expect(answer.best?.place.city == "Indio")
  }

  /// The state of a text counts for more than ten thousand times as many listings elsewhere.
  @Test(arguments: [
    ("Glendale, AZ", "AZ"), ("glendale arizona", "AZ"), ("Glendale, CA", "CA"),
    ("Glendale, California", "CA"),
  ]) func theCityOfTheNamedStateIsMeant(_ text: String, _ state: String) throws {
    let gazetteer = Gazetteer(
      ["CA", "AZ"].map { Place(.city, "Glendale", state: $0, listings: state == $0 ? 1 : 20_000) })
    let answer = try gazetteer.match(text)
    #expect(answer.best?.place.state == state, "\(text): \(answer)")
  }

  @Test(arguments: ["sun city", "palm", "foo bar baz palm springs"]) func isAmbiguousOrNone(
    _ text: String
  ) throws {
    let answer = try Self.gazetteer.match(text)
    #expect(answer.verdict != .certain, "\(text): \(answer)")
  }

  @Test(arguments: ["Chicago", "Boston", "xyzzy", "Palm Springs, Florida", "90210"])
  func isNone(_ text: String) throws {
    let answer = try Self.gazetteer.match(text)
    #expect(answer.verdict == .none, "\(text): \(answer)")
  }

  @Test func relations() throws {
    #expect(try Self.gazetteer.match("near downtown Palm Springs").best?.relation == .downtown)
    #expect(try Self.gazetteer.match("close to Indio").best?.relation == .near)
    #expect(try Self.gazetteer.match("Indio").best?.relation == .within)
  }
}
