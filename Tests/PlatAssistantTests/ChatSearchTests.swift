import Plat
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatAssistant

/// An assistant's search against a scan of all listings.
@Suite(.timeLimit(.minutes(30))) struct ChatSearchTests {
  @Test func theCheapestActiveOnesOfALookAtEachListing() throws {
    let world = try Fixture.samples.world
    let listings = ListingsDatabase(world.index)
    let oracle = BruteForce(world.listings)
    let cities = Array(Set(world.listings.compactMap { $0[text: .city] })).sorted()
    for seed in TestCases.seeds(60) {
      var draw = SeededGenerator(seed: seed)
      var search = ChatSearch()
      var filter = ListingFilter([.equals(.standardStatus, ["Active"])])
      if draw.percent(60) {
        search.city = draw.one(of: cities)
        filter.conditions.append(.contains(.city, search.city ?? ""))
        if draw.percent(30) { search.city?.append(", CA") }
      }
      if draw.percent(50) {
        search.minPrice = Double(draw.int(100...900) * 1_000)
        filter.requireStored(.listPrice, atLeast: Int64(search.minPrice ?? 0) * 100)
      }
      if draw.percent(50) {
        search.maxPrice = Double(draw.int(300...3_000) * 1_000)
        filter.requireStored(.listPrice, atMost: Int64(search.maxPrice ?? 0) * 100)
      }
      if draw.percent(50) {
        search.minBeds = Double(draw.int(0...5))
        filter.requireStored(.beds, atLeast: Int64(search.minBeds ?? 0))
      }
      if draw.percent(50) {
        search.minBaths = Double(draw.int(0...8)) / 2
        filter.requireStored(.baths, atLeast: Int64((search.minBaths ?? 0) * 4))
      }
      if draw.percent(40) {
        search.propertyTypes = ["condos", "Single-Family Home"]
        filter.conditions.append(
          .equals(.propertySubType, ["Condo", "Condominium", "Single Family"]))
      }
      if draw.percent(30) {
        search.hasPool = draw.percent(50)
        filter.conditions.append(.pool(search.hasPool ?? true))
      }
      let matches = oracle.matches(filter, Region())
      let cheapest = oracle.sorted(matches, .by(.price, descending: false)).prefix(20)
      let result = try listings.search(search)
      #expect(result.total == matches.count, "seed \(seed): \(search)")
      #expect(
        result.rows.ordinals == cheapest.map { world.rowOfListing[$0] }, "seed \(seed): \(search)")
    }
  }

  @Test func wordsForKindsOfProperty() throws {
    let index = try Fixture.samples.world.index
    let kinds = PropertyKinds(index)
    #expect(kinds.subTypes.contains("Condo"), "\(kinds.subTypes)")
    for word in ["Condo", "condos", "CONDOMINIUMS", " con-do "] {
      #expect(try kinds.conditions([word]) == [.equals(.propertySubType, ["Condo"])], "\(word)")
    }
    for (word, type) in [
      ("A", "A"), ("residential", "A"), ("Rentals", "B"), ("Residential Income", "C"),
    ] {
      #expect(try kinds.conditions([word]) == [.equals(.propertyType, [type])], "\(word)")
    }
    #expect(try kinds.conditions(["Residential", "condo"]).count == 2)
    #expect(try kinds.conditions([]).isEmpty)
    for word in ["castle", "", "condoo"] {
      #expect(throws: ParameterError.self, "\(word)") { try kinds.conditions([word]) }
    }
  }
}
