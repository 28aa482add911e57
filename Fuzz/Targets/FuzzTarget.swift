/// Entry points for untrusted input, each of which accepts any bytes.
///
/// A trap, an endless loop or a sanitizer report is a finding. The drivers are libFuzzer
/// (`scripts/fuzz`) and a test that mutates the seeds at random.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A whole snapshot file with corrected checksums.
  case snapshot
  /// An index with some changed elements and table entries, and corrected checksums.
  case index
  /// A feed of any format.
  case feed
  /// A gzip-compressed feed.
  case gzip
  /// A feed, and the index that is built from it.
  case build
  /// A polygon as WKT or GeoJSON.
  case polygon
  /// The names and values of a search.
  case parameters
  /// A cursor as text, and one with a corrected checksum.
  case cursor
  /// A connection's bytes: requests, their queries and paths.
  case request
  /// Tiles, cluster ids and filters of a map.
  case map
  /// Requests to the query server: addresses, header fields and bodies.
  case service
  /// A text that names a place or an address.
  case location
  /// A file of place data.
  case places

  /// Calls the target with bytes; returns for any bytes.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .snapshot: runSnapshot(bytes)
    case .index: runIndex(bytes)
    case .feed: runFeed(bytes)
    case .gzip: runGzip(bytes)
    case .build: runBuild(bytes)
    case .polygon: runPolygon(bytes)
    case .parameters: runParameters(bytes)
    case .cursor: runCursor(bytes)
    case .request: runRequest(bytes)
    case .map: runMap(bytes)
    case .service: runService(bytes)
    case .location: runLocation(bytes)
    case .places: runPlaces(bytes)
    }
  }

  /// Initial inputs.
  public var seeds: [[UInt8]] {
    switch self {
    case .snapshot: [BaseIndex.bytes(of: 0)]
    case .index: IndexEdits.seeds
    case .feed, .build: Seeds.feeds
    case .gzip: Seeds.gzip
    case .polygon: Seeds.polygons
    case .parameters: Seeds.parameters
    case .cursor: Seeds.cursors
    case .request: Seeds.requests
    case .map: Seeds.maps
    case .service: Seeds.services
    case .location: Seeds.locations
    case .places: Seeds.places
    }
  }
}

/// Takes numbers from bytes in sequence; zeros follow the end.
struct Dice {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isEmpty: Bool { place >= bytes.count }

  /// A number of `count` bytes, least significant first.
  mutating func number(_ count: Int) -> UInt64 {
    var number: UInt64 = 0
    for shift in 0..<count {
      if place < bytes.count { number |= UInt64(bytes[place]) << UInt64(shift * 8) }
      place += 1
    }
    return number
  }

  /// A number below a bound.
  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(number(4) % UInt64(bound)) : 0 }
}
