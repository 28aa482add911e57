import Testing

@testable import PlatFeeds

@Suite(.timeLimit(.minutes(30))) struct JSONFeedTests {
  private static let a = #"{"listingKey":"a","city":"x]}\"{"}"#
  private static let b = #"{"listingKey":"b","photos":[{"photoId":"1"},{"photoId":"2"}]}"#

  @Test(arguments: Cut.all)
  func linesArraysAndPagesGiveTheSameRecords(_ cut: Cut) throws {
    let (a, b) = (Self.a, Self.b)
    let forms = [
      "\(a)\n\(b)\n", "\(a)\r\n\r\n\(b)", "\u{FEFF}\(a)\n\(b)", "\(a)\(b)", "\(a),\n\(b),\n",
      "\u{1E}\(a)\n\u{1E}\(b)\n",
      "[\(a),\(b)]", "[\n  \(a),\n  \(b)\n]\n", "[\(a)]\n[\(b)]\n", "[]\n\(a)\n\n[\(b)]",
      #"{"@odata.context":"$metadata#Property","value":[\#(a),\#(b)]}"#,
      #"{"value":[\#(a)],"@odata.nextLink":"x"}"# + "\n" + #"{"value":[\#(b)]}"#,
      #"{"@odata.count":2,"skipped":{"value":[1]},"value":[\#(a),\#(b)],"error":null}"#,
      #"{"D":{"Success":true,"Results":[\#(a),\#(b)],"Pagination":{"Results":[3]}}}"#,
      """
      {\n  "D": {\n    "Results": [\n      \(a),\n      \(b)\n    ],\n\
          "Success": true\n  }\n}\n
      """,
      #"[{"value":[\#(a)]},{"D":{"Results":[\#(b)]}}]"#,
      #"{"type":"FeatureCollection","features":[\#(a),\#(b)]}"#,
      "\(a)\n{\"value\":[\(b)]}\n",
    ]
    for form in forms {
      #expect(try pieces(form, cut) == [a, b], "\(form)")
    }
  }

  @Test(arguments: Cut.all)
  func prettyPrintedListingsAreRecords(_ cut: Cut) throws {
    let a = "{\n  \"listingKey\": \"a\",\n  \"photos\": [\n{\n \"photoId\": 1},\n{}]\n}"
    let b = "{ \"ListingKey\": \"b\"\n}"
    #expect(try pieces("\(a)\n\(b)\n", cut) == [a, b])
    #expect(try pieces("[\(a),\n\(b)]\n", cut) == [a, b])
    #expect(try pieces("{\"value\": [\n\(a),\n\(b)]\n}", cut) == [a, b])
  }

  @Test(arguments: Cut.all)
  func aBrokenLineIsRefusedAndTheNextIsRead(_ cut: Cut) throws {
    let (a, b) = (Self.a, Self.b)
    let broken = [
      "{", "{]", "{\"", #"{"a"#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, #"{"a":[1,{"b":2}"#,
      #"{"a":"text"#, #"{"a":nan}"#,
      #"{"a":tru}"#, #"{'a':1}"#, #"{"a" 1}"#, "{\"a\":\"\u{1}\"}", #"{"a":1}}"#, #"{"a":"\x"}"#,
      #"{"listingKey":"c",}"#,
      "hello", "]", "}", ":", "\"text\"", "12", "null", "\u{0}\u{1}", "// comment",
      "{\"a\":\"\u{FFFD}\\ud800\"}",
    ]
    for line in broken {
      let found = try pieces("\(a)\n\(line)\n\(b)\n", cut)
      #expect(found.first == a && found.last == b && found.count >= 3, "\(line): \(found)")
      #expect(
        found.dropFirst().dropLast().allSatisfy { $0.hasPrefix("record ") }, "\(line): \(found)")
      let first = try pieces("\(line)\n\(a)\n\(b)\n", cut)
      #expect(first.suffix(2) == [a, b] && first.count >= 3, "\(line): \(first)")
    }
  }

  @Test(arguments: Cut.all)
  func aBrokenRecordInAPageIsRefusedAndTheNextIsRead(_ cut: Cut) throws {
    let (a, b) = (Self.a, Self.b)
    let broken = [
      #"{"listingKey":}"#, #"{"listingKey":"c","x":nan}"#, #"{"listingKey":"c","x":{"y":1}"#,
      #"{"listingKey":"c","x":[{"y":1}}"#, #"{"listingKey":"c,"x":1}"#, #"{"listingKey":"c""#,
      #"{"listingKey":"c"]}"#,
      "{\"listingKey\":\"c\n\"}", "1", "null", "\"x\"", "[1]",
    ]
    for record in broken {
      for page in [
        "[\(a),\(record),\(b)]", "{\"value\":[\(a),\(record),\(b)]}\n",
        "{\"value\":[\n  \(a),\n  \(record),\n  \(b)\n]}",
        "{\"D\":{\"Results\":[\(record),\(a),\(record),\(b)]}}",
      ] {
        let found = try pieces(page, cut)
        #expect(found.contains(a) && found.last == b, "\(page): \(found)")
        #expect(
          found.filter { $0.hasPrefix("record ") }.count == found.count - 2, "\(page): \(found)")
        #expect(found.count == (page.hasPrefix("{\"D") ? 4 : 3), "\(page): \(found)")
      }
    }
  }

  @Test(arguments: Cut.all)
  func pagesWithoutListingsSayWhy(_ cut: Cut) throws {
    #expect(
      try pieces(#"{"D":{"Success":false,"Message":"Session token has expired","Code":1020}}"#, cut)
        == ["page serverError 5"])
    #expect(
      try pieces(#"{"error":{"code":"400","message":"bad"}}"# + "\n" + Self.a, cut) == [
        "page serverError 0", Self.a,
      ])
    #expect(try pieces(#"{"D":{"Success":true}}"#, cut) == ["page noResults 5"])
    #expect(try pieces(#"{"D":{"Success":true,"Results":[]}}"#, cut) == [])
    #expect(try pieces(#"{"value":[]}"#, cut) == [])
    #expect(try pieces(#"{"name":"x"}"#, cut) == ["record key 0"])
    #expect(try pieces(#"{"listingKey":"a","error":"none","value":[1]}"#, cut).count == 1)
    #expect(try pieces("", cut) == [])
    #expect(try pieces(" \n ", cut) == [])
  }

  @Test(arguments: Cut.all)
  func whatIsCutOffIsTold(_ cut: Cut) throws {
    let (a, b) = (Self.a, Self.b)
    #expect(try pieces("\(a)\n\(b.dropLast())", cut) == [a, "rest truncated \(a.utf8.count + 1)"])
    #expect(
      try pieces("[\(a),\(b)", cut) == [a, b, "rest truncated \(a.utf8.count + b.utf8.count + 2)"])
    #expect(try pieces("{\"value\":[\(a),", cut) == [a, "rest truncated \(a.utf8.count + 11)"])
    #expect(try pieces("{\"value\":[\(a)]", cut) == [a, "rest truncated \(a.utf8.count + 11)"])
  }

  @Test(arguments: Cut.all)
  func whatIsTooLargeOrTooDeepIsRefusedAndPassedOver(_ cut: Cut) throws {
    let (a, b) = (Self.a, Self.b)
    let large = #"{"listingKey":"c","text":"\#(String(repeating: "x", count: 300))"}"#
    let deep =
      #"{"listingKey":"c","x":"# + String(repeating: "[", count: 70)
      + String(repeating: "]", count: 70) + "}"
    for form in [
      "\(a)\n\(large)\n\(b)\n", "[\(a),\(large),\(b)]",
      "{\"value\":[\n  \(a),\n  \(large),\n  \(b)\n]}",
    ] {
      let found = try pieces(form, cut, recordLimit: 200)
      #expect(
        found.count == 3 && found[0] == a && found[1].hasPrefix("record tooLarge") && found[2] == b,
        "\(found)")
    }
    let found = try pieces(
      "\(a)\n\(String(repeating: "[", count: 2000))\n\(b)\n", cut, recordLimit: 200)
    #expect(found.first == a, "\(found)")
    #expect(try pieces("\(a)\n\(deep)\n\(b)\n", cut).count == 3)
    // The page itself may be larger than a record.
    let page = "{\"x\":\"\(String(repeating: "y", count: 500))\",\"value\":[\(a),\(b)]}"
    #expect(try pieces(page, cut, recordLimit: 200) == [a, b])
  }
}
