internal import PlatIndex

extension MapFeatures {
  /// Puts the listings from a place on into the order of their places, those of one place into that
  /// of their keys.
  mutating func sortListings(from start: Int, of index: ListingIndex) {
    let count = listings.count - start
    guard count > 1 else { return }
    let keys = index.keys
    func isBefore(_ one: MapListing, _ other: MapListing) -> Bool {
      let (a, b) = (PlaceSort.key(one.point), PlaceSort.key(other.point))
      return a != b ? a < b : keys.precedes(one.ordinal, other.ordinal)
    }
    guard count > PlaceSort.few else {
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
    var placed: [PlaceSort.Placed] = []
    placed.reserveCapacity(count)
    for place in start..<listings.count {
      placed.append(
        PlaceSort.Placed(
          key: PlaceSort.key(listings[place].point), number: UInt32(truncatingIfNeeded: place)))
    }
    let unsorted = listings
    PlaceSort.sort(&placed) {
      keys.precedes(unsorted[Int($0)].ordinal, unsorted[Int($1)].ordinal)
    }
    listings.replaceSubrange(start..., with: placed.lazy.map { unsorted[Int($0.number)] })
  }
}

extension ClusterZoom {
  /// Some of its clusters in the order of their centres, those of one centre in that of their ids.
  func sorted(_ clusters: [UInt32], ids: [UInt64]) -> [UInt32] {
    guard clusters.count > 1 else { return clusters }
    var placed = placed(clusters)
    PlaceSort.sort(&placed) { ids[Int($0)] < ids[Int($1)] }
    return placed.map(\.number)
  }
}
