/// The places where bytes of strangers come in, each to be called with any bytes at all.
///
/// A run that ends in a trap, an endless loop or a report of a sanitizer has found something. The
/// drivers are libFuzzer (`scripts/fuzz`) and a test that mutates the seeds by chance.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A whole snapshot file, its checksums put right.
  case snapshot
  /// An index with some elements and table entries changed, its checksums put right.
  case index
  /// A feed of any format.
  case feed
  /// A feed inside gzip.
  case gzip
  /// A feed, and the index that is built of it.
  case build
  /// A polygon as WKT or GeoJSON.
  case polygon
  /// Names and values of a search.
  case parameters
  /// A cursor as text, and one with its check sum put right.
  case cursor
  /// A connection's bytes: requests, their queries and paths.
  case request
  /// Tiles, cluster ids and filters of a map.
  case map
  /// Requests to the query server: addresses, header fields and bodies.
  case service
  /// A text that is looked up among places and addresses.
  case location
  /// A file of places data.
  case places

  /// Calls the target with bytes; comes back, whatever they are.
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

  /// Inputs to begin with.
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

/// Bytes that are taken one number after the other; zeros follow their end.
struct Dice {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isEmpty: Bool { place >= bytes.count }

  /// A number of so many bytes, least first.
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
