import Foundation
import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatListings

@Suite("Random records", .timeLimit(.minutes(30)))
struct FuzzTests {
  /// Values of every shape that feeds have, good and bad.
  private static let values: [String] = [
    "null", "true", "false", "0", "1", "-1", "3", "2.5", "2.3", "1e300", "-1e300",
    "9223372036854775807",
    "18446744073709551615", "-9223372036854775808", "450000", "0.1", "1998", "33.7712345", "-116.3",
    "91", "\"\"",
    "\"  \"", "\"********\"", "\"Active\"", "\"active under contract\"", "\"A \"", "\"12abc\"",
    "\"$1,234.50\"",
    "\"2014-05-02\"", "\"20140502T000000\"", "\"2014-02-30\"", "\"2013-03-06T13:03:18.5-08:00\"",
    "\"Y\"", "\"None\"",
    "\"Palm Desert\"", "\"a\\u0000b\"", "\"é\\n🏠\"", "\"NaN\"", "\"1e400\"", "[]", "{}",
    "[\"a\",\"b \"]",
    "[{\"MediaURL\":\"u\",\"Order\":2},{\"MediaURL\":\"v\",\"Order\":1}]",
    "{\"In Ground\":true,\"x\":false}",
    "[{\"Id\":\"1\",\"Uri300\":\"u\"}]", "\"[{\\\"Id\\\":1}]\"", "\"Square Meters\"", "\"Acres\"",
    "[[[[\"deep\"]]]]",
    "\"12-main-indio-k\"", "\"MLS\"", "\"Fee\"",
  ]

  private func randomRecord(_ generator: inout SeededGenerator) -> String {
    var names: [String] = [
      "x", "Y", "x", "InternetAddressDisplayYN", "LivingAreaUnits", "LotSizeUnits", "LotSizeArea",
      "Media",
    ]
    for definition in Field.definitions {
      names.append(definition.field.key)
      names += definition.aliases + definition.standIns
    }
    for part in InputPart.allCases { names += part.names }
    var members: [String] = []
    if Int.random(in: 0..<20, using: &generator) > 0 { members.append("\"listingKey\":\"K\"") }
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      let forms = NameTable.forms(of: names[Int.random(in: 0..<names.count, using: &generator)])
      let name = forms[Int.random(in: 0..<forms.count, using: &generator)]
      let value = Self.values[Int.random(in: 0..<Self.values.count, using: &generator)]
      members.append("\"\(name)\":\(value)")
    }
    members.shuffle(using: &generator)
    return "{" + members.joined(separator: ",") + "}"
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func normalisingADocumentAgainGivesTheSameBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var normalizer = ListingNormalizer()
    var first = Listing()
    var second = Listing()
    var notes: [FieldNote] = []
    var parser = JSONParser()
    var taken = 0
    for round in 0..<400 {
      let record = Array(randomRecord(&generator).utf8)
      let label = "seed \(seed) round \(round): \(record.span.text)"
      notes.removeAll(keepingCapacity: true)
      do throws(ListingRefusal) {
        let root: JSONValue
        do throws(JSONError) {
          root = try parser.parse(record.span)
        } catch {
          Issue.record("\(label) \(error)")
          continue
        }
        try normalizer.normalize(root, into: &first, notes: &notes)
      } catch {
        #expect(first.document.isEmpty, "\(label)")
        continue
      }
      taken += 1
      // The document is JSON that other parsers read too, and has no duplicate keys.
      let theirs = try JSONSerialization.jsonObject(with: Data(first.document)) as? [String: Any]
      let root = try parser.parse(first.document.span)
      #expect(theirs?.count == root.count, "\(label)")
      notes.removeAll(keepingCapacity: true)
      try normalizer.normalize(root, into: &second, notes: &notes)
      #expect(second.document == first.document, "\(label)")
      #expect(second.numbers == first.numbers, "\(label)")
      // A stand-in keeps its own name: its word or its unit is unknown again.
      notes.removeAll {
        $0.reason == .unknownUnit || ($0.field == .standardStatus && $0.reason == .unknownWord)
      }
      #expect(notes.isEmpty, "\(label) \(notes)")
      for field in Field.allCases { #expect(second.text(field) == first.text(field), "\(label)") }
    }
    #expect(taken > 300)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func storedValuesAreInTheirBounds(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let record = randomRecord(&generator)
      guard let outcome = try? Outcome(record) else { continue }
      for definition in Field.definitions {
        let field = definition.field
        let label = "seed \(seed) round \(round): \(field) \(record)"
        switch definition.kind {
        case .number(let scale, let minimum, let maximum, _):
          guard let stored = outcome.listing.number(field) else { continue }
          let value = Double(stored) / Double(scale)
          #expect(value >= minimum && value <= maximum, "\(label)")
        case .flag: #expect([nil, 0, 1].contains(outcome.listing.number(field)), "\(label)")
        case .lookup(let words):
          if let text = outcome.listing.text(field) { #expect(words.contains(text), "\(label)") }
        case .text(let most):
          #expect((outcome.listing.text(field)?.utf8.count ?? 0) <= most, "\(label)")
        case .date, .json: continue
        }
      }
      let place = (outcome.listing.number(.latitude), outcome.listing.number(.longitude))
      #expect((place.0 == nil) == (place.1 == nil))
      #expect(outcome.listing.document.span.isValidUTF8 == true)
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func randomTextsNeverTrap(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let letters =
      Array("0123456789-+.,$eE:TZ*/ truefalsYNyn\u{0}\u{7F}".utf8) + [0xC3, 0xA9, 0xFF, 0xE2]
    var normalizer = ListingNormalizer()
    var listing = Listing()
    var notes: [FieldNote] = []
    for _ in 0..<300 {
      normalizer.beginRecord()
      normalizer.add(name: "listingKey".utf8Span.span, text: "K".utf8Span.span)
      for field in Field.allCases where field != .listingKey {
        let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &generator)]
        }
        normalizer.add(name: field.key.utf8Span.span, text: text.span)
      }
      try normalizer.finishRecord(into: &listing, notes: &notes)
      #expect(listing.document.span.isValidUTF8 == true, "seed \(seed)")
    }
    #expect(notes.count > 1_000)
  }

  @Test func hugeRecordsGoThrough() throws {
    // 30,000 unknown members, half of them repeated, and as many values for one field.
    var members = ["\"listingKey\":\"K\""]
    for index in 0..<20_000 { members.append("\"member\(index % 10_000)\":\(index)") }
    for index in 0..<2_000 { members.append("\"BedsTotal\":\(index % 7)") }
    let outcome = try Outcome("{" + members.joined(separator: ",") + "}")
    #expect(outcome.json("member9999") == "19999")
    #expect(outcome.json("member0") == "10000")
    #expect(outcome.json("beds") == String(1_999 % 7))
    #expect(outcome.reasons.allSatisfy { $0 == .contradiction })
    var parser = JSONParser()
    let count = try parser.parse(outcome.listing.document.span).count
    #expect(count == 10_002)
  }
}
