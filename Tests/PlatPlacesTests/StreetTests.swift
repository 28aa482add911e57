import PlatPlaces
import Testing

@Suite(.timeLimit(.minutes(30))) struct StreetTests {
  @Test(arguments: [
    ("N Palm Canyon Dr", "north palm canyon drive"), ("N. Palm Canyon Drive", "n palm canyon dr"),
    ("5th Ave", "Fifth Avenue"), ("E 21st St", "east 21st street"),
    ("Mt Vernon Way", "Mount Vernon Wy"),
    ("St Charles Ave", "saint charles avenue"), ("La Cañada Blvd", "la canada boulevard"),
    ("O'Neill Ct", "oneill court"), ("T Street Southeast", "t st se"), ("Broadway", "BROADWAY"),
    ("North Ave", "North Avenue"), ("Park Way", "park wy"),
  ]) func spellingsOfOneStreet(_ a: String, _ b: String) {
    #expect(StreetName(a) == StreetName(b), "\(a), \(b)")
  }

  @Test(arguments: [
    ("Palm Dr", "Palm Ave"), ("N Palm Dr", "S Palm Dr"), ("Palm", "Palms"), ("North Ave", "Ave"),
  ])
  func streetsThatDiffer(_ a: String, _ b: String) {
    #expect(StreetName(a) != StreetName(b), "\(a), \(b)")
  }

  @Test(arguments: [
    "123 n main st apt 4, palm springs ca 92262",
    "123 N. Main Street #4, Palm Springs, California 92262-1234",
    "123 North Main St Unit 4 Palm Springs CA 92262",
    "123 n main st ste 4, palm springs, ca, 92262, usa",
    "123-125 N Main St Apt #4, PALM SPRINGS CA 922621234",
    "123 1/2 N Main St, Apt 4, Palm Springs, CA 92262",
  ]) func partsOfAnAddress(_ text: String) throws {
    let readings = MatchTests.gazetteer.addressReadings(text)
    let reading = try #require(
      readings.first { $0.city?.name == "Palm Springs" }, "\(text): \(readings)")
    #expect(reading.number == "123", "\(text)")
    #expect(reading.street == StreetName("N Main St"), "\(text): \(reading)")
    #expect(reading.unit == "4", "\(text)")
    #expect(reading.postalCode == "92262" && reading.state == "CA", "\(text)")
  }

  @Test(arguments: [
    ("44 55th St NE", nil), ("44 Elm Ct", nil), ("44 Elm Al", nil), ("44 Elm St NE 98105", nil),
    ("44 Elm St, CT", "CT"),
    ("44 Elm St Manchester CT", "CT"), ("44 Elm St Indio NE", "NE"),
    ("44 Elm St NE, Palm Springs, CA", "CA"), ("44 Elm St palm springs ca", "CA"),
    ("44 Elm St, Indio, New Mexico", "NM"),
  ]) func statesAreNoSuffixes(_ text: String, _ state: String?) {
    let readings = MatchTests.gazetteer.addressReadings(text)
    #expect(!readings.isEmpty && readings.allSatisfy { $0.state == state }, "\(text): \(readings)")
  }

  @Test func withoutCommasEachCityIsTried() {
    let readings = MatchTests.gazetteer.addressReadings("44 palm desert dr la quinta")
    #expect(
      readings.contains {
        $0.city?.name == "La Quinta" && $0.street == StreetName("Palm Desert Dr")
      })
    #expect(readings.contains { $0.city == nil })
  }

  @Test func misspelledCitiesAndUnknownOnes() throws {
    let near = MatchTests.gazetteer.addressReadings("44 oak st, palm sprngs")
    #expect(near.first?.city?.name == "Palm Springs" && (near.first?.cityCost ?? 0) > 0)
    let unknown = try #require(MatchTests.gazetteer.addressReadings("44 oak st, gotham").first)
    #expect(unknown.city == nil && unknown.hasUnknownCity)
  }

  @Test func tablesFindMisspelledStreets() {
    let table = StreetTable(
      ["Palm Canyon Dr", "Meridian Ave", "Oak St", "Oak Ln"].map { StreetName($0) })
    func names(_ text: String) -> [Int] {
      table.streets(like: StreetName(text), allowsErrors: true).map(\.number)
    }
    #expect(table.streets(like: StreetName("oak"), allowsErrors: false).map(\.number) == [2, 3])
    #expect(names("plam canyon dr") == [0])
    #expect(names("meridian avr") == [1])
    #expect(names("meridianave") == [1])
    #expect(names("zzzzzz").isEmpty)
  }
}
