import PlatGeometry
import PlatIndex
public import PlatListings
public import PlatSearch

/// Makes random requests for a world: most bounds and texts are values of its listings.
public struct RequestMaker: Sendable {
  /// The listings that requests are made for.
  public let listings: [PlainListing]
  /// The source of random numbers.
  public var draw: SeededGenerator

  /// Makes requests for a world.
  public init(_ world: TestWorld, seed: UInt64) {
    self.init(listings: world.listings, draw: SeededGenerator(seed: seed))
  }

  /// Makes requests for listings.
  public init(listings: [PlainListing], draw: SeededGenerator) {
    self.listings = listings
    self.draw = draw
  }

  // MARK: Filters

  /// Number, date and flag fields for conditions.
  public static let numberFields: [Field] = [
    .listPrice, .listPrice, .sqft, .sqft, .beds, .baths, .originalListPrice, .closePrice, .hoaFee,
    .yearBuilt, .stories,
    .garage, .lotSizeSquareFeet, .listingContractDate, .onMarketDate, .closeDate, .isFeatured,
    .featuredOrder,
  ]
  /// Text fields for conditions.
  public static let textFields: [Field] = [
    .city, .city, .subdivision, .postalCode, .postalCode, .streetName, .stateOrProvince,
    .propertyType,
    .propertySubType, .standardStatus, .landType, .pool, .listOfficeName,
  ]

  /// A filter with a number of conditions.
  public mutating func filter(_ conditions: ClosedRange<Int> = 0...4) -> ListingFilter {
    ListingFilter((0..<draw.int(conditions)).map { _ in condition() })
  }

  /// A condition; sometimes a combination of filters, nested up to a limit.
  package mutating func condition(depth: Int = 3) -> ListingFilter.Condition {
    if depth > 0, draw.percent(12) {
      func filter(_ maker: inout RequestMaker) -> ListingFilter {
        ListingFilter(
          (0..<maker.draw.int(0...2)).map { _ in maker.condition(depth: depth - 1) })
      }
      if draw.percent(40) { return .not(filter(&self)) }
      return .any((0..<draw.int(0...3)).map { _ in filter(&self) })
    }
    switch draw.int(0...9) {
    case 0...4:
      let field = draw.one(of: Self.numberFields)
      return .number(field, range { $0[number: field] })
    case 5: return .listed(range { $0.listedDate })
    case 6, 7:
      let field = draw.one(of: Self.textFields)
      let texts = (0..<draw.int(1...9)).map { _ in text(field) }
      return draw.percent(25) ? .excludes(field, texts) : .equals(field, texts)
    case 8:
      let field = draw.one(of: Self.textFields)
      if draw.percent(60) { return .contains(field, part(of: text(field))) }
      return .containsAny(field, (0..<draw.int(0...4)).map { _ in part(of: text(field)) })
    default:
      switch draw.int(0...3) {
      case 0: return .pool(draw.percent(50))
      case 1: return .keys(keys())
      default: return place()
      }
    }
  }

  /// Keys of listings, some of them unknown or repeated.
  private mutating func keys() -> [String] {
    (0..<draw.int(0...12)).map { _ in
      listings.isEmpty || draw.percent(15)
        ? "no key \(draw.int(0...9))" : draw.one(of: listings).key
    }
  }

  /// Places, each a city or a subdivision of a city.
  private mutating func place() -> ListingFilter.Condition {
    let field = draw.percent(50) ? Field.city : .subdivision
    let filters = (0..<draw.int(0...3)).map { _ in
      let names = (0..<draw.int(1...3)).map { _ in text(field) }
      let rest: ListingFilter.Condition =
        field == .city
        ? .equals(.propertyType, [text(.propertyType)]) : .equals(.city, [text(.city)])
      return ListingFilter([.equals(field, names)] + (draw.percent(60) ? [rest] : []))
    }
    return .place(field, filters)
  }

  /// A range whose bounds are mostly values of listings: one value, a narrow or a wide range, an
  /// open one, or one outside all values.
  private mutating func range(_ value: (PlainListing) -> Int64?) -> ClosedRange<Int64> {
    func some() -> Int64? { listings.isEmpty ? nil : value(draw.one(of: listings)) }
    let a = some() ?? Int64(draw.int(-1_000...1_000_000))
    let b = some() ?? Int64(draw.int(-1_000...1_000_000))
    switch draw.int(0...9) {
    case 0: return a...a
    case 1: return a...a + Int64(draw.int(0...1_000))
    case 2: return a...Int64.max
    case 3: return Int64.min...a
    case 4: return Int64.min...Int64.max
    case 5: return min(a, b) + 1...max(a, b) + 1
    case 6: return (Int64.max - 1)...Int64.max
    default: return min(a, b)...max(a, b)
    }
  }

  private mutating func text(_ field: Field) -> String {
    guard !listings.isEmpty, let text = draw.one(of: listings)[text: field] else {
      return draw.one(of: ["", "zzz", "Palm", "no", "İ", "A"])
    }
    switch draw.int(0...3) {
    case 0: return text.uppercased()
    case 1: return text.lowercased()
    default: return text
    }
  }

  private mutating func part(of text: String) -> String {
    let letters = Array(text)
    guard !letters.isEmpty else { return "" }
    let start = draw.int(0...letters.count - 1)
    return String(letters[start...draw.int(start...letters.count - 1)])
  }

  // MARK: Orders and pages

  /// An order.
  public mutating func sort() -> Sort {
    let descending = draw.percent(50)
    switch draw.int(0...6) {
    case 0: return .by(.price, descending: descending)
    case 1: return .by(.date, descending: descending)
    case 2: return .by(.sqft, descending: descending)
    case 3: return .by(.pricePerSqft, descending: descending)
    case 4: return .key(descending: descending)
    default: return .distance(from: position(), descending: descending)
    }
  }

  /// A request with a filter, an order and a page, half of the time with a region.
  public mutating func request(conditions: ClosedRange<Int> = 0...3) -> SearchRequest {
    var request = SearchRequest(filter: filter(conditions))
    if draw.percent(50) { request.region = region() }
    request.sort = sort()
    request.limit = draw.one(of: [0, 1, 2, 5, 20, 20, 20, 64, 100, 1_000, 10_000])
    request.offset = draw.one(of: [0, 0, 0, 1, 7, 20, 63, 64, 200, 5_000])
    return request
  }
}
