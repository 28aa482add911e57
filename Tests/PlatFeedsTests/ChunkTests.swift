import PlatFeeds
import PlatListings
import PlatTestSupport
import Testing

/// The result of a feed depends only on its text: broken pages, oversized records and random damage
/// are rejected at the same places for the same reasons, regardless of how the bytes arrive.
@Suite(.timeLimit(.minutes(30))) struct ChunkTests {
  /// Pieces of each size into windows of each first size; a window is never less than 16 bytes.
  static let cuts = [1, 2, 3, 5, 7, 13, 16, 17, 31, 64, 100, 257, 1000].flatMap { piece in
    [16, 64, 1 << 16].map { Cut(piece: piece, window: $0) }
  }

  /// Blanks that fill the initial window, so that the text after them arrives in pieces.
  private static let blanks = [UInt8](repeating: 0x20, count: 4096)

  /// The first cut with a different result than reading at once, and that result; nil if there is
  /// none.
  static func difference(_ bytes: [UInt8], recordLimit: Int, _ cuts: [Cut] = cuts) throws -> String?
  {
    var options = FeedOptions()
    options.recordLimit = recordLimit
    let atOnce = load(blanks + bytes, Cut(), options)
    let walk = try pieces(bytes, recordLimit: recordLimit)
    for cut in cuts {
      let found = load(blanks + bytes, cut, options)
      if found != atOnce {
        return "limit \(recordLimit), \(cut.testDescription): \(found), at once: \(atOnce)"
      }
      let steps = try pieces(bytes, cut, recordLimit: recordLimit)
      if steps != walk {
        return "limit \(recordLimit), \(cut.testDescription): \(steps), at once: \(walk)"
      }
    }
    return nil
  }

  /// Texts that once gave different refusals in different chunks, each for a different reason.
  static let broken: [(what: String, limit: Int, text: String)] = [
    (
      "an element that breaks one byte past the limit", 59,
      "[{\"Ilds\":{\"ListingKotos\":[\n{\"photoId\":\"1\"},\n{\"photoId\":\"2\"}]}]"
    ),
    (
      "an element that is closed past the limit and holds a line with a brace", 40,
      "[{\"a\":\"1\",\"photos\":[\n{\"b\":\"\(String(repeating: "x", count: 30))\"}]}]"
    ),
    (
      "a document over the limit that breaks, with lines in it to go back to", 97,
      """
      {"ey":"0",\n "photos":[\n{"photoId":"1"},\n{"a wide view, a wide view, a wide view, and \
      quiet"},\n"b":[1,[2,{}]]}
      """
    ),
    ("a line with a brace where none can be, past the limit", 19, "{\"\":{\"\"[\" \"photos\":[\n{"),
    (
      "a page's first records without a key: the next bytes do not tell how they begin", 1000,
      "[{},\n{\"a\":1,\n\"listingKey\":nan\"},\n{},\n{\"a\":2,\"listingKey\":\"d\"}]"
    ),
    (
      "a line with a brace where a record begins that has not come in whole", 1000,
      """
      {"value":[\n{"listingKey":"a"},\n{"listingKey":"b"],\(String(repeating: " ", count: 60))\n\
      {"listingKey":"c"}]}\n
      """
    ),
    (
      "an answer of a server over the limit", 40,
      """
      {\n"error":{"message":"\(String(repeating: "x", count: 50))"}}\n{"listingKey":"b"}\n
      """
    ),
    (
      "an indent over the limit", 30,
      """
      [\n\(String(repeating: " ", count: 40)){"a":1},\n{"a":nan",\n  {"a":2,"listingKey":"c"}]
      """
    ),
    ("a key over the limit", 5, "{\n\"value\" :[1],\"listingKey\" : \"a\"}\n"),
  ]

  @Test(arguments: broken.indices)
  func brokenPagesGiveTheSameInAllChunks(_ place: Int) throws {
    let (what, limit, text) = Self.broken[place]
    if let difference = try Self.difference(Array(text.utf8), recordLimit: limit) {
      Issue.record("\(what): \(difference)")
    }
  }

  @Test(arguments: Cut.all)
  func aRecordMayHaveAsManyBytesAsTheLimitSays(_ cut: Cut) throws {
    let record = "{\"listingKey\":\"\(String(repeating: "x", count: 83))\"}"
    let next = "{\"listingKey\":\"b\"}"
    for form in [
      "\(record)\n\(next)\n", "[\(record),\(next)]", "{\"value\":[\n\(record),\n\(next)]}",
    ] {
      #expect(try pieces(form, cut, recordLimit: 100) == [record, next])
      let start = form.utf8.count - form.drop { $0 != "x" }.utf8.count - 15
      #expect(try pieces(form, cut, recordLimit: 99) == ["record tooLarge \(start)", next])
    }
    let lines = record.replacing(":", with: ":\n")
    #expect(try pieces("\(lines)\n\(next)", cut, recordLimit: 101) == [lines, next])
    #expect(try pieces("\(lines)\n\(next)", cut, recordLimit: 100) == ["record tooLarge 0", next])
  }

  @Test func aFeedThatBreaksLateAgainAndAgainIsNotReadOverAndOver() throws {
    let documents = String(repeating: "{\"a\":\n", count: 1000)
    let elements = "[" + String(repeating: "{\"a\":[", count: 2000)
    for (text, limit) in [(documents, 10_000), (elements, 3000)] {
      let found = try pieces(text, recordLimit: limit)
      #expect(
        found.count < 300,
        "\(found.count) refusals, each of which read \(limit) bytes or all the rest")
      #expect(try pieces(text, Cut(piece: 1000, window: 16), recordLimit: limit) == found)
    }
  }

  @Test(arguments: Array(1...16) as [UInt64])
  func pagesChangedAtRandomGiveTheSameInAllChunks(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<12 {
      var bytes = Self.page(&random)
      let other = Self.page(&random)
      for _ in 0..<Int.random(in: 1...5, using: &random) { Self.change(&bytes, other, &random) }
      let limit = Bool.random(using: &random) ? 1 << 16 : Int.random(in: 1...400, using: &random)
      let cuts = (0..<6).compactMap { _ in Self.cuts.randomElement(using: &random) }
      if let difference = try Self.difference(bytes, recordLimit: limit, cuts) {
        Issue.record(
          """
          seed \(seed), round \(round), \(difference): \
          \(String(reflecting: String(decoding: bytes, as: UTF8.self)))
          """
        )
      }
    }
  }

  /// A feed in one of the JSON forms.
  private static func page(_ random: inout SeededGenerator) -> [UInt8] {
    let records = (0..<Int.random(in: 0...9, using: &random)).map { record($0, &random) }
    let (start, separator, end) =
      [
        ("", "\n", "\n"), ("[", ",", "]"), ("[\n  ", ",\n  ", "\n]\n"),
        ("{\"value\":[", ",", "],\"n\":1}\n"),
        (
          "{\n \"@odata.context\": \"$metadata#Property\",\n \"value\": [\n    ", ",\n    ",
          "\n ]\n}\n"
        ),
        ("{\"D\":{\"Success\":true,\"Results\":[\n", ",\n", "]}}"),
        ("{\"type\":\"FeatureCollection\",\"features\":[\n", ",\n", "]}\n"),
      ].randomElement(using: &random) ?? ("", "\n", "")
    let page = start + records.joined(separator: separator) + end
    return Array((Int.random(in: 0..<3, using: &random) == 0 ? page + page : page).utf8)
  }

  private static func record(_ number: Int, _ random: inout SeededGenerator) -> String {
    let text = String(
      repeating: "wide view, \\\"quiet\\\" ", count: Int.random(in: 0...12, using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return "{\"listingKey\":\"\(number)\",\"publicRemarks\":\"\(text)\"}"
    case 1:
      return
        "{\"listingKey\":\"\(number)\",\n \"photos\":[\n{\"photoId\":\"1\"},\n{\"photoId\":\"2\"}]}"
    case 2: return "{\n    \"listingKey\": \"\(number)\",\n    \"beds\": 3\n  }"
    case 3: return "{\"error\":{\"message\":\"\(text)\"},\n\"listPrice\":[1,[2,{}]]}"
    default:
      return
        """
        {"Id":"\(number)","StandardFields":{"ListingKey":"\(number)","City":"\(text)"}}
        """
    }
  }

  private static func change(
    _ bytes: inout [UInt8], _ other: [UInt8], _ random: inout SeededGenerator
  ) {
    guard !bytes.isEmpty, !other.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
    let special = [
      "\"", "{", "}", "[", "]", ",", ":", "\\", "\n", "\n{", "\n[", "{\"listingKey\"", "\n    {",
      "\n  {\"a\":",
    ]
    let piece = Array((special.randomElement(using: &random) ?? "").utf8)
    switch Int.random(in: 0..<7, using: &random) {
    case 0, 1: bytes.insert(contentsOf: piece, at: place)
    case 2: bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
    case 3: bytes.removeSubrange(place..<end)
    case 4:
      if let quote = bytes[place...].firstIndex(of: UInt8(ascii: "\"")) { bytes.remove(at: quote) }
    case 5:
      bytes.insert(contentsOf: repeatElement(UInt8(ascii: " "), count: end - place), at: place)
    default:
      let from = Int.random(in: 0..<other.count, using: &random)
      bytes.insert(contentsOf: other[from..<min(other.count, from + 300)], at: place)
    }
  }
}
