import Geometry
import Index
import Listings
import Search
import TestSupport

/// The slow and obvious way to answer a search: look at every listing.
///
/// It knows what went into an index and nothing of the index itself. Listings are numbers into ``TestWorld/listings``.
struct BruteForce: Sendable {
  let listings: [PlainListing]
  /// The place of each listing's key among all keys, in ascending order of bytes.
  let keyRanks: [Int]
  /// The text of each field, without regard to case.
  private let folded: [[String?]]

  init(_ listings: [PlainListing]) {
    self.listings = listings
    let order = listings.indices.sorted { listings[$0].key.utf8.lexicographicallyPrecedes(listings[$1].key.utf8) }
    var ranks = [Int](repeating: 0, count: listings.count)
    for (rank, listing) in order.enumerated() { ranks[listing] = rank }
    keyRanks = ranks
    folded = listings.map { listing in Field.allCases.map { listing[text: $0]?.lowercased() } }
  }

  // MARK: Which listings match

  func matches(_ filter: ListingFilter, _ region: Region) -> [Int] {
    let filter = Filter(filter)
    return listings.indices.filter { fits($0, filter) && lies(listings[$0].position, in: region) }
  }

  /// Conditions whose texts are folded once.
  private struct Filter {
    var conditions: [ListingFilter.Condition]

    init(_ filter: ListingFilter) {
      conditions = filter.conditions.map { condition in
        switch condition {
        case .equals(let field, let texts): .equals(field, texts.map { $0.lowercased() })
        case .contains(let field, let text): .contains(field, text.lowercased())
        default: condition
        }
      }
    }
  }

  private func fits(_ listing: Int, _ filter: Filter) -> Bool {
    for condition in filter.conditions where !fits(listing, condition) { return false }
    return true
  }

  private func fits(_ place: Int, _ condition: ListingFilter.Condition) -> Bool {
    let listing = listings[place]
    switch condition {
    case .number(let field, let range):
      guard let number = listing[number: field] else { return false }
      return range.contains(number)
    case .listed(let range):
      guard let date = listing.listedDate else { return false }
      return range.contains(date)
    case .equals(let field, let texts):
      guard let text = folded[place][field.ordinal] else { return false }
      return texts.contains { $0.utf8.elementsEqual(text.utf8) }
    case .contains(let field, let text):
      guard let whole = folded[place][field.ordinal] else { return false }
      return Self.contains(Array(whole.utf8), Array(text.utf8))
    case .pool(let wanted):
      let hasPool = folded[place][Field.pool.ordinal].map { !["none", "no", "no pool"].contains($0) } ?? false
      return hasPool == wanted
    }
  }

  /// Whether some bytes hold others; compared as bytes, because that is what a substring of UTF-8 is.
  private static func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains { whole[$0..<$0 + part.count].elementsEqual(part) }
  }

  private func lies(_ position: Coordinate?, in region: Region) -> Bool {
    if region.boxes == nil && region.circle == nil && region.polygon == nil { return true }
    guard let position else { return false }
    if let boxes = region.boxes, !boxes.contains(where: { Self.holds($0, position) }) { return false }
    if let circle = region.circle,
      Geodesic.distance(from: circle.center, to: position) > circle.radiusMeters
    {
      return false
    }
    if let polygon = region.polygon, !polygon.contains(position) { return false }
    return true
  }

  private static func holds(_ box: Box, _ position: Coordinate) -> Bool {
    box.west <= position.longitude && position.longitude <= box.east && box.south <= position.latitude
      && position.latitude <= box.north
  }

  // MARK: In which order

  /// Where a listing stands in an order: by its value, if it has one, then by its key.
  struct Standing: Equatable {
    var value: Double?
    var rank: Int
  }

  func standing(_ place: Int, _ sort: Sort) -> Standing {
    Standing(value: value(place, sort), rank: keyRanks[place])
  }

  private func value(_ place: Int, _ sort: Sort) -> Double? {
    let listing = listings[place]
    switch sort {
    case .by(.price, _): return listing[number: .listPrice].map(Double.init)
    case .by(.sqft, _): return listing[number: .sqft].map(Double.init)
    case .by(.date, _): return listing.listedDate.map(Double.init)
    case .by(.pricePerSqft, _): return listing.pricePerSqft
    case .distance(let center, _): return listing.position.map { Geodesic.distance(from: center, to: $0) }
    case .key: return Double(keyRanks[place])
    }
  }

  static func isDescending(_ sort: Sort) -> Bool {
    switch sort {
    case .by(_, let descending), .distance(_, let descending), .key(let descending): descending
    }
  }

  static func precedes(_ a: Standing, _ b: Standing, descending: Bool) -> Bool {
    switch (a.value, b.value) {
    case (nil, nil): a.rank < b.rank
    case (nil, _): false
    case (_, nil): true
    case (let x?, let y?): x == y ? a.rank < b.rank : descending ? x > y : x < y
    }
  }

  func sorted(_ places: [Int], _ sort: Sort) -> [Int] {
    let descending = Self.isDescending(sort)
    let standings = places.map { (place: $0, standing: standing($0, sort)) }
    return standings.sorted { Self.precedes($0.standing, $1.standing, descending: descending) }.map(\.place)
  }
}
