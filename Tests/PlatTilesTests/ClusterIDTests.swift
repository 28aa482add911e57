import PlatIndex
import PlatTestSupport
import Testing

@testable import PlatTiles

/// Cluster ids: each resolves to its own rows, and no other number does.
@Suite(.timeLimit(.minutes(10))) struct ClusterIDTests {
  @Test(arguments: [Fixture.mixed, .onePlace, .rows65, .antimeridian])
  func everyClusterIsFoundByItsID(
    _ fixture: Fixture
  ) throws {
    let index = try fixture.world.index
    let numbers = ClusterNumbers(index)
    var known: [ClusterID: Range<Int>] = [:]
    for zoom in index.pyramid.zoomRange {
      for cluster in 0..<index.pyramid.clusterCount(zoom: zoom) {
        let rows = index.pyramid.rows(zoom: zoom, cluster: cluster)
        let id = numbers.id(of: rows, index.pyramid.parting(rows.lowerBound, rows.upperBound - 1))
        #expect(id.number < 1 << 53)
        #expect(try numbers.rows(of: id) == rows)
        #expect(known.updateValue(rows, forKey: id).map { $0 == rows } ?? true)
      }
    }
    for id in known.keys {
      for bit in 0..<53 {
        let other = ClusterID(number: id.number ^ 1 << UInt64(bit))
        if let rows = try? numbers.rows(of: other) { #expect(known[other] == rows) }
      }
    }
    for number in [0, 1, 31, 1 << 53, .max] as [UInt64]
    where known[ClusterID(number: number)] == nil {
      #expect(throws: ClusterError.self) { try numbers.rows(of: ClusterID(number: number)) }
    }
  }

  @Test func anotherSnapshotsIDIsGone() throws {
    let (one, other) = (try Fixture.mixed.world.index, try Fixture.rows128.world.index)
    let numbers = ClusterNumbers(one)
    let rows = one.pyramid.rows(zoom: 3, cluster: 0)
    let id = numbers.id(of: rows, one.pyramid.parting(rows.lowerBound, rows.upperBound - 1))
    #expect(throws: ClusterError.gone(id)) { try ClusterNumbers(other).rows(of: id) }
  }
}
