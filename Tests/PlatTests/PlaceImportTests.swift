import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// Places data: accepted and refused input, ids, and readers.
@Suite(.timeLimit(.minutes(30))) struct PlaceImportTests {
  private static let cities = """
    geonameid,name,state,latitude,longitude,population,alternatenames
    1,Indio,CA,33.72,-116.21,89469,Woodspur
    2,Brentwood,CA,37.93,-121.69,64292,
    3,Brentwood,CA,34.05,-118.47,33312,
    """
  private static let shape = """
    {"type":"FeatureCollection","features":[{"type":"Feature",\
    "properties":{"NAME":"Indio","STATEFP":"06","LSAD":"25"},
    "geometry":{"type":"Polygon","coordinates":\
    [[[-116.3,33.6],[-116.1,33.6],[-116.1,33.8],[-116.3,33.8],[-116.3,33.6]]]}}]}
    """

  private func index() throws -> Scratch {
    let scratch = try Scratch()
    let line =
      """
      {"listingKey":"A","city":"Indio","stateOrProvince":"CA","latitude":33.7,\
      "longitude":-116.2}
      """
    _ = try IndexBuild.run([.bytes(Array(line.utf8), name: "line")], into: scratch.path)
    return scratch
  }

  @discardableResult private func add(
    _ texts: String..., to scratch: Scratch, _ options: PlaceImport.Options = .init()
  ) throws -> PlaceImport.Summary {
    try PlaceImport.run(
      texts.enumerated().map { .bytes(Array($1.utf8), name: "file\($0)") }, into: scratch.path,
      options: options)
  }

  private func places(_ scratch: Scratch) throws -> PlaceDirectory {
    try ListingsDatabase(opening: scratch.path).places()
  }

  @Test func withoutPlacesThereAreNone() throws {
    let scratch = try index()
    let places = try places(scratch)
    #expect(places.isEmpty && places.city(named: "Indio") == nil)
  }

  @Test func idsAreTheSameInAnyOrder() throws {
    let header = String(Self.cities.prefix { $0 != "\n" })
    let rows = Self.cities.split(separator: "\n").dropFirst().map(String.init)
    let files = rows.map { header + "\n" + $0 } + [Self.shape]
    var outcomes: Set<[String]> = []
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
      let scratch = try index()
      for place in order { try add(files[place], to: scratch) }
      // Again: nothing is added.
      for place in order { #expect(try add(files[place], to: scratch).new == 0) }
      let all = try places(scratch).records
      outcomes.insert(all.map { "\($0.id) \($0.population ?? 0) \($0.hasBoundary)" })
    }
    #expect(
      outcomes == [
        ["brentwood-ca 64292 false", "brentwood-ca-3 33312 false", "indio-ca 89469 true"]
      ])
  }

  @Test func boundariesComeBackAndAreRegions() throws {
    let scratch = try index()
    try add(Self.cities, Self.shape, to: scratch)
    let places = try places(scratch)
    let indio = try #require(places.city(named: "INDIO", state: "CA"))
    #expect(indio.population == 89_469 && indio.aliases == ["Woodspur"] && indio.hasBoundary)
    let polygon = try #require(try places.polygon(of: indio))
    let inside = try #require(Coordinate(latitudeDegrees: 33.7, longitudeDegrees: -116.2))
    #expect(polygon.contains(inside))
    #expect(try places.boundary(of: #require(places.city(named: "Brentwood"))) == nil)
    let database = try ListingsDatabase(opening: scratch.path)
    let known = try #require(database.gazetteer.place(.city, named: "Indio"))
    #expect(known.listings == 1 && known.population == 89_469)
    #expect(
      try database.match(location: "woodspur").verdict == .ambiguous,
      "another name is never certain")
    #expect(database.gazetteer.place(.city, named: "Brentwood")?.listings == 0)
  }

  @Test func kindsFollowFromColumns() throws {
    let scratch = try index()
    let summary = try add(
      "name,kind,rating,lat,lon,city,state\nPalm High,High,7,33.8,-116.5,Indio,CA\n",
      """
      subdivision,city,state,fee,feePer,amenities
      PGA West,La Quinta,CA,"$1,275.50",Monthly,golf|pool

      """,
      """
      url,caption,credit,city,subdivision
      https://example.com/a.jpg,The cove,CC BY,La Quinta,PGA West

      """,
      "name,cities,aliases\nEast Valley,Indio|Coachella,the east\n",
      "name,city,state\nTalavera,Indio,CA\n", to: scratch
    )
    #expect(summary.taken == [.school: 1, .hoa: 1, .photo: 1, .region: 1, .subdivision: 1])
    #expect(summary.refusedCount == 0 && summary.dropped == 0)
    let places = try places(scratch)
    let school = try #require(places.all(.school, inCity: "indio").first)
    #expect(school.id == "palm-high-indio-ca" && school.level == "High" && school.rating == 7)
    let hoa = try #require(places.all(.hoa, ofSubdivision: "pga west", city: "LA QUINTA").first)
    #expect(hoa.fee == 1275.5 && hoa.feePer == "Monthly" && hoa.amenities == ["golf", "pool"])
    #expect(
      places.all(.photo, ofSubdivision: "PGA West", city: "La Quinta").first?.credit == "CC BY")
    #expect(places.subdivision(named: "talavera", city: "Indio")?.id == "talavera-indio-ca")
    #expect(places.record(.region, id: "east-valley")?.cities == ["Indio", "Coachella"])
    let answer = try ListingsDatabase(opening: scratch.path).match(location: "the east")
    #expect(answer.best?.place.name == "East Valley")
  }

  @Test(arguments: [
    ("name,kind,city\n,High,Indio\n", "noName", 2), ("name,kind,city\nA,High,\n", "noCity", 2),
    ("url,city\nftp://x,Indio\n", "nothingInIt", 2), ("name,state\nA,CA,B\n", "raggedRow", 2),
    ("x\ny\n", "unknownKind", 2),
  ]) func refusalsSayWhere(_ text: String, _ reason: String, _ line: Int) throws {
    let summary = try PlaceImport.check([.bytes(Array(text.utf8), name: "f.csv")])
    let refusal = try #require(summary.refusals.last)
    #expect(
      refusal.reason.code == reason && refusal.line == line && refusal.input == "f.csv",
      "\(refusal)")
    #expect(refusal.expected.count > 10 && summary.takenCount == 0)
  }

  @Test func badValuesAreDroppedAndTheRestTaken() throws {
    let scratch = try index()
    let summary = try add(
      "name,state,population,latitude,longitude\nIndio,CA,many,133,-116\n", to: scratch)
    #expect(summary.dropped == 2 && summary.takenCount == 1)
    let indio = try #require(places(scratch).city(named: "Indio"))
    #expect(indio.population == nil && indio.coordinate == nil, "half a position is none")
    #expect(Set(summary.refusals.compactMap(\.field)) == ["population", "latitude"])
  }

  @Test func strictWritesNothing() throws {
    let scratch = try index()
    var options = PlaceImport.Options()
    options.isStrict = true
    #expect(throws: PlaceImportError.self) {
      try add(Self.cities, "name,state,population\nIndio,CA,many\n", to: scratch, options)
    }
    #expect(try places(scratch).isEmpty)
  }

  @Test func invalidBoundariesAreRefusedByName() throws {
    let twisted = Self.shape.replacingOccurrences(
      of: "[-116.1,33.6],[-116.1,33.8]", with: "[-116.1,33.8],[-116.1,33.6]")
    let summary = try PlaceImport.check([.bytes(Array(twisted.utf8), name: "f")])
    #expect(summary.refused == [.invalidBoundary: 1])
    #expect(summary.refusals.first?.value == "Indio", "\(summary.refusals)")
  }

  @Test func realFiles() throws {
    let summary = try PlaceImport.check(
      [
        "gazetteer/cities-ca-wa.csv", "boundaries/coachella-valley-cities.geojson",
        "boundaries/seattle-zip-codes.geojson",
      ].map { .path(RealData.path($0)) })
    #expect(summary.taken == [.city: 1_725 + 23, .postalCode: 32])
    #expect(summary.refused.isEmpty)
  }

  @Test(.enabled(if: RealData.isThere("boundaries"), "\(RealData.hint)"))
  func neighbourhoodsOfLosAngeles() throws {
    let file = RealData.path("boundaries/los-angeles-county-neighborhoods.geojson")
    let summary = try PlaceImport.check([.path(file)])
    #expect(summary.taken == [.boundary: 271])
    #expect(summary.refused == [.invalidBoundary: 1], "one ring of Stevenson Ranch is degenerate")
  }

  @Test func anotherProgramsDatabaseIsRefused() throws {
    let scratch = try index()
    try FileManager.default.copyItem(
      atPath: scratch.file("records.sqlite"), toPath: scratch.file("places.sqlite"))
    #expect(throws: PlatError.self) { try places(scratch) }
    #expect(throws: PlaceImportError.self) { try add(Self.cities, to: scratch) }
    // Names are still known.
    #expect(
      try ListingsDatabase(opening: scratch.path).match(location: "indio").verdict == .certain)
  }

  @Test func commandLine() throws {
    let scratch = try index()
    let file = try scratch.write(Self.cities + "\n9,,CA,1,1,1,\n", to: "cities.csv")
    let run = try Program.run(["places", scratch.path, file, "--json"])
    #expect(run.status == 0)
    let summary = try #require(try JSONSerialization.jsonObject(with: run.bytes) as? [String: Any])
    #expect(summary["read"] as? Int == 4 && summary["taken"] as? Int == 3)
    #expect(try Program.run(["places", scratch.path, file, "--strict"]).status == 1)
    #expect(try Program.run(["places", scratch.path, file, "--kind", "castle"]).status == 2)
    #expect(try Program.run(["places", scratch.path]).status == 2)
    #expect(try Program.run(["places", scratch.file("nothing"), file]).status == 1)
  }
}
