internal import PlatGeometry
internal import PlatIndex

extension MapFeatures {
  /// The greatest number of listings that are sorted in place.
  private static let few = 24

  /// Sorts the listings after a start by their places, and those at one place by their keys.
  mutating func sortListings(from start: Int, of index: ListingIndex) {
    let count = listings.count - start
    guard count > 1 else { return }
    let keys = index.keys
    func isBefore(_ one: MapListing, _ other: MapListing) -> Bool {
      let (a, b) = (Self.place(one.point), Self.place(other.point))
      return a != b ? a < b : keys.precedes(one.ordinal, other.ordinal)
    }
    guard count > Self.few else {
      for end in start + 1..<listings.count {
        let listing = listings[end]
        var hole = end
        while hole > start, isBefore(listing, listings[hole - 1]) {
          listings[hole] = listings[hole - 1]
          hole -= 1
        }
        listings[hole] = listing
      }
      return
    }
    let unsorted = Array(listings[start...])
    let places = unsorted.map { Self.place($0.point) }
    var order = (0..<UInt32(truncatingIfNeeded: count)).map { $0 }
    KeyedSort.sort(&order, by: places)
    for (place, number) in order.enumerated() { listings[start + place] = unsorted[Int(number)] }
    // Listings at one place are still in row order.
    var first = start
    while first < listings.count {
      var end = first + 1
      while end < listings.count, listings[end].point == listings[first].point { end += 1 }
      if end - first > 1 { listings[first..<end].sort(by: isBefore) }
      first = end
    }
  }

  /// A place as a number that grows from north to south, and at one latitude from west to east.
  @inline(__always)
  private static func place(_ point: MercatorPoint) -> UInt64 {
    UInt64(point.y) << 32 | UInt64(point.x)
  }
}
