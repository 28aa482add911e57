import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTiles

/// A query for every peer: a line of `queries.csv`, in which empty cells are not used.
struct PeerQuery {
  /// The columns of `queries.csv`, in order.
  static let header = """
    work,west,south,east,north,longitude,latitude,meters,count,type,\
    status,city,price_low,price_high,beds_low,beds_high,\
    baths_low,baths_high,sqft_low,sqft_high,closed_low,closed_high,zoom,x,y,text
    """

  /// The row of the comparison.
  let work: PeerWork
  var box: Box?
  /// The center of the search.
  var position: Coordinate?
  /// The radius in metres.
  var meters: Double?
  /// The maximum number of listings to return.
  var limit: Int?
  /// Numbers in stored form, both bounds included.
  var ranges: [Field: ClosedRange<Int64>] = [:]
  /// Texts that a listing must match.
  var texts: [Field: String] = [:]
  var tile: Tile?
  /// A typed text that names a place.
  var text: String?

  init(_ work: PeerWork) { self.work = work }

  static let textFields: [Field] = [.propertyType, .standardStatus, .city]
  static let numberFields: [Field] = [.listPrice, .beds, .baths, .sqft, .closeDate]

  /// The conditions of the query.
  var filter: ListingFilter {
    ListingFilter(
      Self.textFields.compactMap { field in texts[field].map { .equals(field, [$0]) } }
        + Self.numberFields.compactMap { field in ranges[field].map { .number(field, $0) } })
  }

  /// Copies the conditions of a filter made by `QuerySets`.
  mutating func take(_ filter: ListingFilter) {
    for condition in filter.conditions {
      switch condition {
      case .number(let field, let range): ranges[field] = range
      case .equals(let field, let values): texts[field] = values.first
      case .contains(let field, let text): texts[field] = text
      case .excludes, .containsAny, .keys, .place, .listed, .pool, .any, .not: break
      }
    }
  }

  /// The query as a line of the file.
  var line: String {
    var cells = [work.rawValue]
    cells +=
      box.map { [$0.west, $0.south, $0.east, $0.north].map { "\($0)" } } ?? ["", "", "", ""]
    cells += position.map { ["\($0.longitude)", "\($0.latitude)"] } ?? ["", ""]
    cells.append(meters.map { "\($0)" } ?? "")
    cells.append(limit.map { "\($0)" } ?? "")
    cells += Self.textFields.map { texts[$0] ?? "" }
    for field in Self.numberFields {
      let range = ranges[field]
      cells.append(range.map { "\($0.lowerBound)" } ?? "")
      cells.append(range.map { $0.upperBound == .max ? "" : "\($0.upperBound)" } ?? "")
    }
    cells += tile.map { ["\($0.z)", "\($0.x)", "\($0.y)"] } ?? ["", "", ""]
    cells.append(text ?? "")
    return cells.joined(separator: ",")
  }

  /// Reads a line of the file.
  init(line: Substring) throws {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    guard cells.count == 26, let work = PeerWork(rawValue: String(cells[0])) else {
      throw BenchProblem("\(line) is no query, expected \(Self.header)")
    }
    self.work = work
    func number<N: LosslessStringConvertible>(_ place: Int) throws -> N? {
      guard !cells[place].isEmpty else { return nil }
      guard let number = N(String(cells[place])) else {
        throw BenchProblem("\(line) holds \(cells[place]) where a number is expected")
      }
      return number
    }
    if let west: Int32 = try number(1), let south: Int32 = try number(2),
      let east: Int32 = try number(3),
      let north: Int32 = try number(4)
    {
      box = Box(west: west, south: south, east: east, north: north)
    }
    if let longitude: Int32 = try number(5), let latitude: Int32 = try number(6) {
      position = Coordinate(longitude: longitude, latitude: latitude)
    }
    meters = try number(7)
    limit = try number(8)
    for (place, field) in Self.textFields.enumerated() where !cells[9 + place].isEmpty {
      texts[field] = String(cells[9 + place])
    }
    for (place, field) in Self.numberFields.enumerated() {
      let (low, high): (Int64?, Int64?) = (try number(12 + place * 2), try number(13 + place * 2))
      guard let low = low ?? high.map({ _ in Listing.missing + 1 }) else { continue }
      guard low <= high ?? .max else {
        throw BenchProblem("\(line) asks for \(low) to \(high ?? .max)")
      }
      ranges[field] = low...(high ?? .max)
    }
    if let z: Int = try number(22), let x: Int = try number(23), let y: Int = try number(24) {
      tile = Tile(z: z, x: x, y: y)
    }
    text = cells[25].isEmpty ? nil : String(cells[25])
  }
}

/// The rows of the comparison.
enum PeerWork: String, CaseIterable {
  case fewInBox = "box-100"
  case manyInBox = "box-10000"
  case radius = "radius-mile"
  case nearest = "nearest-20"
  case smallPage = "page-box-100"
  case page = "page-box-10000"
  case city = "page-city"
  case scan = "scan"
  case comparables
  case tile = "tile-clusters"
  case statistics = "city-statistics"
  case batch = "swipe-batch"
  case filteredTile = "tile-filtered"
  case location = "match-location"

  /// The number of its queries.
  var queries: Int {
    switch self {
    case .fewInBox, .smallPage, .city: 400
    case .manyInBox, .page: 200
    case .radius, .nearest, .comparables, .batch, .location: 400
    case .scan: 20
    case .tile, .filteredTile: 390
    case .statistics: 30
    }
  }
}
