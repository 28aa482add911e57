import Foundation
import PlatJSON
import PlatTestSupport
import Testing

@Suite("Writing", .timeLimit(.minutes(30)))
struct WriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return writer.bytes.span.text
  }

  @Test func putsCommasAndColonsWhereTheyBelong() {
    let text = written { writer in
      writer.beginObject()
      writer.key("a")
      writer.beginArray()
      writer.integer(Int64(1))
      writer.null()
      writer.bool(true)
      writer.beginObject()
      writer.endObject()
      writer.beginArray()
      writer.endArray()
      writer.string("x")
      writer.endArray()
      writer.key("b")
      writer.raw(Array("[9]".utf8).span)
      writer.raw(Array("\"c\":".utf8).span, isKey: true)
      writer.bool(false)
      writer.endObject()
      writer.newline()
      writer.beginArray()
      writer.endArray()
    }
    #expect(text == "{\"a\":[1,null,true,{},[],\"x\"],\"b\":[9],\"c\":false}\n[]")
  }

  @Test func escapesWhatMustBeEscapedAndNothingElse() throws {
    for value in UInt8(0)..<0x80 {
      for prefix in ["", "a", "abcdefg", "abcdefgh", "0123456789abcde"] {
        let text = prefix + String(UnicodeScalar(value)) + "tail of some length é\u{2028}🏠"
        let json = written { $0.string(text) }
        #expect(try rewritten(json) == json)
        #expect(try JSONDecoder().decode([String].self, from: Data("[\(json)]".utf8)) == [text])
        let isPlain = value >= 0x20 && value != 0x22 && value != 0x5C
        #expect(isPlain == (json == "\"\(text)\""), "\(value)")
      }
    }
    #expect(
      written { $0.string("\u{0}\u{1F}\u{8}\t\n\u{C}\r\"\\/") } == #""\u0000\u001f\b\t\n\f\r\"\\/""#
    )
  }

  @Test(arguments: [
    (0, 0, "0"), (5, 0, "5"), (-5, 0, "-5"), (450_000_00, 2, "450000"), (450_000_50, 2, "450000.5"),
    (450_000_05, 2, "450000.05"), (-1, 2, "-0.01"), (12_345, 4, "1.2345"), (10_890, 4, "1.089"),
    (7, 7, "0.0000007"),
    (-1_223_190_000, 7, "-122.319"), (Int64.max, 0, "9223372036854775807"),
    (Int64.min, 0, "-9223372036854775808"),
    (Int64.min, 18, "-9.223372036854775808"), (1, 18, "0.000000000000000001"),
  ])
  func fixedPointIsExact(value: Int64, decimals: Int, text: String) {
    #expect(written { $0.fixed(value, decimals: decimals) } == text)
    if decimals == 0 { #expect(written { $0.integer(value) } == text) }
  }

  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (222_500, "222500.0"), (0.1, "0.1"), (1e22, "1e+22"),
    (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (-122.319, "-122.319"), (.nan, "null"),
    (.infinity, "null"),
    (123456789012345680, "123456789012345680.0"), (1.5e300, "1.5e+300"), (0.0003, "0.0003"),
    (1e-7, "0.0000001"),
    (1.5e-8, "1.5e-08"),
    (1e20, "100000000000000000000.0"), (-1.234567890123456e-7, "-0.0000001234567890123456"),
  ])
  func doublesAreShortAndStayDoubles(value: Double, text: String) {
    #expect(written { $0.double(value) } == text)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func randomDoublesComeBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<2_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let json = Array(written { $0.double(value) }.utf8)
      var parser = JSONParser()
      let root = try parser.parse(json.span)
      #expect(root.kind == .double)
      #expect(root.double?.bitPattern == value.bitPattern, "seed \(seed) round \(round): \(value)")
      #expect(
        json.span.decimalDouble?.bitPattern == value.bitPattern,
        "seed \(seed) round \(round): \(value)")
    }
  }

  @Test func decimalTextIsReadStrictly() {
    func read(_ text: String) -> Double? { Array(text.utf8).span.decimalDouble }
    #expect(read("12") == 12)
    #expect(read("-0.5e2") == -50)
    for text in [
      "", "-", "+1", " 1", "1 ", "inf", "nan", "-inf", "0x10", "1e400", "1,5", "12abc", "--1",
    ] {
      #expect(read(text) == nil, "\(text)")
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func randomDocumentsComeBackTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      var writer = JSONWriter()
      writeRandom(&writer, depth: 0, &generator)
      let text = writer.bytes.span.text
      #expect(try rewritten(text) == text, "seed \(seed) round \(round)")
      // Foundation reads the same.
      let theirs = try JSONSerialization.jsonObject(
        with: Data(writer.bytes), options: .fragmentsAllowed)
      let ours = try JSONSerialization.jsonObject(
        with: Data(rewritten(text).utf8), options: .fragmentsAllowed)
      #expect((theirs as? NSObject) == (ours as? NSObject))
    }
  }

  private func writeRandom(
    _ writer: inout JSONWriter, depth: Int, _ generator: inout SeededGenerator
  ) {
    switch Int.random(in: 0..<(depth < 5 ? 9 : 7), using: &generator) {
    case 0: writer.null()
    case 1: writer.bool(Bool.random(using: &generator))
    case 2:
      writer.integer(
        Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
    case 3: writer.integer(generator.next() | 1 << 63)
    case 4: writer.double(Double.random(in: -1e9...1e9, using: &generator))
    case 5, 6: writer.string(randomText(&generator))
    case 7:
      writer.beginArray()
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        writeRandom(&writer, depth: depth + 1, &generator)
      }
      writer.endArray()
    default:
      writer.beginObject()
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        writer.key(Array(randomText(&generator).utf8).span)
        writeRandom(&writer, depth: depth + 1, &generator)
      }
      writer.endObject()
    }
  }

  private func randomText(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...30, using: &generator) {
      let limits: [UInt32] = [0x80, 0x80, 0x80, 0x20, 0x800, 0x11_0000]
      let limit = limits[Int.random(in: 0..<limits.count, using: &generator)]
      if let scalar = UnicodeScalar(UInt32.random(in: 0..<limit, using: &generator)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
