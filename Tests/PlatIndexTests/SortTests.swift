import PlatListings
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// Sorting by numbers, and the secondary orders.
@Suite(.timeLimit(.minutes(30))) struct SortTests {
  private struct Element: RadixSortable, Equatable {
    var key: UInt64
    var place: Int
  }

  /// Sizes on both sides of the switch from comparison to radix sort; keys of all magnitudes, many
  /// of them equal.
  @Test func radixSortIsStable() {
    var draw = SeededGenerator(seed: 4)
    for count in [0, 1, 2, 255, 256, 257, 300, 2_000] {
      for bits in [0, 1, 10, 11, 12, 22, 33, 63, 64] {
        let base = draw.one(of: [
          0, 1, 1 << 40, UInt64.max - (bits == 64 ? .max : 1 << UInt64(bits) - 1),
        ])
        let mask: UInt64 = bits == 64 ? .max : 1 << UInt64(bits) - 1
        let from = bits == 64 ? 0 : base
        var elements = (0..<count).map { Element(key: from &+ (draw.next() & mask), place: $0) }
        if draw.percent(30) {
          for place in elements.indices { elements[place].key = elements[place / 7 * 7].key }
        }
        let expected = elements.sorted { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        RadixSort.sort(&elements, from: from, to: from &+ mask)
        #expect(elements == expected, "\(count) keys of \(bits) bits")
      }
    }
  }

  @Test func missingNumbersComeLast() {
    let rows: [UInt32] = [4, 0, 3, 1, 2]
    #expect(RowSort.ascending(rows, by: [0, 9, 0, 5, 9]) == [3, 4, 1, 0, 2])
    #expect(RowSort.ascending(rows, by: [0, 0, 0, 0, 0]) == rows)
    #expect(RowSort.ascending([], by: []).isEmpty)
  }

  @Test(arguments: Fixture.allCases) func secondaryOrders(_ fixture: Fixture) throws {
    let world = try fixture.world
    let index = world.index
    for sort in SortOrder.allCases {
      guard let order = index.order(sort) else {
        #expect(!SortOrder.stored.contains(sort))
        continue
      }
      let rows = (0..<index.rows).compactMap { order[$0].map(Int.init) }
      #expect(rows.sorted() == Array(0..<index.rows), "\(fixture) \(sort): no permutation")
      let places = rows.map {
        Self.place(world.listings[world.listingOfRow[$0]], sort, index.keyRanks[$0, default: 0])
      }
      let isSorted = zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
      #expect(isSorted, "\(fixture) \(sort)")
    }
  }

  /// The sort key of an order: a value, if there is one, for the price also the area, and last the
  /// rank of the key.
  private static func place(_ listing: PlainListing, _ sort: SortOrder, _ rank: UInt32) -> (
    Double, Double, UInt32
  ) {
    func number(_ value: Double?) -> Double { value ?? .infinity }
    let area = number(listing[number: .sqft].map(Double.init))
    return switch sort {
    case .price: (number(listing[number: .listPrice].map(Double.init)), area, rank)
    case .sqft: (area, 0, rank)
    case .date: (number(listing.listedDate.map(Double.init)), 0, rank)
    case .pricePerSqft: (number(listing.pricePerSqft), 0, rank)
    case .closePrice: (number(listing[number: .closePrice].map(Double.init)), 0, rank)
    case .closeDate: (number(listing[number: .closeDate].map(Double.init)), 0, rank)
    }
  }

  @Test func pricePerSquareFoot() {
    #expect(PricePerSqft.of(price: 300, sqft: 200) == 1.5)
    for (price, sqft) in [
      (Listing.missing, Int64(1)), (1, Listing.missing), (1, 0), (1, -1), (-1, 1),
    ] {
      #expect(PricePerSqft.of(price: price, sqft: sqft) == nil)
      #expect(PricePerSqft.sortable(price: price, sqft: sqft) == 0)
    }
    #expect(PricePerSqft.sortable(price: 0, sqft: 1) == 1)
    #expect(ListedDate.of(onMarket: Listing.missing, contract: 5) == 5)
    #expect(ListedDate.of(onMarket: 4, contract: 5) == 4)
    #expect(ListedDate.of(onMarket: Listing.missing, contract: Listing.missing) == Listing.missing)
  }
}
