import PlatTestSupport
import Testing

@testable import Plat

/// Conditions in a field's own unit against what listings show.
@Suite(.timeLimit(.minutes(10))) struct UnitsTests {
  private static let fields: [Field] = [
    .listPrice, .closePrice, .beds, .baths, .sqft, .yearBuilt, .lotSizeSquareFeet, .hoaFee,
    .closeDate,
  ]

  @Test func rangesKeepTheValuesThatListingsShow() throws {
    let database = try Fixtures.many.get().database
    let seed: UInt64 = 5
    var random = SeededGenerator(seed: seed)
    let listings = (0..<database.count).compactMap { database.listing(ordinal: $0) }
    for round in 0..<200 {
      let field = Self.fields[round % Self.fields.count]
      let values = listings.compactMap { $0.value(field) }
      func end() -> Double {
        let value = values.randomElement(using: &random) ?? 0
        let step = 1 / Double(field.scale)
        let shifts = [0, step / 3, -step / 3, step, value.ulp, -value.ulp]
        return value + shifts[Int.random(in: shifts.indices, using: &random)]
      }
      let (a, b) = (end(), end())
      let (low, high) = (min(a, b), max(a, b))
      for (condition, range) in [
        (ListingFilter.Condition.value(field, low...high), low...high),
        (.value(field, low...), low...Double.infinity),
        (.value(field, ...high), -Double.infinity...high),
      ] {
        let found = try database.search(SearchRequest(filter: ListingFilter([condition]), limit: 0))
          .total
        let expected = values.reduce(0) { $0 + (range.contains($1) ? 1 : 0) }
        #expect(found == expected, "seed \(seed), round \(round): \(field.key) in \(range)")
      }
    }
  }

  @Test(arguments: [
    Double.infinity, -.infinity, 1e300, -1e300, 9.3e18, -9.3e18, 0, -0.0, .leastNonzeroMagnitude,
  ])
  func anyNumberWillDo(_ end: Double) throws {
    let database = try Fixtures.twelve.get().database
    let priced = (0..<12).reduce(0) {
      $0 + (database.listing(ordinal: $1)?.value(.listPrice) == nil ? 0 : 1)
    }
    func total(_ condition: ListingFilter.Condition) throws -> Int {
      try database.search(SearchRequest(filter: ListingFilter([condition]))).total
    }
    #expect(try total(.value(.listPrice, end...)) == (end <= 1 ? priced : 0))
    #expect(try total(.value(.listPrice, ...end)) == (end > 1 ? priced : 0))
    #expect(try total(.value(.listPrice, end...end)) == 0)
    #expect(try total(.value(.listPrice, PartialRangeFrom(.nan))) == 0)
    #expect(try total(.value(.listPrice, PartialRangeThrough(.nan))) == 0)
  }

  @Test func textsHaveNoRange() throws {
    let database = try Fixtures.twelve.get().database
    let request = SearchRequest(filter: ListingFilter([.value(.city, 1...2)]))
    #expect(throws: PlatError.self) { _ = try database.search(request) }
  }
}
