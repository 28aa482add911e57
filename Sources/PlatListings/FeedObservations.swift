import PlatJSON

/// Counts over many records, in addition to the notes on each.
public struct FeedObservations: Sendable, Equatable {
  /// An unknown name, and the number of records that have a value for it.
  public struct UnknownName: Sendable, Equatable {
    /// The name as given.
    public var name: String
    /// The number of records with a value for it.
    public var count: Int
  }

  /// Listings produced.
  public internal(set) var listings = 0
  /// Listings with a status.
  public internal(set) var withStatus = 0
  /// Listings with a list price or a close price.
  public internal(set) var withPrice = 0
  /// Listings with a position.
  public internal(set) var withPosition = 0
  /// Positions whose latitude and longitude look swapped.
  public internal(set) var exchangedPositions = 0
  /// Positions whose longitude seems to lack its minus sign.
  public internal(set) var unsignedLongitudes = 0
  /// Values decoded as Windows-1252.
  public internal(set) var decodedValues = 0
  /// Unknown names in the order of their first appearance; at most some thousands.
  public internal(set) var unknownNames: [UnknownName] = []
  /// Evidence from the dates that need a format, by field.
  public internal(set) var dates: [Field: DateEvidence] = [:]

  /// Starts at zero.
  public init() {}

  /// Adds the observations of other records.
  public mutating func add(_ other: FeedObservations) {
    listings += other.listings
    withStatus += other.withStatus
    withPrice += other.withPrice
    withPosition += other.withPosition
    exchangedPositions += other.exchangedPositions
    unsignedLongitudes += other.unsignedLongitudes
    decodedValues += other.decodedValues
    for (field, evidence) in other.dates { dates[field, default: DateEvidence()].add(evidence) }
    var places: [String: Int] = [:]
    for (place, known) in unknownNames.enumerated() { places[known.name] = place }
    for unknown in other.unknownNames {
      if let place = places[unknown.name] {
        unknownNames[place].count += unknown.count
      } else {
        unknownNames.append(unknown)
      }
    }
  }
}

/// Counts names by their bytes; counting a known name allocates nothing.
struct NameCounter: Sendable {
  private var hashes: [UInt64] = []
  private var counts: [Int] = []
  private var ends: [Int] = [0]
  private var bytes: [UInt8] = []
  private var slots = [UInt16](repeating: 0, count: 1 << 13)
  private let mask = (1 << 13) - 1

  /// The maximum number of names; further names are ignored.
  private static let most = 2_048
  /// The maximum length of a name in bytes; longer names are ignored.
  private static let longest = 256

  /// Counts a name once.
  mutating func count(_ name: Span<UInt8>, hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash,
        name.hasSameBytes(as: bytes.span.extracting(ends[place]..<ends[place + 1]))
      {
        counts[place] += 1
        return
      }
      slot = (slot + 1) & mask
    }
    guard counts.count < Self.most, name.count > 0, name.count <= Self.longest else { return }
    unsafe name.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    hashes.append(hash)
    counts.append(1)
    slots[slot] = UInt16(counts.count)
  }

  /// The names and their counts, in the order of their first appearance.
  var names: [FeedObservations.UnknownName] {
    counts.indices.map { place in
      FeedObservations.UnknownName(
        name: String(decoding: bytes[ends[place]..<ends[place + 1]], as: UTF8.self),
        count: counts[place])
    }
  }
}
