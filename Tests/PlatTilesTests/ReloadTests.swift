import Foundation
import PlatFeeds
import PlatIndex
import PlatListings
import PlatSamples
import PlatSearch
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatTiles

/// A filter over the clusters of all listings, against supercluster reloaded with only the matching
/// listings.
///
/// The two differ by design: here a cluster is the same as without a filter, so that it keeps its
/// place. The number of features on a map should be about the same.
@Suite(.timeLimit(.minutes(30))) struct ReloadTests {
  /// The number of sample listings; the numbers in the docs are for 42,001 (`PLAT_TEST_CASES=11`).
  private static let count = min(42_001, Int(4_001 * max(1, TestCases.factor)))

  /// Reads the samples, and builds an index of those with given keys.
  private static func index(_ lines: [UInt8], keys: Set<String>? = nil) throws -> ListingIndex {
    var reader = try FeedReader([.bytes(lines, name: "samples")])
    var builder = IndexBuilder()
    var batch = ListingBatch()
    while try reader.next(into: &batch) {
      for place in 0..<batch.count {
        if let keys, !keys.contains(batch.listings[place].text(.listingKey) ?? "") { continue }
        _ = try builder.add(batch.listings[place])
      }
    }
    let options = ClusterOptions()
    let bytes = try TestSnapshot.bytes { try builder.write(to: &$0, options: options) }
    return try ListingIndex(Snapshot.open(bytes: bytes.span, name: "samples"))
  }

  private static let filters: [(share: Double, filter: ListingFilter)] = [
    (0.40, ListingFilter([.number(.listPrice, 0...55_000_000)])),
    (
      0.05,
      ListingFilter([.number(.listPrice, 0...80_000_000), .number(.beds, 4...9), .pool(true)])
    ),
    (0.005, ListingFilter([.number(.listPrice, 300_000_000...Int64.max), .number(.beds, 5...9)])),
  ]

  @Test func numberOfFeaturesIsAboutThatOfAReload() throws {
    var samples = SampleListings(count: Self.count, seed: 1)
    var lines: [UInt8] = []
    _ = samples.next(into: &lines, listings: Self.count)
    let index = try Self.index(lines)
    let map = ListingMap(Generation(index))
    let searcher = Searcher(Generation(index))
    for (share, filter) in Self.filters {
      let rows = try searcher.rows(filter, in: Region()).map { Int($0) }.filter {
        $0 < index.located
      }
      let kept = Double(rows.count) / Double(index.rows)
      #expect(kept > share / 2 && kept < share * 2, "\(filter.conditions) keeps \(kept)")
      let reloaded = ListingMap(
        Generation(try Self.index(lines, keys: Set(rows.map { index.keys.string(at: $0) }))))
      var (own, others) = (0, 0)
      var table: [String] = []
      for zoom in 6...16 {
        let counts = (
          try map.itemCount(zoom: zoom, matching: MapQuery(filter: filter)),
          try reloaded.itemCount(zoom: zoom)
        )
        own += counts.0
        others += counts.1
        table.append("z\(zoom) \(counts.0)/\(counts.1)")
      }
      let note =
        """
        \(index.rows) listings, \(rows.count) match: \(table.joined(separator: " ")), \
        sum \(own)/\(others)
        """
      if ProcessInfo.processInfo.environment["PLAT_TEST_TRACE"] != nil { print(note) }
      #expect(abs(Double(own) / Double(others) - 1) <= 0.1, "\(note)")
    }
  }
}
