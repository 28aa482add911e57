import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The search for comparables against a scan of all listings.
@Suite(.timeLimit(.minutes(30))) struct ComparableSearchTests {
  /// The slow and obvious implementation.
  private struct Oracle {
    let listings: [PlainListing]

    func matches(_ subject: Subject, _ reach: ComparableSearch.Reach) -> [Int] {
      listings.indices.filter { compares(listings[$0], subject, reach) }
    }

    private func compares(_ sale: PlainListing, _ subject: Subject, _ reach: ComparableSearch.Reach)
      -> Bool
    {
      guard sale[text: .standardStatus] == "Closed", let price = sale[number: .closePrice],
        price > 0,
        let date = sale[number: .closeDate], date < subject.asOf,
        Double(subject.asOf) - Double(date) <= (reach.months * 2_629_800).rounded(),
        let place = sale.position,
        Geodesic.distance(from: subject.coordinate, to: place) <= reach.radiusMeters,
        let size = sale[number: .sqft]
      else { return false }
      if let type = subject.propertyType,
        sale[text: .propertyType]?.lowercased() != type.lowercased()
      {
        return false
      }
      guard abs(Double(size) / 100 - subject.sqft) <= subject.sqft * reach.sqftShare + 1e-7 else {
        return false
      }
      if let rooms = reach.rooms {
        for (own, field, scale) in [
          (subject.beds, Field.beds, 1.0), (subject.baths, Field.baths, 4.0),
        ] {
          guard let own else { continue }
          guard let other = sale[number: field], abs(Double(other) / scale - own) <= rooms + 1e-9
          else { return false }
        }
      }
      return sale.key != subject.listingKey && !isSameHome(sale, subject)
    }

    private func isSameHome(_ sale: PlainListing, _ subject: Subject) -> Bool {
      guard sale.position == subject.coordinate else { return false }
      if let a = subject.yearBuilt, let b = sale[number: .yearBuilt], Int64(a) != b { return false }
      if let a = subject.unitNumber, let b = sale[text: .unitNumber], a != b { return false }
      if let a = subject.lotSizeSquareFeet, let b = sale[number: .lotSizeSquareFeet] {
        return (a * 100).rounded() == Double(b)
      }
      guard let size = sale[number: .sqft] else { return true }
      return (subject.sqft * 100).rounded() == Double(size)
    }
  }

  /// A subject that is a listing of the world, or similar to one.
  private static func subject(_ world: TestWorld, _ draw: inout SeededGenerator) -> Subject? {
    let listing = draw.one(of: world.listings)
    guard let place = listing.position, let size = listing[number: .sqft], size > 0 else {
      return nil
    }
    let date = listing[number: .closeDate] ?? 1_550_000_000
    var subject = Subject(
      coordinate: place, sqft: min(Double(size) / 100, 1e7),
      beds: listing[number: .beds].map(Double.init),
      baths: listing[number: .baths].map { Double($0) / 4 },
      yearBuilt: listing[number: .yearBuilt].map { Int($0) },
      lotSizeSquareFeet: listing[number: .lotSizeSquareFeet].map { Double($0) / 100 },
      propertyType: listing[text: .propertyType], unitNumber: listing[text: .unitNumber],
      asOf: date + draw.one(of: [0, 1, -1, 86_400, 20_000_000, 400_000_000]),
      listingKey: listing.key)
    if draw.percent(30) { subject.listingKey = nil }
    if draw.percent(20) { subject.propertyType = draw.one(of: [nil, "a", "B", "none such"]) }
    if draw.percent(20) { subject.beds = nil }
    if draw.percent(30) {
      subject.coordinate.longitude = min(
        1_800_000_000, max(-1_800_000_000, place.longitude + Int32(draw.int(-30_000...30_000))))
    }
    return subject
  }

  @Test(arguments: [Fixture.mixed, .distinct, .samples, .onePlace, .oneValue, .globe, .bare, .none])
  func likeLookingAtEach(_ fixture: Fixture) throws {
    try compare(try fixture.world, rounds: 250, seed: 71)
  }

  @Test func likeLookingAtEachSaleOfKingCounty() throws {
    try compare(try SoldHomes.kingCounty(), rounds: 60, seed: 72)
  }

  private func compare(_ world: TestWorld, rounds: Int, seed: UInt64) throws {
    guard !world.listings.isEmpty else { return }
    let oracle = Oracle(listings: world.listings)
    var draw = SeededGenerator(seed: seed)
    var found = 0
    for round in 0..<rounds {
      guard let subject = Self.subject(world, &draw) else { continue }
      let reaches =
        draw.percent(40)
        ? ComparableSearch.Reach.steps
        : (0..<draw.int(1...3)).map { _ in
          ComparableSearch.Reach(
            radiusMeters: draw.one(of: [0, 500, 1609.344, 20_000, 5e6]),
            months: draw.one(of: [1, 6, 24, 3_000]),
            sqftShare: draw.one(of: [0, 0.3, 0.8, 100]), rooms: draw.one(of: [nil, 0, 1, 2]))
        }
      let wanted = draw.one(of: [1, 3, 12])
      let answer = try ComparableSearch(world.generation, wanted: wanted, reaches: reaches)
        .comparables(
          of: subject)
      var expected: [Int] = []
      var steps = 0
      for reach in reaches {
        expected = oracle.matches(subject, reach)
        steps += 1
        if expected.count >= wanted { break }
      }
      let rows = answer.rows.ordinals.map { world.listingOfRow[$0] }
      #expect(
        rows.sorted() == expected,
        "\(world.name), seed \(seed), round \(round): \(subject), \(reaches)")
      #expect(answer.outcome.steps.count == steps && answer.outcome.found == expected.count)
      for (row, distance) in zip(answer.rows.ordinals, answer.distances) {
        let place = try #require(world.index.position(row))
        #expect(abs(Geodesic.distance(from: subject.coordinate, to: place) - distance) <= 2e-6)
      }
      found += rows.count
    }
    if world.listings.count > 500 {
      #expect(found > 0, "\(world.name): nothing compares with anything")
    }
  }

  @Test func widensStepByStepAndSaysSo() throws {
    let world = try TestWorld("three sales far away", Self.farSales())
    let outcome = try ComparableSearch(world.generation).comparables(of: SoldHomes.subject).outcome
    #expect(outcome.isWidened && outcome.steps.count == ComparableSearch.Reach.steps.count)
    #expect(
      outcome.steps.first?.text
        == "1 mile, 6 months, living area within 30 %, bedrooms and bathrooms within 1: 0 sales"
    )
    #expect(outcome.found == 3)
  }

  private static func farSales() -> [PlainListing] {
    SoldHomes.town(3, seed: 5).enumerated().map { number, sale in
      var sale = sale
      sale.position = Coordinate(
        longitude: SoldHomes.middle.longitude,
        latitude: SoldHomes.middle.latitude + 2_500_000 + Int32(number))
      sale[number: .sqft] = 200_000
      return sale
    }
  }

  @Test func refusesOptionsThatCannotBe() throws {
    let index = try Fixture.one.world.index
    #expect(throws: ValuationError.self) { try ComparableSearch(Generation(index), wanted: 0) }
    #expect(throws: ValuationError.self) { try ComparableSearch(Generation(index), reaches: []) }
    for bad in [-1, Double.nan, .infinity, 1e9] {
      let reach = ComparableSearch.Reach(radiusMeters: bad, months: 6, sqftShare: 0.3, rooms: 1)
      #expect(throws: ValuationError.self) {
        try ComparableSearch(Generation(index), reaches: [reach])
      }
    }
  }
}
