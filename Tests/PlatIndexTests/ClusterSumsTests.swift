import PlatGeometry
import PlatKernels
import PlatListings
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// Sums of large clusters, and numbers of many rows, against a check of each row.
@Suite(.timeLimit(.minutes(30))) struct ClusterSumsTests {
  @Test(arguments: Fixture.allCases) func sumsAreThoseOfALookAtEachRow(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    let mask = MatchMask(of: index)
    index.withSelection { list in
      mask.listUnknown(0..<index.located, in: list)
      mask.learn(list)
    }
    let pyramid = index.pyramid
    for number in pyramid.zoomRange {
      let zoom = try #require(pyramid.zoom(number))
      guard let sums = unsafe index.clusterSums.sums(of: zoom) else {
        #expect(zoom.count * 64 > index.located, "\(fixture), zoom \(number)")
        continue
      }
      for cluster in 0..<zoom.count {
        let (rows, sum) = unsafe (zoom.rows(cluster), sums[cluster])
        let summary = mask.summary(rows)
        let note: Comment = "\(fixture), zoom \(number), cluster \(cluster)"
        #expect(
          RowSummary(sum.summary).rows == rows.count && RowSummary(sum.summary).box == summary.box,
          note)
        #expect(
          RowSummary(sum.summary).prices(in: index)?.least == summary.prices(in: index)?.least, note
        )
        #expect(
          RowSummary(sum.summary).prices(in: index)?.greatest
            == summary.prices(in: index)?.greatest, note)
        #expect(
          RowSummary(sum.summary).prices(in: index)?.mean == summary.prices(in: index)?.mean, note)
        #expect(
          pyramid.parting(least: sum.parting)
            == pyramid.parting(rows.lowerBound, rows.upperBound - 1), note)
        let least = Int(sum.least_row)
        #expect(
          rows.dropFirst().contains(least) && pyramid.partingZooms[least] == sum.parting, note)
      }
    }
  }

  @Test(arguments: Fixture.allCases) func gatheredNumbersAreThoseOfEachRow(_ fixture: Fixture)
    throws
  {
    let index = try fixture.world.index
    var draw = SeededGenerator(seed: 31)
    let rows = (0..<300).map { _ in UInt32(draw.int(0...index.rows + 3)) }
    var (numbers, starts, lengths) = ([UInt64](repeating: 7, count: 300), [UInt64](), [UInt64]())
    (starts, lengths) = (numbers, numbers)
    for column in [
      index.numbers(.listPrice)?.column, index.numbers(.beds)?.column, index.codes(.city)?.column,
    ] {
      guard let column else { continue }
      column.gather(rows, into: &numbers)
      #expect(numbers == rows.map { column.stored(Int($0)) }, "\(fixture), \(column.name)")
    }
    let keys = index.keys
    keys.gather(rows, starts: &starts, lengths: &lengths)
    for (place, row) in rows.enumerated() {
      let words = keys.sixteen(from: starts[place])
      let bytes = (0..<Int(min(lengths[place], 16))).map {
        UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8))
      }
      #expect(bytes == Array(keys.string(at: Int(row)).utf8.prefix(16)), "\(fixture), row \(row)")
      #expect(Int(lengths[place]) == keys.string(at: Int(row)).utf8.count, "\(fixture), row \(row)")
    }
    #expect(
      keys.sixteen(from: .max) == SIMD2() && keys.sixteen(from: UInt64(keys.bytes.count)).y == 0)
  }
}
