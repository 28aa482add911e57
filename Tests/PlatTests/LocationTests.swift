import Foundation
import PlatPlaces
import PlatTestSupport
import Testing

@testable import Plat

/// Texts about places of an index: addresses, streets, keys, regions.
@Suite(.timeLimit(.minutes(30))) struct LocationTests {
  @Test func everyCityAndCodeIsThere() throws {
    let fixtures = try Fixtures.many.get()
    let gazetteer = fixtures.database.gazetteer
    let records = try fixtures.records()
    for (kind, field) in [(PlaceKind.city, Field.city), (.postalCode, .postalCode)] {
      let counts = Dictionary(grouping: records.compactMap { $0.text(field) }) { $0.lowercased() }
        .mapValues(\.count)
      let places = gazetteer.places.filter { $0.kind == kind }
      #expect(places.count == counts.count)
      for place in places { #expect(counts[place.name.lowercased()] == place.listings, "\(place)") }
    }
    let parts = Set(
      records.compactMap { record in
        record.text(.subdivision).map { $0 + "|" + (record.text(.city) ?? "") }
      })
    #expect(gazetteer.places.count { $0.kind == .subdivision } == parts.count)
  }

  @Test func middlesAndStatesAreThoseOfTheListings() throws {
    let fixtures = try Fixtures.many.get()
    let place = try #require(fixtures.database.gazetteer.place(.city, named: "palm springs"))
    let own = try fixtures.records().filter { $0.text(.city) == "Palm Springs" }
    let latitudes = own.compactMap { $0.number(.latitude) }
    let middle = try #require(place.coordinate)
    #expect(abs(middle.latitudeDegrees - latitudes.reduce(0, +) / Double(latitudes.count)) < 1e-6)
    #expect(place.state == "CA" && place.box?.contains(middle) == true)
  }

  /// Each address of a listing, in several spellings, finds that listing.
  @Test func addressesOfListings() throws {
    let fixtures = try Fixtures.many.get()
    for record in try fixtures.records().prefix(100) {
      guard let number = record.text(.streetNumber), let street = record.text(.streetName),
        let city = record.text(.city)
      else { continue }
      let parts = [record.text(.streetDirPrefix), street, record.text(.streetSuffix)].compactMap(
        \.self)
      let line = "\(number) \(parts.joined(separator: " "))"
      for text in [
        "\(line), \(city), CA \(record.text(.postalCode) ?? "")", "\(line) \(city)".lowercased(),
        "\(line.uppercased()), \(city) CA USA",
      ] {
        let answer = try fixtures.database.match(location: text)
        let key = try #require(answer.best?.listingKey, "\(text): \(answer)")
        let listing = try #require(fixtures.database.listing(key: key))
        #expect(
          listing.text(.streetNumber) == number && listing.text(.city) == city, "\(text): \(answer)"
        )
        #expect(
          listing.text(.streetName)?.lowercased() == street.lowercased(), "\(text): \(answer)")
        #expect(answer.verdict == .certain, "\(text): \(answer)")
      }
    }
  }

  @Test func misspelledStreetsAreFound() throws {
    let fixtures = try Fixtures.many.get()
    var (found, mistaken, asked) = (0, 0, 0)
    for record in try fixtures.records().prefix(250) {
      guard let number = record.text(.streetNumber), let street = record.text(.streetName),
        street.count > 5,
        let city = record.text(.city)
      else { continue }
      var letters = Array(street.lowercased())
      letters.swapAt(2, 3)
      guard String(letters) != street.lowercased() else { continue }
      asked += 1
      let answer = try fixtures.database.match(location: "\(number) \(String(letters)), \(city)")
      let listing = answer.best?.listingKey.flatMap { fixtures.database.listing(key: $0) }
      if listing?.text(.streetName) == street {
        found += 1
      } else if answer.verdict == .certain {
        mistaken += 1
      }
    }
    #expect(asked > 100 && found * 100 >= asked * 95, "\(found) of \(asked)")
    #expect(mistaken == 0)
  }

  @Test func numbersThatNobodyListsLieBetween() throws {
    let lines = ["100", "120", "300"].enumerated().map { place, number in
      """
      {"listingKey":"S\(place)","streetNumber":"\(number)","streetName":"Elm",\
      "streetSuffix":"Street","city":"Indio","stateOrProvince":"CA","latitude":33.7,\
      "longitude":\(-116.2 + Double(place) * 0.002)}
      """
    }
    let scratch = try Scratch()
    _ = try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "lines")], into: scratch.path)
    let database = try ListingsDatabase(opening: scratch.path)
    let answer = try database.match(location: "110 Elm St, Indio, CA")
    #expect(answer.best?.reason == .interpolated && answer.best?.listingKey == nil)
    #expect(abs((answer.best?.place.coordinate?.longitudeDegrees ?? 0) - -116.199) < 1e-6)
    #expect(answer.verdict == .certain)
    #expect(try database.match(location: "200 Elm St, Indio, CA").verdict == .ambiguous)
    #expect(try database.match(location: "9000 Elm St, Indio, CA").best?.reason == .street)
    #expect(try database.match(location: "Elm Street, Indio").best?.place.kind == .street)
    #expect(try database.match(location: "110 Elm St, Gotham").verdict != .certain)
    for text in [
      "100 Elm St, Gotham", "100 Elm Gotham", "100 Elm St, Indio, TX",
      "100 Elm St, Gotham, NY 10001",
    ] {
      #expect(
        try database.match(location: text).verdict != .certain, "\(text): no silent wrong city")
    }
    #expect(try database.match(location: "S1").best?.listingKey == "S1")
    #expect(try database.match(location: "s1").best?.reason == .key)
  }

  @Test func valleysAreTheirCities() throws {
    let answer = try Fixtures.many.get().database.match(location: "in the valley")
    let best = try #require(answer.matches.first)
    #expect(best.place.kind == .region && best.place.name == "Coachella Valley", "\(answer)")
    #expect(best.place.cities.contains("Palm Springs") && best.place.cities.contains("Indio"))
    #expect(best.place.listings > 0 && best.place.box != nil)
  }

  /// A region is offered where two of its cities have listings.
  @Test(arguments: [["Anaheim"], ["Anaheim", "Irvine"]])
  func aRegionHasTwoCities(_ cities: [String]) throws {
    let scratch = try Scratch()
    let lines = cities.map {
      #"{"listingKey":"\#($0)","city":"\#($0)","latitude":33.8,"longitude":-117.9}"#
    }
    _ = try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "feed")],
      into: scratch.file("index"))
    let gazetteer = try ListingsDatabase(opening: scratch.file("index")).gazetteer
    let region = gazetteer.place(.region, named: "Orange County")
    #expect(region?.cities.sorted() == (cities.count > 1 ? cities : nil))
  }

  @Test func hostileTexts() throws {
    let database = try Fixtures.many.get().database
    for text in [
      "123", "123 #", "1 1 1 1 1", "#4", "99999999999999999999 elm", "-5 elm st", "12 ", "0 0, 0",
    ] {
      _ = try? database.match(location: text)
    }
    #expect(throws: PlaceTextError.self) {
      try database.match(location: String(repeating: "9", count: 1 << 20))
    }
    let empty = try Scratch()
    var options = BuildOptions()
    options.maxShrink = 1
    _ = try IndexBuild.run(
      [.bytes(Array("[]".utf8), name: "none")], into: empty.path, options: options)
    #expect(
      try ListingsDatabase(opening: empty.path).match(location: "12 elm st, indio").verdict == .none
    )
  }
}
