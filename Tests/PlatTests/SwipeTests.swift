import Foundation
import PlatDecks
import Testing

@testable import Plat

/// Decks over whole databases.
@Suite(.timeLimit(.minutes(30))) struct SwipeTests {
  /// A temporary directory, removed at the end.
  private final class Scratch: Sendable {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "/plat-swipes-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func swipesOutlastBuildsThatMoveAndLoseListings() throws {
    let scratch = try Scratch()
    let index = scratch.path + "/index"
    let lines = try Fixtures.many.get().lines
    func build(_ lines: [String]) throws -> ListingsDatabase {
      var options = BuildOptions()
      options.maxShrink = 1
      let bytes = Array(lines.joined(separator: "\n").utf8)
      _ = try IndexBuild.run([.bytes(bytes, name: "lines")], into: index, options: options)
      return try ListingsDatabase(opening: index)
    }
    let first = try build(Array(lines[0..<300]))
    let deck = SwipeDeck(directory: index)
    let rows = try deck.batch(50, matching: ListingFilter(), of: first, for: "a").rows
    var keys: Set<String> = []
    for row in rows {
      let listing = try #require(first.listing(row: row))
      try deck.swipe(listing, .like, by: "a")
      keys.insert(listing.key)
    }
    // Fewer listings, then more in another order.
    for lines in [Array(lines[100..<200]), Array(lines[0..<900].reversed())] {
      let next = try build(lines)
      let known = keys.filter { next.listing(key: $0) != nil }
      let batch = try deck.batch(500, matching: ListingFilter(), of: next, for: "a")
      #expect(batch.total == next.count - known.count)
      #expect(keys.isDisjoint(with: batch.rows.compactMap { next.listing(row: $0)?.key }))
      // The older state may still be used, and a swipe in it counts in the newer.
      #expect(try deck.batch(1, matching: ListingFilter(), of: first, for: "a").total == 250)
      #expect(try deck.batch(500, matching: ListingFilter(), of: next, for: "a") == batch)
    }
    #expect(Set(try deck.excludedKeys(of: "a")) == keys)
  }

  @Test func aDeckLeavesOutStatusesThatTheDatabaseHides() throws {
    let scratch = try Scratch()
    let all = try Fixtures.many.get().database
    let active = ListingsDatabase(all.index, showing: try StatusScope(["Active"]))
    let deck = SwipeDeck(directory: scratch.path)
    let batch = try deck.batch(5_000, matching: ListingFilter(), of: active, for: "a")
    #expect(batch.total == active.shownCount && batch.total < all.count)
    #expect(batch.rows.allSatisfy { active.shows(row: $0) })
    let first = try #require(active.listing(row: batch.rows[0]))
    try deck.swipe(first, .like, by: "a")
    #expect(deck.knows("a", of: active) && !deck.knows("b", of: active))
    #expect(
      try deck.batch(1, matching: ListingFilter(), of: active, for: "a").total == batch.total - 1)
    #expect(throws: PlatError.self) {
      try SwipeDeck(directory: "/proc/self").swipe(first, .like, by: "a")
    }
  }
}
