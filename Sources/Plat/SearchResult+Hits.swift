internal import PlatIndex
public import PlatSearch

/// One listing of a result's page.
public struct SearchHit: Sendable, Identifiable {
  /// The listing.
  public let listing: ListingView
  /// Its distance in metres; nil if the request neither sorts by distance nor has a circle, and for
  /// a listing without a position.
  public let distance: Double?

  /// The listing's key.
  public var id: String { listing.key }
}

extension SearchResult {
  /// The listings of the page, in the requested order.
  ///
  ///     for hit in try database.search(request).hits {
  ///       print(hit.listing.key, hit.listing.listPrice ?? 0, hit.distance ?? 0)
  ///     }
  ///
  /// - Complexity: O(rows of the page); reads no column.
  public var hits: [SearchHit] {
    rows.enumerated().compactMap { place, row in
      guard let ordinal = generation.ordinal(of: row) else { return nil }
      return SearchHit(
        listing: ListingView(generation, ordinal),
        distance: place < distances.count ? distances[place] : nil)
    }
  }
}
