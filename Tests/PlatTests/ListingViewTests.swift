import Foundation
import Testing

@testable import Plat

/// Views and documents against the input records.
@Suite(.timeLimit(.minutes(30))) struct ListingViewTests {
  @Test(arguments: [Fixtures.twelve, Fixtures.many]) func viewsShowWhatCameIn(
    _ made: Result<Fixtures, any Error>
  )
    throws
  {
    let fixtures = try made.get()
    let records = try fixtures.records()
    #expect(fixtures.database.count == records.count)
    for record in records {
      let listing = try #require(fixtures.database.listing(key: record.key), "\(record.key)")
      #expect(listing.key == record.key)
      #expect(fixtures.database.listing(row: listing.row)?.key == record.key)
      for field in Field.codes where field != .slug {
        #expect(listing.text(field) == record.text(field), "\(record.key) \(field.key)")
      }
      for field in Field.numbers {
        switch field.definition.kind {
        case .number:
          let shown = listing.value(field)
          guard let given = record.number(field) else {
            // A lot's size is derived from its acres, bathrooms from full and half ones.
            if field != .lotSizeSquareFeet && field != .baths {
              #expect(shown == nil, "\(record.key) \(field.key)")
            }
            continue
          }
          let step = 1 / Double(field.scale)
          #expect(
            abs((shown ?? .nan) - given) <= step / 2,
            "\(record.key) \(field.key): \(shown ?? .nan), given \(given)")
        case .date:
          let text = listing.stored(field).map { field.plainText(of: $0) }
          #expect(text == record.text(field), "\(record.key) \(field.key)")
        default: break
        }
      }
      #expect((listing.position == nil) == (record.number(.latitude) == nil), "\(record.key)")
    }
  }

  @Test func documentsHoldEverything() throws {
    for fixtures in [try Fixtures.twelve.get(), try Fixtures.many.get()] {
      for record in try fixtures.records().prefix(300) {
        let listing = try #require(fixtures.database.listing(key: record.key))
        let bytes = try #require(try fixtures.database.document(of: listing))
        let document = try #require(
          try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        for (key, value) in record.members where key != "slug" {
          // Midnight is written as the day only.
          let given = (value as? String).map {
            $0.hasSuffix("T00:00:00Z") ? String($0.prefix(10)) : $0
          }
          #expect(
            (document[key] as? NSObject) == (given as NSObject?) ?? (value as? NSObject),
            "\(record.key) \(key)")
        }
      }
    }
  }

  @Test func addressesAndSlugs() throws {
    let database = try Fixtures.twelve.get().database
    let house = try #require(database.listing(key: "SC2190041001"))
    #expect(house.streetAddress == "1875 S Caliente Drive")
    #expect(
      house.slug == "1875-caliente-palm-springs-sc2190041001" && house.text(.slug) == house.slug)
    let condo = try #require(database.listing(key: "SC2190041002"))
    #expect(condo.streetAddress == "2696 S Sierra Madre #A6")
    #expect(house.text(.listingKey) == house.key)
    #expect(
      house.text(.publicRemarks) == nil && house.value(.taxAnnualAmount) == nil,
      "no column, no value")
    #expect(house.value(.city) == nil && house.text(.beds) == nil)
  }

  @Test func nothingBeyondTheEnds() throws {
    let database = try Fixtures.twelve.get().database
    for row in [-1, 12, Int.max, Int.min] { #expect(database.listing(ordinal: row) == nil) }
    for key in ["", "SC219004100", "SC21900410010", "sc2190041001", "ZZZ"] {
      #expect(database.listing(key: key) == nil)
    }
  }
}
