import Foundation
import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatListings

@Suite("Numbers", .timeLimit(.minutes(30)))
struct NumberTests {
  @Test(arguments: [
    ("450000", 45_000_000), ("50000.0", 5_000_000), ("$1,234", 123_400), ("-0", 0), ("+7", 700),
    ("$ 5", nil),
    (".5", 50), ("5.", 500), ("1e3", 100_000), ("1.5E+2", 15_000), ("$1,234,567.89", 123_456_789),
    ("0.005", 1),
    ("0.004", 0), ("10000000000", 1_000_000_000_000), ("10000000000.01", nil), ("-1", nil),
    ("12abc", nil), ("", nil),
    ("1,23", nil), ("1,2345", nil), (",123", nil), ("1,", nil), ("1234,567", nil), ("1.2.3", nil),
    ("--1", nil),
    ("NaN", nil), ("inf", nil), ("Infinity", nil), ("1e400", nil), ("1e", nil), ("e5", nil),
    (".", nil), ("-", nil),
    ("$", nil), ("99999999999999999999", nil), ("0.0000000000000000000000000001", 0),
    ("000000000000000000000000012", 1_200), ("123456789012345678901234567890", nil), ("0x10", nil),
    ("１２", nil),
    ("450000.999999999999999999999", 45_000_100), ("5%", nil), ("5 000", nil),
  ])
  func readsMoneyAsTextGivesIt(text: String, cents: Int64?) {
    #expect((try? Field.listPrice.stored(text)) == cents, "\(text)")
  }

  @Test func tellsWhyANumberIsRefused() {
    func reason(_ field: Field, _ text: String) -> FieldNote.Reason? {
      do throws(FieldNote) {
        _ = try field.stored(text)
        return nil
      } catch {
        #expect(error.field == field && error.value == text)
        return error.reason
      }
    }
    #expect(reason(.listPrice, "12abc") == .notANumber)
    #expect(reason(.listPrice, "-1") == .outOfRange)
    #expect(reason(.listPrice, "1e400") == .outOfRange)
    #expect(reason(.listPrice, "99999999999999999999") == .outOfRange)
    #expect(reason(.baths, "2.3") == .notAStep)
    #expect(reason(.baths, "2.25") == nil)
    #expect(reason(.beds, "2.5") == .notAStep)
    #expect(reason(.beds, "3.0") == nil)
    #expect(reason(.latitude, "91") == .outOfRange)
    #expect(reason(.latitude, "-90") == nil)
    #expect(reason(.longitude, "180.00000006") == .outOfRange)
    #expect(reason(.yearBuilt, "1599") == .outOfRange)
    #expect(reason(.closeDate, "2025-02-30") == .notADate)
    #expect(reason(.isFeatured, "maybe") == .notAFlag)
    #expect(reason(.city, "x") == .wrongKind)
    #expect(reason(.beds, "") == .notANumber)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func decimalTextIsStoredAsDecimalArithmeticStoresIt(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let fields = [
      Field.listPrice, .sqft, .latitude, .lotSizeAcres, .baths, .beds, .landLeaseYearsRemaining,
    ]
    for round in 0..<500 {
      let field = fields[Int.random(in: 0..<fields.count, using: &generator)]
      let digits = Int.random(in: 1...12, using: &generator)
      let places = Int.random(in: 0...10, using: &generator)
      var text = Bool.random(using: &generator) ? "-" : ""
      for _ in 0..<digits { text += String(Int.random(in: 0...9, using: &generator)) }
      if places > 0 { text += "." }
      for _ in 0..<places { text += String(Int.random(in: 0...9, using: &generator)) }
      // Foundation's Decimal is the oracle.
      guard case .number(let scale, let minimum, let maximum, let rounds) = field.definition.kind,
        let exact = Decimal(string: text)
      else { continue }
      var scaled = exact * Decimal(scale)
      var whole = Decimal()
      unsafe NSDecimalRound(&whole, &scaled, 0, .plain)
      let lowest = Decimal(minimum) * Decimal(scale)
      let highest = Decimal(maximum) * Decimal(scale)
      let fits = whole >= lowest && whole <= highest && (rounds || whole == scaled)
      let expected = fits ? NSDecimalNumber(decimal: whole).int64Value : nil
      #expect(
        (try? field.stored(text)) == expected, "seed \(seed) round \(round): \(field) \(text)")
    }
  }

  /// The greatest number of each field that stands for an unknown value: no area, no stories, and a
  /// price of at most a dollar.
  private static let unknownUpTo: [Field: Int64] = [
    .listPrice: 100, .originalListPrice: 100, .closePrice: 100, .sqft: 0, .stories: 0,
    .lotSizeAcres: 0, .lotSizeSquareFeet: 0,
  ]

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func whatIsWrittenIsReadBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for definition in Field.definitions {
      let bounds: ClosedRange<Int64>
      switch definition.kind {
      case .number(let scale, let minimum, let maximum, _):
        bounds = Int64(minimum * Double(scale))...Int64(maximum * Double(scale))
      case .date: bounds = -5_364_662_400...7_258_118_399
      case .flag: bounds = 0...1
      case .text, .lookup, .json: continue
      }
      let field = definition.field
      let random = (0..<50).map { _ in Int64.random(in: bounds, using: &generator) }
      let unknown = Self.unknownUpTo[field]
      let edges = [bounds.lowerBound, bounds.upperBound] + (unknown.map { [$0, $0 + 1] } ?? [])
      for stored in edges + random {
        let text = field.plainText(of: stored)
        #expect(try field.stored(text) == stored, "seed \(seed): \(field) \(text)")
        // The same number as JSON.
        let outcome = try Outcome(
          fields:
            "\"\(field.key)\":\(text.contains("-") && text.count >= 10 ? "\"\(text)\"" : text)")
        if ![Field.latitude, .longitude].contains(field), definition.kind != .date {
          let isUnknown = unknown.map { stored <= $0 } ?? false
          #expect(
            outcome.listing.number(field) == (isUnknown ? nil : stored),
            "seed \(seed): \(field) \(text)")
          #expect(
            outcome.reasons == (isUnknown ? [.placeholder] : []),
            "seed \(seed): \(field) \(text)")
        }
      }
    }
  }

  @Test func numbersAreShownToPeople() {
    #expect(Field.listPrice.humanText(of: 125_000_000) == "$1,250,000")
    #expect(Field.hoaFee.humanText(of: 35_050) == "$350.50")
    #expect(Field.hoaFee.humanText(of: 5) == "$0.05")
    #expect(Field.sqft.humanText(of: 312_000) == "3,120 square feet")
    #expect(Field.baths.humanText(of: 10) == "2.5")
    #expect(Field.yearBuilt.humanText(of: 1998) == "1998")
    #expect(Field.lotSizeAcres.humanText(of: 2_500) == "0.25 acres")
    #expect(Field.closeDate.humanText(of: 0) == "1970-01-01")
    #expect(Field.isFeatured.humanText(of: 1) == "yes")
    #expect(Field.longitude.humanText(of: -1_223_190_000) == "-122.319 degrees")
    // Numbers beyond the field's bounds are clamped instead of overflowing.
    #expect(Field.baths.plainText(of: .max) == "255")
    #expect(Field.listPrice.plainText(of: .min) == "0")
    #expect(Field.closeDate.plainText(of: .max) == "9999-12-31T23:59:59Z")
    #expect(Field.closeDate.plainText(of: .min) == "0000-01-01")
    #expect(Field.city.plainText(of: 5) == "null")
  }

  @Test func numbersComeAsTextAsWell() throws {
    for text in [
      "450000", "450000.0", "\"450000\"", "\" 450000.00 \"", "\"$450,000\"", "4.5e5", "\"4.5e5\"",
    ] {
      #expect(try taken("listPrice", text) == "450000", "\(text)")
    }
    #expect(try taken("baths", "2.25") == "2.25")
    #expect(try taken("baths", "\"2.5\"") == "2.5")
    #expect(try dropped("baths", "2.3") == .notAStep)
    #expect(try taken("beds", "33") == "33")
    #expect(try dropped("beds", "256") == .outOfRange)
    #expect(try dropped("beds", "-1") == .outOfRange)
    #expect(try dropped("beds", "3.5") == .notAStep)
    #expect(try dropped("listPrice", "-5") == .outOfRange)
    #expect(try dropped("listPrice", "-0.01") == .outOfRange)
    #expect(try dropped("listPrice", "\"12abc\"") == .notANumber)
    #expect(try taken("listPrice", "\"NaN\"") == nil)
    #expect(try dropped("listPrice", "\"1e400\"") == .outOfRange)
    #expect(try dropped("listPrice", "1e300") == .outOfRange)
    for power in 10...30 { #expect(try dropped("listPrice", "1.1e\(power)") == .outOfRange) }
    #expect(try dropped("listPrice", "18446744073709551615") == .outOfRange)
    #expect(try dropped("listPrice", "9223372036854775807") == .outOfRange)
    #expect(try dropped("listPrice", "\"99999999999999999999999\"") == .outOfRange)
    #expect(try dropped("listPrice", "1e400") == .outOfRange)
    #expect(try dropped("listPrice", "20060725224713296297000000") == .outOfRange)
    #expect(try dropped("listPrice", "true") == .wrongKind)
    #expect(try dropped("listPrice", "[1]") == .wrongKind)
    #expect(try dropped("listPrice", "{\"a\":1}") == .wrongKind)
    #expect(try dropped("listPrice", "\"********\"") == .masked)
    #expect(try taken("listPrice", "null") == nil)
    #expect(try taken("listPrice", "\"  \"") == nil)
    #expect(try dropped("listPrice", "null") == nil)
    #expect(try taken("hoaFee", "350.555") == "350.56")
    #expect(try taken("sqft", "1234.567") == "1234.57")
    #expect(try taken("yearBuilt", "\"1998\"") == "1998")
  }
}
