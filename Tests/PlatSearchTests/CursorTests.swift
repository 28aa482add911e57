import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Reads all pages by cursor, over one index and over one that is rebuilt in between.
@Suite(.timeLimit(.minutes(30))) struct CursorTests {
  @Test(arguments: Fixture.small) func allPagesGiveTheSortedListOnce(_ fixture: Fixture) throws {
    let comparison = try Comparison(fixture)
    for seed in TestCases.seeds(fixture == .samples ? 6 : 16) {
      var maker = RequestMaker(comparison.world, seed: seed)
      var request = SearchRequest(filter: maker.filter(0...1), sort: maker.sort())
      if maker.draw.percent(30) { request.region = maker.region() }
      request.limit = maker.draw.one(of: [1, 3, 20, 64, 250])
      if comparison.world.listings.count > 300 { request.limit = max(request.limit, 40) }
      let all = comparison.oracle.sorted(
        comparison.oracle.matches(request.filter, request.region), request.sort)
      var walked: [Int] = []
      var pages = 0
      repeat {
        let result = try comparison.searcher.search(request)
        walked += comparison.listings(result.rows)
        #expect(result.total == all.count, "\(fixture), seed \(seed)")
        // As text, as over the network.
        request.cursor = try result.nextCursor.map { try Cursor(text: $0.text) }
        #expect(request.cursor == result.nextCursor, "\(fixture), seed \(seed)")
        pages += 1
      } while request.cursor != nil && pages < 10_000
      #expect(walked == all, "\(fixture), seed \(seed): \(Comparison.told(request))")
      #expect(
        pages == max(1, (all.count + request.limit - 1) / request.limit), "\(fixture), seed \(seed)"
      )
    }
  }

  /// Every order in both directions, page by page, each compared with the oracle's listings after
  /// the last one.
  @Test(arguments: [Fixture.mixed, .globe, .rows65, .onePlace, .nowhere, .oneValue, .bare])
  func everyOrder(_ fixture: Fixture) throws {
    let comparison = try Comparison(fixture)
    var maker = RequestMaker(comparison.world, seed: 9)
    for sort in PageTests.sorts(from: maker.position()) {
      var request = SearchRequest(sort: sort, limit: max(7, comparison.world.listings.count / 6))
      var last: BruteForce.Standing?
      repeat {
        let result = try comparison.check(request, after: last)
        last = comparison.listings(result.rows).last.map { comparison.oracle.standing($0, sort) }
        request.cursor = result.nextCursor
      } while request.cursor != nil
    }
  }

  /// An offset counts from the cursor.
  @Test func offsetBehindACursor() throws {
    let comparison = try Comparison(.mixed)
    for seed in TestCases.seeds(60) {
      var maker = RequestMaker(comparison.world, seed: seed)
      var request = SearchRequest(
        filter: maker.filter(0...2), sort: maker.sort(), limit: maker.draw.int(1...50))
      let result = try comparison.check(request, "seed \(seed)")
      guard let cursor = result.nextCursor, let row = result.rows.ordinals.last else { continue }
      let last = comparison.oracle.standing(comparison.world.listingOfRow[row], request.sort)
      request.cursor = cursor
      request.limit = maker.draw.one(of: [0, 1, 20, 10_000])
      for offset in [0, 1, 30, 5_000] {
        request.offset = offset
        try comparison.check(request, after: last, "seed \(seed)")
      }
    }
  }

  /// Listings appear and disappear between two pages: the second begins after the end of the first.
  @Test func anotherIndex() throws {
    let recipe = WorldRecipe(count: 260, seed: 31)
    let listings = recipe.listings()
    // Prices and areas that the first index lacks, so that its frames and steps do not fit the
    // second.
    let added = WorldRecipe(count: 90, seed: 32).with { $0.distinct = 300 }.listings().map {
      listing in
      var listing = listing
      listing.key = "new " + listing.key
      listing[number: .listPrice]? += 1
      return listing
    }
    let first = Comparison(try TestWorld("before", listings))
    for seed in TestCases.seeds(12) {
      var draw = SeededGenerator(seed: seed)
      var after =
        listings.filter { _ in !draw.percent(40) } + added.filter { _ in draw.percent(50) }
      after.shuffle(using: &draw)
      let second = Comparison(try TestWorld("after", after))
      for round in 0..<12 {
        var maker = RequestMaker(first.world, seed: seed &* 100 &+ UInt64(round))
        var request = SearchRequest(
          filter: maker.filter(0...1), sort: maker.sort(), limit: maker.draw.int(1...90))
        let result = try first.searcher.search(request)
        guard let cursor = result.nextCursor, let row = result.rows.ordinals.last else { continue }
        request.cursor = cursor
        request.limit = maker.draw.one(of: [1, 20, 500])
        let last = first.world.listings[first.world.listingOfRow[row]]
        try Self.check(second, request, behind: last, "seed \(seed), round \(round)")
      }
    }
  }

  /// The page of one index after a listing of another.
  private static func check(
    _ comparison: Comparison, _ request: SearchRequest, behind last: PlainListing, _ note: String
  ) throws {
    // An oracle that also knows the last listing; if the index does not have its key, it is left
    // out of the answer.
    let others = comparison.world.listings.filter { $0.key != last.key }
    let oracle = BruteForce(others + [last])
    let standing = oracle.standing(others.count, request.sort)
    let descending = BruteForce.isDescending(request.sort)
    let expected = oracle.sorted(oracle.matches(request.filter, request.region), request.sort)
      .filter {
        $0 < others.count
          && BruteForce.precedes(
            standing, oracle.standing($0, request.sort), descending: descending)
      }
    let result = try comparison.searcher.search(request)
    let keys = comparison.listings(result.rows).map { comparison.world.listings[$0].key }
    #expect(
      keys == expected.prefix(request.limit).map { others[$0].key },
      "\(note): \(Comparison.told(request))")
  }
}
