import PlatFeeds
import Testing

/// Inputs that are incomplete: a build must not take them for complete data.
@Suite(.timeLimit(.minutes(30))) struct IncompleteInputTests {
  static let page = #"{"value":[{"ListingKey":"A","ListPrice":5},{"ListingKey":"B"}]}"#
  static let lines = "{\"listingKey\":\"A\"}\n{\"listingKey\":\"B\"}\n"
  static let spark = #"{"D":{"Success":true,"Results":[{"StandardFields":{"ListingKey":"A"}}]}}"#
  static let table = "ListingKey,ListPrice,City\nA,5,Indio\nB,6,Mecca\n"
  static let html = "<!DOCTYPE html>\n<html><body>\n503 Service Unavailable\n</body></html>\n"

  /// Messages that servers send in place of listings.
  static let errors = [
    html, "<?xml version=\"1.0\"?><RETS ReplyCode=\"20701\" ReplyText=\"Not logged in\"/>",
    #"{"error":{"code":"Unauthorized","message":"Token expired"}}"#,
    #"{"odata.error":{"code":"","message":{"lang":"en","value":"Too many requests"}}}"#,
    #"{"D":{"Success":false,"Code":1020,"Message":"Session token has expired"}}"#,
    #"{"error":"invalid_grant","error_description":"The refresh token is invalid"}"#,
    #"{"success":false,"status":401,"bundle":{"name":"UnauthorizedError","message":"x"}}"#,
    #"{"message":"Forbidden"}"#, #"{"Message":"An error has occurred."}"#,
    #"{"statusCode":429,"message":"Rate limit is exceeded"}"#, #"{"detail":"Not found."}"#,
    #"{"fault":{"faultstring":"Invalid access token","detail":{"errorcode":"oauth"}}}"#,
    #"{"errors":[{"status":"500","title":"Internal"}]}"#,
    #"""
    {"timestamp":"2026-01-01T00:00:00Z","status":500,"error":"Internal Server Error","path":"/"}
    """#,
    #"{"type":"about:blank","title":"Too Many Requests","status":429}"#,
    #"{"ErrorCode":"E1","ErrorMessage":"no"}"#, #"[{"error":{"code":"429"}}]"#,
  ]

  /// Texts that a server may send alone; after other records each looks like another record.
  static let alone = [
    "", " \n", "Service Unavailable", "null", "\"rate limit\"", "upstream connect error, reset",
    #"{"nothing":1}"#,
    #"{"weather":{"wind":3}}"#, "id,price\n1,2\n", "ListPrice,City\n5,Indio\n", #"{"ListPrice":5}"#,
    #"{"@odata.context":"x#Member","value":[{"MemberKey":"1"}]}"#, #"{"D":{"Success":true}}"#,
  ]

  private func failure(_ bytes: [UInt8]) throws -> (
    failure: Refusal?, taken: Int
  ) {
    var options = FeedOptions()
    options.chunkSize = 4096
    var reader = try FeedReader([.bytes(bytes, name: "input")], options: options)
    var batch = ListingBatch(capacity: 16)
    while try reader.next(into: &batch) {}
    let input = try #require(reader.summary.inputs.first)
    #expect(reader.summary.isComplete == (input.failure == nil))
    if let failure = input.failure { #expect(!"\(failure)".contains("\n"), "one line") }
    return (input.failure, input.taken)
  }

  private func failure(_ text: String) throws -> (failure: Refusal?, taken: Int) {
    try failure(Array(text.utf8))
  }

  @Test(arguments: [page, lines, spark, table]) func wholeInputsAreComplete(text: String) throws {
    #expect(try failure(text).failure == nil)
    #expect(try failure(gzip(Array(text.utf8))).failure == nil)
    // Also without the last line break.
    #expect(try failure(String(text.dropLast(text.hasSuffix("\n") ? 1 : 0))).failure == nil)
  }

  @Test(arguments: [
    #"{"value":[]}"#, "[]", #"{"D":{"Success":true,"Results":[]}}"#, "ListingKey,City\n",
    #"{"value":[{"ListingKey":"A"}],"error":null}"#, lines + #"{"nothing":1}"# + "\n",
    lines + "no json\n" + lines,
    #"{"listingKey":"A","error":"no geocode","message":"x"}"#,
    lines + #"{"City":"Indio","error":"no geocode"}"#,
    "ListingKey,City\nA,Indio\nB,Mecca,x\nC\nD,Thermal\n", "ListingKey,City\nA,\"Indio\nB,Mecca\n",
    #"[{"listingKey":"A"},{"listingKey":7e},{"listingKey":"C"}]"#,
    #"{"value":[{"ListingKey":"A"}]}"# + "\n" + #"{"ListPrice":5}"#,
  ]) func aDirtyRecordIsOnlyCounted(text: String) throws {
    #expect(try failure(text).failure == nil)
  }

  @Test(arguments: errors + alone) func whatIsNoListingsIsAFailure(text: String) throws {
    #expect(try failure(text).failure != nil)
    #expect(try failure(gzip(Array(text.utf8))).failure != nil)
  }

  @Test(arguments: errors) func anErrorBehindGoodPagesIsAFailure(text: String) throws {
    for good in [Self.page, Self.spark, Self.lines, Self.page + "\n" + Self.page] {
      let (failure, taken) = try failure(good + "\n" + text + "\n")
      #expect(failure != nil && taken > 0, "\(good) \(text)")
      #expect(try self.failure(text + "\n" + good).failure != nil, "\(text) \(good)")
    }
    #expect(try failure(Self.table + text).failure != nil)
  }

  @Test(arguments: [
    #"{"nothing":1}"#, #"{"weather":{"wind":3}}"#, "Service Unavailable",
    #"{"D":{"Success":true}}"#,
  ]) func whatIsNoPageBehindPagesIsAFailure(text: String) throws {
    #expect(try failure(Self.page + "\n" + text).failure != nil)
    #expect(try failure(Self.spark + "\n" + text).failure != nil)
  }

  @Test func otherEncodingsAndContainersAreFailures() throws {
    let utf16 = Array(Self.lines.utf16)
    let little = utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let utf32 = Self.lines.unicodeScalars.flatMap {
      [UInt8($0.value & 0xFF), UInt8($0.value >> 8), 0, 0]
    }
    for bytes in [
      little, [0xFF, 0xFE] + little, big, [0xFE, 0xFF] + big, utf32, [0xFF, 0xFE, 0, 0] + utf32,
    ] {
      #expect(try failure(bytes).failure != nil)
    }
    for magic in [
      "PK\u{3}\u{4}", "PAR1", "SQLite format 3\0", "%PDF-1.7", "Obj\u{1}", "ORC\u{3}", "ARROW1\0\0",
    ] {
      #expect(try failure(Array(magic.utf8) + [UInt8](0..<200)).failure != nil, "\(magic)")
    }
    #expect(try failure(gzip(gzip(Array(Self.lines.utf8)))).failure != nil)
  }

  /// Every place at which a transfer may end.
  ///
  /// The only undetectable end is between two records of a format without brackets.
  @Test(arguments: [page, spark, lines, "[" + lines.dropLast().replacing("\n", with: ",") + "]"])
  func aCutIsAFailure(text: String) throws {
    let bytes = Array(text.utf8)
    for end in 0..<bytes.count {
      let (failure, taken) = try failure(Array(bytes[..<end]))
      let isWhole =
        text == Self.lines
        && (end == bytes.count - 1 || end == bytes.count / 2 || end == bytes.count / 2 - 1)
      #expect((failure == nil) == isWhole, "\(end) of \(bytes.count), \(taken) taken")
    }
    let packed = gzip(bytes)
    for end in 0..<packed.count {
      #expect(try failure(Array(packed[..<end])).failure != nil, "\(end)")
    }
  }

  @Test func aTableThatIsCutIsAFailureWhereItShows() throws {
    let text = "ListingKey,City,Remarks\nA,Indio,\"fine, \nwide\"\nB,Mecca,\"two\nlines, here\"\n"
    for tail in [
      "B", "B,", "B,Mec", "B,Mecca,\"", "B,Mecca,\"two\nlines", "B,Mecca,\"two\nlines, he",
    ] {
      let whole = "ListingKey,City,Remarks\nA,Indio,\"fine, \nwide\"\n"
      let found = try failure(whole + tail)
      #expect(found.failure?.reason == .truncated && found.taken == 1, "\(tail)")
    }
    #expect(try failure(text).failure == nil)
    let packed = gzip(Array(text.utf8))
    for end in 0..<packed.count {
      #expect(try failure(Array(packed[..<end])).failure != nil, "\(end)")
    }
  }

  @Test func aCutPageBeforeAnotherIsAFailure() throws {
    for cut in [30, 45, 60] {
      let text = String(Self.page.prefix(cut)) + "\n" + Self.page.replacing("A", with: "C")
      #expect(try failure(text).failure != nil, "\(cut)")
    }
  }

  @Test func oneOfSeveralInputs() throws {
    var reader = try FeedReader([
      .bytes(Array(Self.lines.utf8), name: "good"), .bytes(Array(Self.html.utf8), name: "bad"),
      .bytes(Array(Self.page.utf8), name: "also good"),
    ])
    var batch = ListingBatch()
    while try reader.next(into: &batch) {}
    #expect(reader.summary.inputs.map { $0.failure == nil } == [true, false, true])
    #expect(reader.summary.taken == 4 && !reader.summary.isComplete)
  }
}
