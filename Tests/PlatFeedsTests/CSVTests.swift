import PlatListings
import PlatTestSupport
import Testing

@testable import PlatFeeds

@Suite(.timeLimit(.minutes(30))) struct CSVTests {
  /// The rows of a text, cell by cell; a broken row is given as its reason.
  private func rows(_ text: [UInt8], _ cut: Cut, recordLimit: Int = 1 << 20) throws -> [[String]] {
    let window = try InputWindow(
      input: "test", source: MemorySource(text, pieceSize: cut.piece), chunkSize: cut.window)
    var rows = CSVRows(
      window: window, from: 0, separator: UInt8(ascii: ","), recordLimit: recordLimit)
    var found: [[String]] = []
    while true {
      switch try rows.next() {
      case .end: return found
      case .broken(let reason, _): found.append(["!\(reason.code) \(rows.rowStart)"])
      case .row:
        found.append(
          rows.cells.map { cell in
            var text: [UInt8] = []
            rows.unescape(cell, into: &text)
            return String(
              decoding: cell.isQuoted ? text : Array(rows.bytes(of: cell).string.utf8),
              as: UTF8.self)
          })
      }
    }
  }

  @Test(arguments: Cut.all)
  func cellsAreSplitAsTheRFCSays(_ cut: Cut) throws {
    let cases: [(text: String, rows: [[String]])] = [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
      ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
      ("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
      (",\n,,\n", [["", ""], ["", "", ""]]),
      ("\"\"\n", [[""]]),
      ("\"a,b\",\"c\nd\",\"e\"\"f\"\n", [["a,b", "c\nd", "e\"f"]]),
      ("\"\"\"\",\"\"\"\"\"\"", [["\"", "\"\""]]),
      ("5\" pipe,b\n", [["5\" pipe", "b"]]),
      ("a,", [["a", ""]]),
      ("a,\"b\"", [["a", "b"]]),
      ("x,\"a\"b\ny\n", [["!malformed 0"], ["y"]]),
      ("x,\"a\ny,z\n", [["!truncated 0"], ["y", "z"]]),
      ("é,\"ü\"\n", [["é", "ü"]]),
    ]
    for (text, expected) in cases {
      #expect(try rows(Array(text.utf8), cut) == expected, "\(text)")
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func randomCellsComeBack(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      var expected: [[String]] = []
      var text = ""
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let cells = (0..<Int.random(in: 2...5, using: &random)).map { _ in
          String(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
              "ab \",\n\r;é".randomElement(using: &random) ?? "a"
            }
          )
        }
        expected.append(cells)
        let ending = Bool.random(using: &random) ? "\n" : "\r\n"
        text +=
          cells.map { cell in
            let mustQuote = cell.contains { "\",\n\r".contains($0) || $0 == "\r\n" }
            guard mustQuote || Bool.random(using: &random) else { return cell }
            return "\"" + cell.replacing("\"", with: "\"\"") + "\""
          }.joined(separator: ",") + ending
      }
      for cut in Cut.all {
        let found = try rows(Array(text.utf8), cut)
        #expect(found == expected, "seed \(seed), \(cut): \(text)")
      }
    }
  }

  @Test(arguments: Cut.all)
  func aRowOverTheLimitIsRefusedAndTheNextLineIsRead(_ cut: Cut) throws {
    let long = String(repeating: "x", count: 100)
    #expect(
      try rows(Array("a,b\n\(long),c\nd,e\n".utf8), cut, recordLimit: 50) == [
        ["a", "b"], ["!tooLarge 4"], ["d", "e"],
      ])
    // The quote swallows the next rows up to the limit; they are read nevertheless.
    let swallowed = "a,\"b\n" + String(repeating: "c,d\n", count: 30)
    let found = try rows(Array(swallowed.utf8), cut, recordLimit: 50)
    #expect(found.first == ["!tooLarge 0"])
    #expect(found.dropFirst().allSatisfy { $0 == ["c", "d"] } && found.count == 31)
  }

  @Test(arguments: Cut.all)
  func headersAreReadThroughTheCatalogue(_ cut: Cut) {
    let header =
      "\u{FEFF} ListingKey ;BedsTotal;list_price;LIST OFFICE NAME;Seller;;\"Roof\"\"Kind\""
    let found = load("\(header)\r\na;3;450000;Realty;Smith;x;y\r\n", cut)
    #expect(
      found.documents == [
        #"""
        {"listingKey":"a","listPrice":450000,"beds":3,"listOfficeName":"Realty","Seller":"Smith",\#
        "column6":"x","Roof\"Kind":"y"}
        """#
      ])
    #expect(found.refusals.isEmpty)
    #expect(
      load("listingKey\tcity\na\tIndio, CA\n", cut).documents == [
        #"{"listingKey":"a","city":"Indio, CA"}"#
      ])
    #expect(
      load("listingKey|city\na|Indio; CA\n", cut).documents == [
        #"{"listingKey":"a","city":"Indio; CA"}"#
      ])
  }

  @Test(arguments: Cut.all)
  func aDoubledQuoteInACellIsOneQuote(_ cut: Cut) {
    let found = load("listingKey,Note\na,\"a \"\"great\"\" home\"\n", cut)
    #expect(found.documents == [#"{"listingKey":"a","Note":"a \"great\" home"}"#])
  }

  @Test func mappedColumnsCountBeforeNamedOnes() throws {
    var options = FeedOptions()
    try options.map("id=listingKey,what=propertySubType")
    let found = load("id,listingKey,what\na,b,Condo\n", Cut(), options)
    #expect(found.documents == [#"{"listingKey":"a","propertySubType":"Condo"}"#])
    let missing = load("listingKey,what\na,Condo\n", Cut(), options)
    #expect(missing.reasons == ["file noSuchColumn"])
    #expect(missing.refusals.first?.value == "id")
    #expect(throws: FeedError.self) { try options.map("id") }
    #expect(throws: FeedError.self) { try options.map("=listingKey") }
    #expect(throws: FeedError.self) { try options.map("id=price") }
    #expect(throws: FeedError.self) { try options.setDefault("price=1") }
  }

  @Test(arguments: Cut.all)
  func aHeaderWithoutKeySaysWhichColumnsThereAre(_ cut: Cut) {
    let found = load("id,price\n1,2\n", cut)
    #expect(found.reasons == ["file noKeyColumn"])
    #expect(found.refusals.first?.value == "id, price")
    #expect(found.refusals.first?.expected.contains("--map COLUMN=listingKey") == true)
  }

  @Test(arguments: Cut.all)
  func raggedRowsSayWhichTheyAre(_ cut: Cut) {
    let found = load("listingKey,city\na,Indio\nb\n\nc,Indio,x\nd,Indio\n,Indio\n", cut)
    #expect(found.keys == ["a", "d"])
    #expect(found.reasons == ["record raggedRow", "record raggedRow", "record noKey"])
    #expect(found.refusals.map(\.record) == [2, 3, 5])
    #expect(found.refusals.map(\.line) == [3, 5, 7])
    #expect(found.refusals.map(\.offset) == [24, 27, 45])
    #expect(found.read == 5)
  }

  @Test(arguments: Cut.all)
  func aCellThatIsNotUTF8IsReadAsWindows1252(_ cut: Cut) {
    let text = Array("listingKey,city,beds\na,Ca".utf8) + [0xF1] + Array("on,3\n".utf8)
    let found = load(text, cut)
    #expect(found.documents == [#"{"listingKey":"a","beds":3,"city":"Cañon"}"#])
    #expect(found.refusals.isEmpty)
    let other = load(Array("listingKey,city,beds\na,Ca".utf8) + [0x81] + Array("on,3\n".utf8), cut)
    #expect(other.documents == [#"{"listingKey":"a","beds":3}"#])
    #expect(other.reasons == ["field notUTF8"] && other.refusals.first?.field == "city")
  }

  @Test(arguments: Cut.all)
  func defaultsFillWhatARowDoesNotGive(_ cut: Cut) throws {
    var options = FeedOptions()
    try options.setDefault("standardStatus=Closed")
    try options.setDefault("city=Indio")
    let found = load("listingKey,city\na,\nb,Coachella\nc,  \n", cut, options)
    #expect(
      found.documents == [
        #"{"listingKey":"a","standardStatus":"Closed","city":"Indio"}"#,
        #"{"listingKey":"b","standardStatus":"Closed","city":"Coachella"}"#,
        #"{"listingKey":"c","standardStatus":"Closed","city":"Indio"}"#,
      ])
  }
}

extension Span<UInt8> {
  fileprivate var string: String { String(bytes: self) }
}
