import PlatFeeds
import PlatGeometry
public import PlatIndex
import PlatListings
import PlatSnapshot

/// Listings as a generation of several parts, and the snapshot that it began with.
public struct WrittenWorld: Sendable {
  /// The listings in the generation of all parts.
  public let world: TestWorld
  /// The listings of the snapshot, some of which are gone or are others by now.
  public let base: TestWorld

  /// Makes a generation in which some listings were written after the snapshot, some replaced once
  /// or twice, at another place or at the same one, and others deleted.
  ///
  /// - Parameters:
  ///   - seed: Decides the fate of each listing.
  ///   - parts: How many parts were added to the snapshot.
  ///   - clusters: The options of the snapshot's clusters.
  public init(
    _ listings: [PlainListing], seed: UInt64, parts: Int = 3,
    clusters: ClusterOptions = ClusterOptions()
  ) throws {
    let states = Self.states(of: listings, seed: seed, parts: parts)
    var places: [String: Int] = [:]
    for (place, listing) in listings.enumerated() { places[listing.key] = place }
    // From the last part back: the last state of a listing is the one that counts.
    var indexes: [(index: ListingIndex, removed: RemovedRows)] = []
    var rows: [[Int]] = []
    for state in states.reversed() {
      let index = try TestWorld.index(state, changeNumber: 1, clusters: clusters)
      var removed = RemovedRows()
      var listingOfRow: [Int] = []
      for row in 0..<index.rows {
        let place = places.removeValue(forKey: index.keys.string(at: row))
        if place == nil { removed.insert(row) }
        listingOfRow.append(place ?? -1)
      }
      indexes.insert((index, removed), at: 0)
      rows.insert(listingOfRow, at: 0)
    }
    let first = indexes.removeFirst()
    let generation = Generation(first.index, removed: first.removed, added: indexes)
    world = TestWorld("written, seed \(seed)", listings, generation, rows.flatMap { $0 })
    base = try TestWorld("base, seed \(seed)", states[0], in: Generation(first.index))
  }

  /// The listings of the snapshot and of each part.
  private static func states(
    of listings: [PlainListing], seed: UInt64, parts: Int
  ) -> [[PlainListing]] {
    var draw = SeededGenerator(seed: seed)
    var states = [[PlainListing]](repeating: [], count: parts + 1)
    /// Another listing's fields under this one's key, at either one's place.
    func earlier(_ key: String, at position: Coordinate?) -> PlainListing {
      var other = listings[Int.random(in: listings.indices, using: &draw)]
      other.key = key
      if draw.percent(40) { other.position = position }
      return other
    }
    for listing in listings {
      let first = draw.percent(70) ? 0 : Int.random(in: 0...parts, using: &draw)
      let last =
        first == parts || draw.percent(75) ? first : Int.random(in: first + 1...parts, using: &draw)
      if last > first {
        states[first].append(earlier(listing.key, at: listing.position))
        if last > first + 1, draw.percent(50) {
          states[first + 1].append(earlier(listing.key, at: listing.position))
        }
      }
      states[last].append(listing)
    }
    // Listings that were there and are gone.
    for number in 0..<(listings.count + 9) / 10 where !listings.isEmpty {
      states[Int.random(in: 0...parts, using: &draw)].append(
        earlier("gone-\(number)", at: listings[0].position))
    }
    return states
  }
}

extension TestWorld {
  /// An index in memory of plain listings.
  public static func index(
    _ listings: [PlainListing], changeNumber: UInt64, clusters: ClusterOptions = ClusterOptions()
  ) throws -> ListingIndex {
    try ListingIndex(
      inMemory: builder(inputs(listings)), name: "plain listings", changeNumber: changeNumber,
      options: clusters.validated())
  }

  /// An index in memory of documents with the numbers that they have in a record store.
  ///
  /// - Parameter keeping: An index whose rare columns it has in any case.
  public static func index(
    documents: [(ordinal: Int, document: [UInt8])], changeNumber: UInt64, keeping: ListingIndex
  ) throws -> ListingIndex {
    let lines = documents.map(\.document).joined(separator: [UInt8(ascii: "\n")])
    let inputs: [FeedInput] = documents.isEmpty ? [] : [.bytes(Array(lines), name: "documents")]
    var builder = try builder(inputs)
    builder.storeNumbers = documents.map { UInt32($0.ordinal) }
    builder.keep(fieldsOf: keeping)
    return try ListingIndex(
      inMemory: builder, name: "documents", changeNumber: changeNumber, options: ClusterOptions())
  }

  /// The listings that a generation should hold.
  ///
  /// - Throws: Where it holds others, or holds one twice.
  public convenience init(
    _ name: String, _ listings: [PlainListing], in generation: Generation
  ) throws {
    var places: [String: Int] = [:]
    for (place, listing) in listings.enumerated() { places[listing.key] = place }
    var listingOfRow: [Int] = []
    for part in generation.parts {
      for row in 0..<part.index.rows {
        guard !part.removed.contains(row) else {
          listingOfRow.append(-1)
          continue
        }
        let key = part.index.keys.string(at: row)
        guard let place = places.removeValue(forKey: key) else {
          throw Failure(description: "\(name): \(key) stands twice, or should not be there")
        }
        listingOfRow.append(place)
      }
    }
    guard places.isEmpty else {
      throw Failure(description: "\(name): \(places.keys.sorted()) are not there")
    }
    self.init(name, listings, generation, listingOfRow)
  }
}
