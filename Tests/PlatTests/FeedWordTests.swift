import Plat
import PlatFeeds
import PlatListings
import Testing

/// Words that an operator mapped for feeds, in questions.
@Suite(.timeLimit(.minutes(30))) struct FeedWordTests {
  private static let lines = [
    #"{"listingKey":"a","standardStatus":"Actv","propertySubType":"CND-2","city":"PS"}"#,
    #"{"listingKey":"b","standardStatus":"Gone","propertySubType":"Condo","city":"Palm Springs"}"#,
    #"{"listingKey":"c","standardStatus":"Sold","propertySubType":"Ranch","city":"Indio"}"#,
  ]

  private static func build(
    _ words: [String], into path: String
  ) throws -> ListingsDatabase {
    var options = BuildOptions()
    for word in words { try options.feed.mapValue(word) }
    let input = FeedInput.bytes(Array(lines.joined(separator: "\n").utf8), name: "feed")
    _ = try IndexBuild.run([input], into: path, options: options)
    return try ListingsDatabase(opening: path)
  }

  private static func keys(
    _ database: ListingsDatabase, _ parameters: (String, String)...
  ) throws -> [String] {
    try database.search(parameters: parameters.map { (name: $0.0, value: $0.1) }).hits.map {
      $0.listing.key
    }.sorted()
  }

  @Test func questionsAreReadByTheWordsOfTheBuild() throws {
    let scratch = try Scratch()
    let path = scratch.file("index")
    let database = try Self.build(
      [
        "standardStatus:Actv=Active", "standardStatus:Gone=Withdrawn",
        "standardStatus:Sold=Pending",
        "propertySubType:CND-2=Condo", "city:PS=Palm Springs",
      ], into: path)
    #expect(try Self.keys(database, ("standardStatus", "ACTV")) == ["a"])
    #expect(try Self.keys(database, ("standardStatus", "gone,actv")) == ["a", "b"])
    // The operator's words count before the catalogue's, in which Sold is Closed.
    #expect(try Self.keys(database, ("standardStatus", "Sold")) == ["c"])
    #expect(try Self.keys(database, ("standardStatus", "Pending")) == ["c"])
    #expect(try Self.keys(database, ("notStandardStatus", "Actv")) == ["b", "c"])
    let any = ("standardStatus", "any")
    #expect(try Self.keys(database, any, ("propertySubType", "cnd 2")) == ["a", "b"])
    #expect(try Self.keys(database, any, ("notPropertySubType", "CND-2")) == ["c"])
    #expect(try Self.keys(database, any, ("city", "ps")) == ["a", "b"])
    // A map takes them too.
    let query = try MapParameters.query([(name: "standardStatus", value: "Actv")], in: database)
    #expect(try database.map.features(in: [.world], zoom: 3, matching: query).listings.isEmpty)
    #expect(throws: PlatError.self) {
      _ = try Self.keys(database, ("standardStatus", "Actvv"))
    }
    // The next build names its own.
    let without = try Self.build(["standardStatus:Actv=Active"], into: path)
    #expect(try Self.keys(without, ("standardStatus", "Actv")) == ["a"])
    #expect(throws: PlatError.self) {
      _ = try Self.keys(without, ("standardStatus", "Gone"))
    }
  }

  @Test func wordsAreCheckedOnceThereAreListings() throws {
    try SearchParameters.check([(name: "standardStatus", value: "Actv")])
    #expect(throws: ParameterError.self) {
      try SearchParameters.check([(name: "minBeds", value: "Actv")])
    }
  }

  @Test func wordsComeThroughTheirText() throws {
    let words = FeedWords([
      .standardStatus: [
        ValueMapping(theirs: "A\tc\ntv", ours: "Active"), ValueMapping(theirs: "x", ours: ""),
      ], .city: [ValueMapping(theirs: "É=s", ours: "Été, CA")],
    ])
    let read = FeedWords(text: words.text)
    #expect(read.text == words.text && !read.isEmpty)
    #expect(read.value(of: "actv", .standardStatus) == "Active")
    #expect(read.value(of: "x", .standardStatus) == nil)
    #expect(read.value(of: "És", .city) == "Été, CA" && read.value(of: "actv", .city) == nil)
    for text in ["", "\n\n", "standardStatus", "nothing\ta\tb", "city\ta", "a\tb\tc\td"] {
      #expect(FeedWords(text: text).isEmpty, "\(text)")
    }
  }
}
