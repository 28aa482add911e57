import PlatGeometry
import PlatIndex
import PlatSearch
import Testing

/// The short names of sort orders.
@Suite(.timeLimit(.minutes(30))) struct SortNameTests {
  @Test func eachNameIsItsOrder() throws {
    let center = try Coordinate(latitude: 33.8, longitude: -116.5)
    let names: [(Sort, (Bool) -> Sort)] = [
      (.price, { .by(.price, descending: $0) }), (.date, { .by(.date, descending: $0) }),
      (.sqft, { .by(.sqft, descending: $0) }),
      (.pricePerSqft, { .by(.pricePerSqft, descending: $0) }),
      (.listingKey, { .key(descending: $0) }),
      (.distance(from: center), { .distance(from: center, descending: $0) }),
    ]
    for (sort, order) in names {
      #expect(sort == order(false) && sort.descending == order(true))
      #expect(sort.descending.descending == order(true))
    }
  }
}
