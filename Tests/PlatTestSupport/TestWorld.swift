import Foundation
public import PlatFeeds
import PlatGeometry
public import PlatIndex
import PlatListings
public import PlatSnapshot

/// Input listings, and the index built of them.
public final class TestWorld: Sendable {
  /// The name in failure texts.
  public let name: String
  /// The listings in input order; of those with one key, the last in the place of the first.
  public let listings: [PlainListing]
  /// The index over them.
  public var index: ListingIndex { generation.index }
  /// The generation of that index.
  public let generation: Generation
  /// For each row, its listing's place in ``listings``.
  public let listingOfRow: [Int]
  /// The row of each listing.
  public let rowOfListing: [Int]

  /// The reason an index for tests cannot be made.
  public struct Failure: Error, CustomStringConvertible {
    /// The reason.
    public let description: String
  }

  /// Builds an index from inputs, with the expected listings from a separate source.
  public init(
    _ name: String, _ listings: [PlainListing], from inputs: [FeedInput],
    options: FeedOptions = FeedOptions(),
    clusters: ClusterOptions = ClusterOptions()
  ) throws {
    self.name = name
    self.listings = PlainListing.replaced(listings)
    let index = try ListingIndex(Self.snapshot(inputs, options: options, clusters: clusters))
    generation = Generation(index)
    guard index.rows == self.listings.count else {
      throw Failure(description: "\(name): \(index.rows) rows of \(self.listings.count) listings")
    }
    var places: [String: Int] = [:]
    for (place, listing) in self.listings.enumerated() { places[listing.key] = place }
    var rows = [Int](repeating: -1, count: index.rows)
    var listingOfRow: [Int] = []
    for row in 0..<index.rows {
      guard let place = places[index.keys.string(at: row)], rows[place] == -1 else {
        throw Failure(
          description: "\(name): row \(row) has a key that no listing or another row has")
      }
      rows[place] = row
      listingOfRow.append(place)
    }
    self.listingOfRow = listingOfRow
    rowOfListing = rows
  }

  /// Builds an index of plain listings.
  public convenience init(
    _ name: String, _ listings: [PlainListing], clusters: ClusterOptions = ClusterOptions()
  ) throws {
    try self.init(name, listings, from: Self.inputs(listings), clusters: clusters)
  }

  /// The bytes of the snapshot file of plain listings.
  public static func snapshotBytes(
    _ listings: [PlainListing], clusters: ClusterOptions = ClusterOptions()
  ) throws -> [UInt8] {
    try file(inputs(listings), FeedOptions(), clusters) {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0)))
    }
  }

  /// A world whose generation was made by someone else.
  ///
  /// - Parameter listingOfRow: For each ordinal its listing's place; -1 for a row that is gone.
  init(_ name: String, _ listings: [PlainListing], _ generation: Generation, _ listingOfRow: [Int])
  {
    self.name = name
    self.listings = listings
    self.generation = generation
    self.listingOfRow = listingOfRow
    var rows = [Int](repeating: -1, count: listings.count)
    for (row, listing) in listingOfRow.enumerated() where listing >= 0 { rows[listing] = row }
    rowOfListing = rows
  }

  static func inputs(_ listings: [PlainListing]) -> [FeedInput] {
    guard !listings.isEmpty else { return [] }
    let lines = listings.map { $0.json + "\n" }.joined()
    return [.bytes(Array(lines.utf8), name: "plain listings")]
  }

  private static func snapshot(
    _ inputs: [FeedInput], options: FeedOptions, clusters: ClusterOptions
  ) throws -> Snapshot {
    try file(inputs, options, clusters) { try Snapshot.open(path: $0, residence: .memory) }
  }

  private static func file<Result>(
    _ inputs: [FeedInput], _ options: FeedOptions, _ clusters: ClusterOptions,
    _ use: (String) throws -> Result
  ) throws -> Result {
    let builder = try builder(inputs, options)
    let path = TestSnapshot.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = try SnapshotWriter(path: path, changeNumber: 1)
    try builder.write(to: &writer, options: try clusters.validated())
    try writer.finish()
    return try use(path)
  }
}

extension TestWorld {
  /// A builder that has taken all listings of some inputs.
  static func builder(_ inputs: [FeedInput], _ options: FeedOptions = FeedOptions()) throws
    -> IndexBuilder
  {
    var reader = try FeedReader(inputs, options: options)
    var builder = IndexBuilder()
    var batch = ListingBatch()
    while try reader.next(into: &batch) {
      if let refusal = batch.refusals.first { throw Failure(description: "\(refusal)") }
      for place in 0..<batch.count { _ = try builder.add(batch.listings[place]) }
    }
    return builder
  }
}

/// A snapshot for tests of its sections, without listings.
public enum TestSnapshot {
  /// Writes sections and opens the result.
  public static func make(_ write: (inout SnapshotWriter) throws -> Void) throws -> Snapshot {
    let path = path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = try SnapshotWriter(path: path, changeNumber: 1)
    try write(&writer)
    try writer.finish()
    return try Snapshot.open(path: path, residence: .memory)
  }

  /// The bytes of a file with sections.
  public static func bytes(_ write: (inout SnapshotWriter) throws -> Void) throws -> [UInt8] {
    let path = path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = try SnapshotWriter(path: path, changeNumber: 1)
    try write(&writer)
    try writer.finish()
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// A new name in a file system in memory, if there is one: the writer waits until its file is on
  /// disk.
  static func path() -> String {
    let memory = "/dev/shm"
    let directory =
      FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    return directory + "/plat-tests-" + UUID().uuidString + ".plat"
  }
}
