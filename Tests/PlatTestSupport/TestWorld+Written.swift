import PlatFeeds
public import PlatIndex
import PlatListings
import PlatSnapshot

extension TestWorld {
  /// The listings of a world in a generation of several parts: some were written after the
  /// snapshot, some replaced once or twice, others deleted.
  ///
  /// - Parameters:
  ///   - seed: Decides the fate of each listing.
  ///   - parts: How many parts were added to the snapshot.
  public convenience init(written listings: [PlainListing], seed: UInt64, parts: Int = 3) throws {
    var draw = SeededGenerator(seed: seed)
    var states = [[PlainListing]](repeating: [], count: parts + 1)
    /// Another listing's fields under this one's key.
    func earlier(_ key: String) -> PlainListing {
      var other = listings[Int.random(in: listings.indices, using: &draw)]
      other.key = key
      return other
    }
    for listing in listings {
      let first = draw.percent(70) ? 0 : Int.random(in: 0...parts, using: &draw)
      let last =
        first == parts || draw.percent(75) ? first : Int.random(in: first + 1...parts, using: &draw)
      if last > first {
        states[first].append(earlier(listing.key))
        if last > first + 1, draw.percent(50) { states[first + 1].append(earlier(listing.key)) }
      }
      states[last].append(listing)
    }
    // Listings that were there and are gone.
    for number in 0..<(listings.count + 9) / 10 where !listings.isEmpty {
      states[Int.random(in: 0...parts, using: &draw)].append(earlier("gone-\(number)"))
    }
    var places: [String: Int] = [:]
    for (place, listing) in listings.enumerated() { places[listing.key] = place }
    // From the last part back: the last state of a listing is the one that counts.
    var indexes: [(index: ListingIndex, removed: RemovedRows)] = []
    var rows: [[Int]] = []
    for state in states.reversed() {
      let builder = try Self.builder(Self.inputs(state))
      let index = try ListingIndex(
        inMemory: builder, name: "written", changeNumber: 1, options: ClusterOptions())
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
    let base = indexes.removeFirst()
    let generation = Generation(base.index, removed: base.removed, added: indexes)
    self.init("written, seed \(seed)", listings, generation, rows.flatMap { $0 })
  }

  /// An index in memory of plain listings.
  public static func index(_ listings: [PlainListing], changeNumber: UInt64) throws -> ListingIndex
  {
    try ListingIndex(
      inMemory: builder(inputs(listings)), name: "plain listings", changeNumber: changeNumber,
      options: ClusterOptions())
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
