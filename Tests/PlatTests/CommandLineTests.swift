import Foundation
import PlatCommon
import PlatTestSupport
import Testing

@testable import Plat

/// The program from outside: its help, its exit statuses and its output.
@Suite(.timeLimit(.minutes(30))) struct CommandLineTests {
  @Test(arguments: CommandHelp.verbs) func helpIsAsKept(_ verb: String?) throws {
    let outcome = try Program.run((verb.map { [$0] } ?? []) + ["--help"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    try Golden.expect(outcome.output, in: CommandHelp.file(verb))
    for form in verb.map({ [["help", $0], [$0, "-h"], [$0, "--help", "--nonsense"]] }) ?? [
      ["help"], ["-h"],
    ] {
      #expect(try Program.run(form).output == outcome.output, "\(form)")
    }
    #expect(
      outcome.output.split(separator: "\n").allSatisfy { $0.count <= 120 }, "help fits a screen")
  }

  @Test func everyVerbHasItsHelp() throws {
    let help = try Repository.text(CommandHelp.file(nil)).components(separatedBy: "\n")
    let list = help.drop { $0 != "Verbs:" }.dropFirst().prefix { $0.hasPrefix("  ") }
    let verbs = list.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(!verbs.isEmpty && verbs == CommandHelp.verbs.compactMap(\.self))
  }

  /// Arguments, the exit status, and a part of the first line on standard error.
  private static let endings: [(arguments: [String], status: Int32, words: String)] = [
    ([], 2, "plat: a search engine"),
    (["serch"], 2, "did you mean search?"),
    (["zzzzzzzzzz"], 2, "see plat --help"),
    (["help", "serch"], 2, "did you mean search?"), (["--nope"], 2, "there is no verb --nope"),
    (["search"], 2, "plat search: missing INDEX (usage: plat search INDEX"),
    (["search", "a", "b"], 2, "unexpected argument \"b\"; expected INDEX and options"),
    (["search", "a", "b\nc"], 2, "\"b c\""),
    (["search", "index", "--city=\u{301}x", "--nope"], 2, "there is no option --nope"),
    (["search", "index", "--within", "ROOT/README.md"], 1, "README.md: expected a polygon"),
    (["search", "index", "--cursor", "xyz"], 2, ": --cursor is \"xyz\", expected the cursor"),
    (
      ["search", "index", "--min-beds", "5", "--max-beds", "2"], 2,
      ": --min-beds is \"5\", expected no more than --max-beds, which is \"2\""
    ),
    (
      ["search", "index", "--sort", "distance"], 2,
      ": --sort: expected --near latitude,longitude with --sort distance"
    ),
    (
      ["search", "index", "--radius", "1mi"], 2,
      ": --radius: expected --near latitude,longitude with it"
    ),
    (["search", "index", "-min-beds", "3"], 2, "no option -min-beds; did you mean --min-beds?"),
    (["search", "index", "-q"], 2, "no option -q; options begin with two dashes"),
    (["search", ""], 2, "INDEX is empty (usage: plat search INDEX"),
    (["build", "", "--out", "OUT"], 2, "INPUT is empty"),
    (["build", "x", "--out", ""], 2, "the value of --out INDEX is empty"),
    (["serve", "index", "--public-url="], 2, "the value of --public-url URL is empty"),
    (["-v"], 2, "did you mean --version?"), (["Version"], 2, "did you mean version?"),
    (
      ["comps", "index", "--lat", "200", "--lon", "1"], 2,
      ": --lat is \"200\", expected a number from -90"
    ),
    (["serve", "nowhere", "--public-status", "Actve"], 2, "did you mean Active?"),
    (["serve", "nowhere", "--drain", "1.5"], 2, "--drain is 1.5, expected a whole number"),
    (
      ["build", "x", "--out", "OUT", "--min-zoom", "9", "--max-zoom", "3"], 2,
      "--min-zoom is 9, expected no more than --max-zoom, which is 3"
    ),
    (["build", "x", "--out", "OUT", "--crs", "2285"], 2, "--crs is 2285, expected EPSG:"),
    (
      ["search", "nowhere"], 1,
      "nowhere: no such index; make it with plat build INPUT --out nowhere"
    ),
    (
      ["search", "ROOT/README.md"], 1,
      "README.md: a file, and not an index directory; make an index of it"
    ),
    (["search", "ROOT/docs"], 1, "docs: the directory holds no index; name an index directory"),
    (["inspect", "ROOT/README.md"], 1, "README.md --out indexes/README"),
    (["tile", "ROOT/README.md", "0/0/0"], 1, "a file, and not an index directory"),
    (["rollback", "ROOT/README.md"], 1, "a file, and not an index directory"),
    (["serve", "nowhere", "--port", "0"], 1, "nowhere: no such index"),
    (["serve", "nowhere", "--page", "nopage"], 1, "nopage: no such folder; --page names a folder"),
    (["serve", "nowhere", "--page", "ROOT/README.md"], 1, "README.md: no such folder"),
    (["serve", "nowhere", "--page", "ROOT/docs"], 1, "docs: no index.html there"),
    (["serve", "nowhere", "--host", "no-such-name.invalid"], 2, "--host is no-such-name.invalid"),
    (["serve", "nowhere", "--public-url", "homes.example"], 2, "--public-url is homes.example"),
    (["serve", "nowhere", "--idle", "0"], 2, "--idle is 0, expected seconds"),
    (["serve", "nowhere", "--log", "all"], 2, "expected one of off, problems, events, requests"),
    (["search", "index", "--min-prize", "1"], 2, "did you mean --min-price?"),
    (["search", "index", "--city"], 2, "the value of --city VALUE is missing"),
    (["search", "index", "--json=yes"], 2, "--json takes no value"),
    (["search", "index", "--limit", "1", "--limit", "2"], 2, "--limit is given more than once"),
    (["search", "nowhere-at-all"], 1, "nowhere-at-all"),
    (["search", "index", "--within", "nowhere.geojson"], 1, "nowhere.geojson"),
    (["inspect", "nowhere-at-all"], 1, "nowhere-at-all"),
    (["inspect", "README.md.plat"], 1, "README.md.plat"),
    (["build"], 2, "missing INPUT"),
    (["places"], 2, "missing INDEX and FILE"), (["places", "index"], 2, "missing FILE"),
    (["sample", "x", "--count", "1", "--out", "OUT"], 2, "unexpected argument \"x\""),
    (["build", "x.ndjson"], 2, "--out is missing"),
    (["build", "nowhere.ndjson", "--out", "OUT"], 1, "nowhere.ndjson"),
    (["build", "x", "--out", "OUT", "--map", "price"], 2, "NAME=KEY"),
    (
      ["build", "x", "--out", "OUT", "--max-zoom", "25"], 2,
      "--max-zoom is 25, expected a whole number from 0 to 24"
    ),
    (
      ["build", "x", "--out", "OUT", "--max-shrink", "0.2"], 2,
      "--max-shrink is 0.2, expected percents"
    ),
    (["build", "x", "--out", "OUT", "--max-shrink", "101%"], 2, "--max-shrink is 101%"),
    (["build", "x", "--out", "OUT", "--keep", "0"], 2, "--keep is 0"),
    (["build", "/dev/null", "--out", "OUT"], 1, "--allow-incomplete"),
    (["build", "/dev/null", "--out", "OUT", "--allow-incomplete"], 1, "--max-shrink 100%"),
    (["rollback"], 2, "missing INDEX"),
    (["rollback", "nowhere-at-all"], 1, "nowhere-at-all"),
    (["build", "x", "--out", "OUT", "--crs", "EPSG:1"], 1, "x"),
    (["tile", "index"], 2, "missing Z/X/Y"), (["tile"], 2, "missing INDEX and Z/X/Y"),
    (["tile", "index", "10/180"], 2, "the tile is 10/180, expected Z/X/Y"),
    (["tile", "index", "10/180/408.mvt"], 2, "expected Z/X/Y"),
    (["tile", "index", "1/2/0"], 2, "there is no tile 1/2/0"),
    (["tile", "index", "26/0/0"], 2, "zooms go from 0 to 25"),
    (["tile", "index", "99999999999999999999/0/0"], 2, "expected Z/X/Y"),
    (["tile", "index", "0/0/0", "--format", "png"], 2, "--format is png, expected json or mvt"),
    (["tile", "index", "0/0/0", "--near", "33.8,-116.5"], 2, ": --near"),
    (["tile", "index", "0/0/0", "--sort", "price"], 2, "--sort"),
    (["tile", "index", "0/0/0", "--limit", "0"], 2, "--limit is 0, expected a whole number"),
    (["tile", "nowhere-at-all", "0/0/0"], 1, "nowhere-at-all"),
    (["sample", "--out", "OUT"], 2, "--count is missing"),
    (["sample", "--count", "-1", "--out", "OUT"], 2, "--count is -1"),
    (["sample", "--count", "1", "--out", "/nowhere/at/all"], 1, "/nowhere/at/all"),
  ]

  @Test(arguments: endings.indices) func itEndsWithAStatusAndAReason(_ place: Int) throws {
    let scratch = try Scratch()
    let (arguments, status, words) = Self.endings[place]
    let outcome = try Program.run(
      arguments.map { argument in
        argument == "OUT"
          ? scratch.file("out")
          : argument.hasPrefix("ROOT/") ? Repository.path(String(argument.dropFirst(5))) : argument
      })
    let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(outcome.status == status, "plat \(arguments): \(outcome.errors)")
    #expect(lines.first?.contains(words) == true, "plat \(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty, "plat \(arguments) prints nothing where it fails")
    if !arguments.isEmpty {
      #expect(lines.count == 2 && lines[1].isEmpty, "one line says why: \(outcome.errors)")
    }
  }

  @Test func badValuesNameTheOption() throws {
    let index = try Fixtures.twelve.get().scratch.file("index")
    for (option, value) in [
      ("--min-price", "cheap"), ("--bbox", "1,2,3"), ("--radius", "1mi"), ("--sort", "beauty"),
    ] {
      let outcome = try Program.run(["search", index, option, value])
      #expect(
        outcome.status == 2 && outcome.errors.hasPrefix("plat search: \(option)"),
        "\(outcome.errors)")
    }
  }

  @Test func searchAnswersAsTheLibraryDoes() throws {
    let fixtures = try Fixtures.twelve.get()
    let region = Repository.path("samples/region-palm-springs.geojson")
    let outcome = try Program.run([
      "search", fixtures.scratch.file("index"), "--within", region, "--standard-status=any",
      "--sort=-price",
      "--facets", "city,price", "--statistics", "--json",
    ])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let request = try SearchParameters.request([
      ("within", try Repository.text("samples/region-palm-springs.geojson")),
      ("standardStatus", "any"),
      ("sort", "-price"), ("facets", "city,price"), ("statistics", "true"),
    ])
    var writer = JSONWriter()
    fixtures.database.write(try fixtures.database.search(request), of: request, to: &writer)
    #expect(outcome.output == String(decoding: writer.bytes, as: UTF8.self) + "\n")
  }

  @Test func tilesAreThoseOfTheLibrary() throws {
    let fixtures = try Fixtures.twelve.get()
    let arguments = ["tile", fixtures.scratch.file("index"), "9/90/204", "--min-beds", "2"]
    let map = fixtures.database.map
    let tile = try #require(Tile(z: 9, x: 90, y: 204))
    let query = try MapParameters.query([("minBeds", "2")])
    var writer = JSONWriter()
    try map.writeGeoJSON(tile, matching: query, to: &writer)
    let json = try Program.run(arguments)
    #expect(json.status == 0 && json.errors.isEmpty, "\(json.errors)")
    #expect(
      json.output == String(decoding: writer.bytes, as: UTF8.self) + "\n"
        && json.output.contains("cluster_id"))
    let bytes = try map.vectorTile(tile, matching: query)
    for (options, expected) in [([], bytes), (["--gzip"], Gzip.compress(bytes.span))] {
      let outcome = try Program.run(arguments + ["--format", "mvt"] + options)
      #expect(outcome.status == 0 && outcome.bytes == Data(expected) && !expected.isEmpty)
    }
    // An empty tile: no bytes, and a collection without features.
    let empty = try Program.run([
      "tile", fixtures.scratch.file("index"), "9/0/0", "--format", "mvt",
    ])
    #expect(empty.status == 0 && empty.bytes.isEmpty)
    let none = try Program.run(["tile", fixtures.scratch.file("index"), "9/0/0"])
    #expect(none.output == "{\"type\":\"FeatureCollection\",\"features\":[]}\n")
  }

  @Test func tableForPeople() throws {
    let outcome = try Program.run([
      "search", try Fixtures.twelve.get().scratch.file("index"), "--property-type", "A",
      "--max-price", "400000",
      "--near", "33.8303,-116.5453", "--facets", "city", "--statistics",
    ])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    try Golden.expect(outcome.output, in: "Tests/PlatTests/Golden/search.txt")
  }

  @Test func fromListingsToAnswers() throws {
    let scratch = try Scratch()
    let (listings, index) = (scratch.file("listings.ndjson"), scratch.file("index"))
    let sample = try Program.run(["sample", "--count", "300", "--seed", "4", "--out", listings])
    #expect(
      sample.status == 0 && sample.output.isEmpty && sample.errors.isEmpty, "silent in a pipe")
    let built = try Program.run(["build", listings, "--out", index, "--json"])
    #expect(built.status == 0 && built.errors.isEmpty, "\(built.errors)")
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(built.output.utf8)) as? [String: Any])
    #expect(
      summary["read"] as? Int == 300 && summary["listings"] as? Int == 300
        && summary["replaced"] as? Int == 0)
    let snapshot = try #require(summary["snapshot"] as? String)

    let inspected = try Program.run(["inspect", index, "--verify", "--json"])
    #expect(inspected.status == 0)
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any])
    #expect(header["listings"] as? Int == 300 && (header["damaged"] as? [Any])?.isEmpty == true)
    #expect(header["bytes"] as? Int == summary["snapshotBytes"] as? Int)

    let file = try #require(FileHandle(forUpdatingAtPath: snapshot))
    try file.seek(toOffset: 1000)
    try file.write(contentsOf: Data([0xA5, 0x5A, 0xA5]))
    try file.close()
    let damaged = try Program.run(["inspect", snapshot, "--verify"])
    #expect(
      damaged.status == 1 && damaged.output.contains("1 damaged place\n"), "\(damaged.output)")
    #expect(damaged.errors.split(separator: "\n").count == 1)
  }

  @Test func aFailedFeedKeepsTheIndexAndSaysHowToGoOn() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let good = try scratch.write(
      (0..<10).map { "{\"listingKey\":\"K\($0)\"}\n" }.joined(), to: "good.ndjson")
    let error = try scratch.write(
      #"{"error":{"code":"429","message":"Too\nmany"}}"#, to: "error.json")
    let few = try scratch.write("{\"listingKey\":\"K0\"}\n", to: "few.ndjson")
    #expect(try Program.run(["build", good, "--out", index]).status == 0)
    for (inputs, words) in [
      ([error], "error.json"), ([good, error], "--allow-incomplete"), ([few], "--max-shrink 90%"),
    ] {
      let outcome = try Program.run(["build"] + inputs + ["--out", index])
      #expect(
        outcome.status == 1 && outcome.output.isEmpty && outcome.errors.contains(words),
        "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(try ListingsDatabase(opening: index).count == 10)
    }
    let allowed = [
      "build", few, error, "--out", index, "--allow-incomplete", "--max-shrink", "90", "--keep",
      "3",
    ]
    #expect(try Program.run(allowed).status == 0)
    #expect(try ListingsDatabase(opening: index).count == 1)
    let back = try Program.run(["rollback", index])
    #expect(
      back.status == 0 && back.output.contains("000001.plat, 10 listings"),
      "\(back.output)\(back.errors)")
    #expect(try ListingsDatabase(opening: index).count == 10)
    let again = try Program.run(["rollback", index, "--json"])
    #expect(
      again.status == 1 && again.errors.split(separator: "\n").count == 1
        && again.errors.contains("only one"))
  }

  @Test func rejectsAreWritten() throws {
    let scratch = try Scratch()
    let feed = try scratch.write(
      """
      {"listingKey":"A","latitude":91,"longitude":1,"listPrice":-5}
      {"city":"Indio"}
      {"listingKey":"B","beds":"3"}
      """, to: "feed.ndjson")
    let rejects = scratch.file("rejects.ndjson")
    let built = try Program.run([
      "build", feed, "--out", scratch.file("index"), "--rejects", rejects,
    ])
    #expect(
      built.status == 0 && built.output.contains("refused   1"), "\(built.output)\(built.errors)")
    let lines = try String(contentsOfFile: rejects, encoding: .utf8).split(separator: "\n")
    let refusals = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(refusals.map { $0["scope"] as? String }.filter { $0 == "record" }.count == 1)
    #expect(
      Set(refusals.compactMap { $0["field"] as? String }).isSuperset(of: ["latitude", "listPrice"]))
    #expect(
      refusals.allSatisfy {
        $0["input"] as? String == feed && $0["expected"] is String && $0["line"] is Int
      })
  }

  @Test(arguments: ["--version", "version", "-V"]) func itPrintsItsVersion(_ word: String) throws {
    let outcome = try Program.run([word])
    #expect(outcome.output == "plat \(PlatVersion.current)\n")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
  }

  @Test func onePlaceIsOne() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let feed = try scratch.write("{\"listingKey\":\"A\"}\n", to: "feed.ndjson")
    #expect(try Program.run(["build", feed, "--out", index]).status == 0)
    let one = try scratch.write("kind,name,state\ncity,Indio,CA\n", to: "one.csv")
    let taken = try Program.run(["places", index, one])
    #expect(taken.output.hasPrefix("\(index): 1 place\n"), "\(taken.output)\(taken.errors)")
    #expect(taken.output.contains("  read      1 record\n"))
    let none = try scratch.write("kind,name,state\n", to: "none.csv")
    let nothing = try Program.run(["places", index, none])
    #expect(nothing.status == 1 && !nothing.errors.contains("above"), "\(nothing.errors)")
    let search = try Program.run(["search", index, "--standard-status", "any", "--limit", "0"])
    #expect(search.output == "1 listing matches\n", "\(search.output)")
  }
}
