import Foundation
import PlatGeometry
import PlatIndex
public import PlatListings
public import PlatSearch

/// The slow and obvious search: a scan of all listings.
///
/// It knows the input of an index and nothing of the index itself. Listings are numbers into
/// ``TestWorld/listings``.
public struct BruteForce: Sendable {
  /// The listings.
  public let listings: [PlainListing]
  /// The rank of each listing's key among all keys, in ascending byte order.
  public let keyRanks: [Int]
  /// For each field, the number of each listing.
  private let numbers: [[Int64?]]
  /// For each field, the text of each listing, ignoring case.
  private let folded: [[String?]]
  private let listedDates: [Int64?]
  private let positions: [Coordinate?]

  /// Takes the listings of a world.
  public init(_ listings: [PlainListing]) {
    self.listings = listings
    let keys = listings.map { Array($0.key.utf8) }
    let order = listings.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    var ranks = [Int](repeating: 0, count: listings.count)
    for (rank, listing) in order.enumerated() { ranks[listing] = rank }
    keyRanks = ranks
    numbers = Field.allCases.map { field in
      field.definition.storage == .number ? listings.map { $0[number: field] } : []
    }
    folded = Field.allCases.map { field in
      field.definition.storage == .code ? listings.map { $0[text: field].map(Self.folded) } : []
    }
    listedDates = listings.map(\.listedDate)
    positions = listings.map(\.position)
  }

  /// Folds a text without case and accents, by Foundation: lower-cased, decomposed, marks removed,
  /// the other letters of Latin-1 and Latin Extended-A as in slugs, recomposed.
  public static func folded(_ text: String) -> String {
    let marks = Set((0x300...0x36F).compactMap(Unicode.Scalar.init))
    var plain = String.UnicodeScalarView()
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
    where !marks.contains(scalar) {
      let slug = Slug.make(
        streetNumber: "", streetName: "", city: "", listingKey: String(Character(scalar)))
      if (0xC0...0x17F).contains(scalar.value), !slug.isEmpty {
        plain.append(contentsOf: slug.unicodeScalars)
      } else {
        plain.append(scalar)
      }
    }
    return String(plain).precomposedStringWithCanonicalMapping
  }

  /// The text of a listing in a field without case and accents; nil if it is missing.
  public func folded(_ place: Int, _ field: Field) -> String? {
    let texts = folded[field.ordinal]
    return texts.isEmpty ? nil : texts[place]
  }

  // MARK: Which listings match

  /// The matching listings in input order.
  public func matches(_ filter: ListingFilter, _ region: Region) -> [Int] {
    matches(filter).filter { lies(positions[$0], in: region) }
  }

  private func matches(_ filter: ListingFilter) -> [Int] {
    var matches = Array(listings.indices)
    for condition in filter.conditions {
      switch condition {
      case .number(let field, let range): Self.keep(&matches, numbers[field.ordinal], in: range)
      case .listed(let range): Self.keep(&matches, listedDates, in: range)
      case .equals(let field, let texts):
        let wanted = texts.map { Array(Self.folded($0).utf8) }
        keep(&matches, field) { text in text.map { wanted.contains(Array($0.utf8)) } ?? false }
      case .excludes(let field, let texts):
        let unwanted = texts.map { Array(Self.folded($0).utf8) }
        keep(&matches, field) { text in text.map { !unwanted.contains(Array($0.utf8)) } ?? true }
      case .contains(let field, let part):
        let part = Array(Self.folded(part).utf8)
        keep(&matches, field) { text in text.map { Self.contains(Array($0.utf8), part) } ?? false }
      case .containsAny(let field, let parts):
        let found = Set(parts.flatMap { self.matches(ListingFilter([.contains(field, $0)])) })
        matches = matches.filter(found.contains)
      case .keys(let keys): matches = matches.filter { keys.contains(listings[$0].key) }
      case .pool(let wanted):
        keep(&matches, .pool) { text in
          (text.map { !["none", "no", "no pool"].contains($0) } ?? false) == wanted
        }
      case .any(let filters), .place(_, let filters):
        let found = Set(filters.flatMap { self.matches($0) })
        matches = matches.filter(found.contains)
      case .not(let filter):
        let found = Set(self.matches(filter))
        matches = matches.filter { !found.contains($0) }
      }
    }
    return matches
  }

  private static func keep(
    _ matches: inout [Int], _ numbers: [Int64?], in range: ClosedRange<Int64>
  ) {
    let (low, high) = (range.lowerBound, range.upperBound)
    matches = matches.filter {
      guard let number = numbers[$0] else { return false }
      return low <= number && number <= high
    }
  }

  /// Keeps the listings whose text matches; each distinct text is tested once.
  private func keep(_ matches: inout [Int], _ field: Field, _ fits: (String?) -> Bool) {
    let texts = folded[field.ordinal]
    var known: [String?: Bool] = [:]
    matches = matches.filter { place in
      let text = texts[place]
      if let answer = known[text] { return answer }
      let answer = fits(text)
      known[text] = answer
      return answer
    }
  }

  /// Whether bytes contain others; a substring of UTF-8 is a substring of its bytes.
  private static func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains {
      whole[$0..<$0 + part.count].elementsEqual(part)
    }
  }

  private func lies(_ position: Coordinate?, in region: Region) -> Bool {
    if region.boxes == nil && region.circle == nil && region.polygon == nil { return true }
    guard let position else { return false }
    if let boxes = region.boxes, !boxes.contains(where: { Self.holds($0, position) }) {
      return false
    }
    if let circle = region.circle,
      Geodesic.distance(from: circle.center, to: position) > circle.radiusMeters
    {
      return false
    }
    if let polygon = region.polygon, !polygon.contains(position) { return false }
    return true
  }

  private static func holds(_ box: Box, _ position: Coordinate) -> Bool {
    box.west <= position.longitude && position.longitude <= box.east
      && box.south <= position.latitude
      && position.latitude <= box.north
  }

  // MARK: In which order

  /// The position of a listing in an order: by its value, if it has one, then by its key.
  public struct Standing: Equatable {
    /// Its value; nil if it is missing.
    public var value: Double?
    /// The rank of its key among all keys.
    public var rank: Int
  }

  /// The position of a listing in an order.
  public func standing(_ place: Int, _ sort: Sort) -> Standing {
    Standing(value: value(place, sort), rank: keyRanks[place])
  }

  private func value(_ place: Int, _ sort: Sort) -> Double? {
    switch sort {
    case .by(.price, _): numbers[Field.listPrice.ordinal][place].map(Double.init)
    case .by(.sqft, _): numbers[Field.sqft.ordinal][place].map(Double.init)
    case .by(.date, _): listedDates[place].map(Double.init)
    case .by(.pricePerSqft, _): listings[place].pricePerSqft
    case .by(.closePrice, _): numbers[Field.closePrice.ordinal][place].map(Double.init)
    case .by(.closeDate, _): numbers[Field.closeDate.ordinal][place].map(Double.init)
    case .distance(let center, _): positions[place].map { Geodesic.distance(from: center, to: $0) }
    case .key: Double(keyRanks[place])
    }
  }

  /// Whether an order's greatest values come first.
  public static func isDescending(_ sort: Sort) -> Bool {
    switch sort {
    case .by(_, let descending), .distance(_, let descending), .key(let descending): descending
    }
  }

  /// Whether one listing comes before another; those without a value come last.
  public static func precedes(_ a: Standing, _ b: Standing, descending: Bool) -> Bool {
    switch (a.value, b.value) {
    case (nil, nil): a.rank < b.rank
    case (nil, _): false
    case (_, nil): true
    case (let x?, let y?): x == y ? a.rank < b.rank : descending ? x > y : x < y
    }
  }

  /// Listings in an order.
  public func sorted(_ places: [Int], _ sort: Sort) -> [Int] {
    let descending = Self.isDescending(sort)
    let standings = places.map { (place: $0, standing: standing($0, sort)) }
    return standings.sorted { Self.precedes($0.standing, $1.standing, descending: descending) }.map(
      \.place)
  }
}
