import Foundation
import Testing

@testable import PlatJSON

/// Values decoded from documents, against Foundation's decoder.
@Suite(.timeLimit(.minutes(30))) struct JSONDocumentTests {
  struct Photo: Codable, Equatable {
    var uriThumb: String?
    var primary: Bool?
    var order: Int8?
  }

  enum Status: String, Codable { case active = "Active", closed = "Closed" }

  struct Home: Codable, Equatable {
    var listingKey: String
    var listPrice: Double?
    var beds: Int?
    var lot: Float?
    var standardStatus: Status?
    var photos: [Photo]?
    var counts: [String: UInt64]?
    var corners: [[Double]]?
    var notes: [String?]?
    var onMarketDate: String?
    var nested: [String: [String: Photo]]?
  }

  /// A class with a superclass, whose members are under `super`.
  class Base: Codable {
    var a = 0
  }
  final class Derived: Base {
    var b = ""
    enum Keys: String, CodingKey { case b }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      b = try container.decode(String.self, forKey: .b)
      try super.init(from: container.superDecoder())
    }
  }

  private func decode<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONDocument(Array(text.utf8).span).decode(type)
  }

  private func error<T: Decodable>(_ type: T.Type, _ text: String) -> JSONDecodingError? {
    do throws(JSONDecodingError) {
      _ = try JSONDocument(Array(text.utf8).span).decode(type)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    #"{"listingKey":"A"}"#,
    #"{"listingKey":"B \" \\ \u00e9 😀","listPrice":1234.5,"beds":3,"extra":[1,{"x":null}]}"#,
    #"{"listingKey":"","beds":-4,"lot":0.1,"standardStatus":"Closed","photos":[]}"#,
    #"""
    {"listingKey":"C",\#
    "photos":[{"uriThumb":"a","primary":true,"order":-128},{},{"order":null}]}
    """#,
    #"{"listingKey":"D","counts":{"a":18446744073709551615,"b":0},"notes":["x",null,"y"]}"#,
    #"{"listingKey":"E","corners":[[1,2.5],[],[-3e2]],"listPrice":null,"beds":12.0}"#,
    #"{"onMarketDate":"2025-01-31","listingKey":"F","nested":{"a":{"b":{"uriThumb":"c"}},"d":{}}}"#,
  ])
  func aDocumentDecodesAsFoundationDecodesIt(_ text: String) throws {
    let expected = try JSONDecoder().decode(Home.self, from: Data(text.utf8))
    #expect(try decode(Home.self, text) == expected)
  }

  @Test func randomDocumentsDecodeAsFoundationDecodesThem() throws {
    let seed: UInt64 = 11
    var state = seed
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for round in 0..<300 {
      let photo = { () -> Photo in
        Photo(
          uriThumb: below(2) == 0 ? nil : "u\(below(100))\"\\\n",
          primary: [nil, true, false][below(3)], order: below(3) == 0 ? nil : Int8(below(256) - 128)
        )
      }
      let home = Home(
        listingKey: "K\(round)", listPrice: below(3) == 0 ? nil : Double(below(1 << 30)) / 7,
        beds: below(2) == 0 ? nil : below(1 << 30),
        lot: below(2) == 0 ? nil : Float(below(999)) / 8,
        standardStatus: [nil, .active, .closed][below(3)],
        photos: below(3) == 0 ? nil : (0..<below(4)).map { _ in photo() },
        counts: below(3) == 0 ? nil : ["a": UInt64(below(1 << 30)), "é": 1],
        corners: below(3) == 0 ? nil : (0..<below(3)).map { [Double($0), 0.5] },
        notes: below(3) == 0 ? nil : ["x", nil], onMarketDate: nil, nested: ["n": ["p": photo()]])
      let bytes = try JSONEncoder().encode(home)
      #expect(
        try JSONDocument([UInt8](bytes).span).decode(Home.self) == home,
        "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: [
    (#"{}"#, "listingKey: the member is missing", JSONDecodingError.Kind.missing),
    (#"{"listingKey":7}"#, "listingKey: expected a string, found a number", .wrongKind),
    (#"{"listingKey":null}"#, "listingKey: expected a string, found null", .null),
    (#"{"listingKey":"a","beds":"3"}"#, "beds: expected a number, found a string", .wrongKind),
    (#"{"listingKey":"a","beds":2.5}"#, "beds: the number is no Int", .invalid),
    (
      #"{"listingKey":"a","photos":[{},{"order":128}]}"#, "photos[1].order: the number is no Int8",
      .invalid
    ),
    (
      #"{"listingKey":"a","photos":{}}"#, "photos: expected an array, found an object", .wrongKind
    ),
    (
      #"{"listingKey":"a","photos":[3]}"#, "photos[0]: expected an object, found a number",
      .wrongKind
    ),
    (
      #"{"listingKey":"a","counts":{"x":-1}}"#, "counts.x: the number is no UInt64", .invalid
    ),
    (#"[]"#, "expected an object, found an array", .wrongKind),
    (#"{"listingKey":"a""#, "byte 17: expected ',' or '}'", .notJSON),
  ])
  func anErrorNamesThePathAndTheKind(
    _ text: String, _ words: String, _ kind: JSONDecodingError.Kind
  ) throws {
    let found = error(Home.self, text)
    #expect(found?.description == words && found?.kind == kind, "\(text): \(found as Any)")
    // Foundation refuses them, too.
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Home.self, from: Data(text.utf8))
    }
  }

  @Test func aWordOutsideAnEnumerationIsRefusedWithItsPath() {
    let found = error(Home.self, #"{"listingKey":"a","standardStatus":"Sold"}"#)
    #expect(found?.path == "standardStatus" && found?.kind == .invalid, "\(found as Any)")
  }

  @Test func wholeValuesDecodeWithoutAnObject() throws {
    #expect(try decode([Int].self, "[1,2,3]") == [1, 2, 3])
    #expect(try decode(String.self, #""x""#) == "x")
    #expect(try decode(Int?.self, "null") == nil)
    #expect(try decode([Int: String].self, #"{"1":"a"}"#) == [1: "a"])
    #expect(try decode(UInt8.self, "255") == 255)
    #expect(try decode(Double.self, "9007199254740993") == 9_007_199_254_740_992)
    #expect(error(Float.self, "1e300")?.kind == .invalid)
    #expect(try decode(String.self, "123456789012345678901234567890").count == 30)
  }

  @Test func aParentDecodesFromItsOwnObject() throws {
    let text = #"{"b":"x","super":{"a":3}}"#
    let value = try decode(Derived.self, text)
    let expected = try JSONDecoder().decode(Derived.self, from: Data(text.utf8))
    #expect(value.a == 3 && value.b == "x" && expected.a == value.a)
    #expect(error(Derived.self, #"{"b":"x"}"#)?.path == "super")
  }

  @Test func ofMembersWithOneKeyTheLastCounts() throws {
    #expect(try decode([String: Int].self, #"{"a":1,"a":2}"#) == ["a": 2])
  }

  private indirect enum Nest: Decodable {
    case end
    case deeper(Nest)

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      self = container.isAtEnd ? .end : .deeper(try container.decode(Nest.self))
    }
  }

  @Test func nestingIsBounded() throws {
    func text(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try decode(Nest.self, text(JSONDocument.depthLimit + 1))
    let found = error(Nest.self, text(JSONDocument.depthLimit + 2))
    #expect(found?.kind == .invalid && found?.reason == "nested deeper than 64 levels")
    #expect(error(Nest.self, text(10_000))?.kind == .notJSON)
    // Parts that are not decoded may be deeper.
    let deep = #"{"listingKey":"a","extra":"# + text(200) + "}"
    #expect(try decode(Home.self, deep).listingKey == "a")
  }

  /// Skips an element of any kind, as lossy arrays do.
  private struct Lossy: Decodable {
    var numbers: [Int] = []
    struct Anything: Decodable {}

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while !container.isAtEnd {
        if let number = try? container.decode(Int.self) {
          numbers.append(number)
        } else {
          _ = try container.decode(Anything.self)
        }
      }
    }
  }

  @Test func anElementThatDoesNotFitStaysTheNext() throws {
    let text = #"[1,"x",{},2,[3]]"#
    #expect(try decode(Lossy.self, text).numbers == [1, 2])
    #expect(try JSONDecoder().decode(LossyTwin.self, from: Data(text.utf8)).numbers == [1, 2])
  }

  private struct LossyTwin: Decodable {
    let numbers: [Int]
    init(from decoder: any Decoder) throws { numbers = try Lossy(from: decoder).numbers }
  }
}
