import PlatFeeds
import PlatListings
import PlatTestSupport
import Testing

/// Feeds that were truncated or changed at random: every listing in the result is intact, and the
/// result does not depend on how the bytes arrive.
@Suite(.timeLimit(.minutes(30))) struct DamageTests {
  private static let a = #"{"listingKey":"a","city":"x]}\"{","beds":3,"baths":2.5,"pool":null}"#
  private static let b =
    #"{"ListingKey":"b","Media":[{"MediaKey":"1"},{"MediaKey":"2"}],"publicRemarks":"é"}"#
  private static let c =
    #"{"listingKey":"c","latitude":33.7,"longitude":-116.3,"unknown":{"x":[1,[2]]}}"#
  private static let spark =
    #"{"Id":"s","StandardFields":{"ListingKey":"s","BedsTotal":"3"},"CustomFields":{"x":true}}"#

  /// A small feed of each form, and whether its text marks its end.
  static let samples: [(name: String, text: String, isClosed: Bool)] = [
    ("lines", "\(a)\n\(b)\n\(c)\n", false),
    ("array", "[\(a),\(b),\n\(c)]", true),
    (
      "pretty",
      """
      [\n  {\n    "listingKey": "a",\n    "beds": 3\n  },\n  {\n    "listingKey": "b"\n  }\n]\n
      """,
      true
    ),
    (
      "odata",
      #"{"@odata.context":"$metadata#Property","value":[\#(a),\#(b)],"@odata.nextLink":"x"}"#, true
    ),
    ("spark", #"{"D":{"Success":true,"Results":[\#(spark)],"Pagination":{"TotalRows":1}}}"#, true),
    ("pages", "{\"value\":[\n  \(a)\n]}\n{\"D\": {\"Results\": [\n  \(spark)\n]}}\n", false),
    (
      "points",
      #"{"type":"FeatureCollection","features":[{"type":"Feature","id":"p","#
        + #""geometry":{"type":"Point","coordinates":[1,2]},"properties":{"beds":1}}]}"#, true
    ),
    ("csv", "listingKey,city,beds\na,\"In\"\"dio,\nCA\",3\r\nb,,\nc,Coachella,4\n", false),
    ("tabs", "\u{FEFF}listingKey\tcity\na\tIndio\nb\t\"x\"\n", false),
  ]

  @Test(arguments: samples.indices)
  func aFeedCutAtAnyByteGivesTheRecordsBeforeAndSaysSo(_ place: Int) {
    let (name, text, isClosed) = Self.samples[place]
    let bytes = Array(text.utf8)
    let whole = load(bytes).keys
    #expect(!whole.isEmpty)
    for length in 0..<bytes.count {
      let cut = Array(bytes[..<length])
      let found = load(cut)
      #expect(whole.starts(with: found.keys), "\(name) cut at \(length): \(found)")
      // Blanks may follow the end of the feed.
      let isWhole = text.utf8.dropFirst(length).allSatisfy { $0 == 0x0A }
      if isClosed, !isWhole {
        #expect(
          found.refusals.contains { $0.scope == .rest || $0.scope == .file },
          "\(name) cut at \(length)")
      }
      #expect(load(cut, Cut(piece: 3, window: 16)) == found, "\(name) cut at \(length)")
    }
  }

  @Test(arguments: Cut.all)
  func howTheBytesArriveMakesNoDifference(_ cut: Cut) {
    for sample in Self.samples {
      let bytes = Array(sample.text.utf8)
      #expect(load(bytes, cut) == load(bytes), "\(sample.name)")
      #expect(load(gzip(bytes), cut) == load(bytes), "\(sample.name)")
    }
  }

  @Test(arguments: Array(1...24) as [UInt64])
  func aFeedChangedAtRandomIsReadOrRefused(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<25 {
      let sample = Self.samples[Int.random(in: 0..<Self.samples.count, using: &random)]
      var bytes = Array(sample.text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.change(&bytes, &random) }
      var options = FeedOptions()
      if Bool.random(using: &random) {
        options.recordLimit = Int.random(in: 1...120, using: &random)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        options.defaults = [.standardStatus: "Closed"]
      }
      let found = load(bytes, Cut(), options)
      let piece = [1, 2, 3, 7, 64].randomElement(using: &random) ?? 1
      let cut = Cut(piece: piece, window: Int.random(in: 1...64, using: &random))
      let again = load(bytes, cut, options)
      #expect(
        found == again,
        """
        seed \(seed), round \(round), \(sample.name), limit \(options.recordLimit), \(cut): \
        \(String(decoding: bytes, as: UTF8.self))
        """
      )
      #expect(found.error == nil)
      #expect(
        found.documents.count + found.refusals.filter { $0.scope == .record }.count == found.read)
    }
  }

  private static func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
    let special = Array("{}[]\",:\\\n\r\u{0}n-1. ".utf8)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes[place] = special.randomElement(using: &random) ?? 0
    case 2: bytes.insert(special.randomElement(using: &random) ?? 0, at: place)
    case 3: bytes.removeSubrange(place..<end)
    case 4:
      bytes.insert(
        contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
    default: bytes.removeSubrange(place...)
    }
  }
}
