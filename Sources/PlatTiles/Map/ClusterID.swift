internal import PlatIndex
internal import PlatSnapshot

/// The number of a cluster: the deepest zoom at which its listings are one cluster, its first row,
/// and a mark of the snapshot.
///
/// It fits the whole numbers that JavaScript can hold, 2^53. From the lowest bit: five bits for the
/// zoom and 1, as many as the number of listings with a position needs for the row, and up to 32
/// for the mark, which is made of the contents of the snapshot: an id of other contents is refused.
/// A mark of another snapshot agrees by chance once in 2^28 for a million listings, and then only
/// where a cluster begins at that very row and zoom is it taken for one of this snapshot.
public struct ClusterID: Hashable, Sendable {
  /// The number.
  public let number: UInt64

  /// Takes a number from outside.
  public init(number: UInt64) { self.number = number }

  static let zoomBits: UInt64 = 5
}

/// A cluster id that stands for no cluster of a map.
public enum ClusterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The number belongs to another snapshot of the listings.
  case gone(ClusterID)
  /// The number is no cluster's.
  case unknown(ClusterID)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .gone(let id):
      "cluster \(id.number) belongs to another state of the listings: load the tile again for the clusters of this one"
    case .unknown(let id): "\(id.number) is not the id of a cluster"
    }
  }
}

/// How the ids of one index's clusters are made.
struct ClusterNumbers: Sendable {
  private let rowBits: UInt64
  private let mark: UInt64
  private let pyramid: ClusterPyramid
  private let located: Int

  init(_ index: ListingIndex) {
    rowBits = UInt64(max(1, UInt64.bitWidth - UInt64(index.located).leadingZeroBitCount))
    let markBits = min(32, 53 - ClusterID.zoomBits - rowBits)
    mark = index.snapshot.identity >> (64 - markBits)
    pyramid = index.pyramid
    located = index.located
  }

  /// The id of the cluster that holds just these rows, which part so.
  func id(of rows: Range<Int>, _ parting: ClusterPyramid.Parting) -> ClusterID {
    let origin = parting.isOnePlace ? parting.zoom : parting.zoom - 1
    let row = UInt64(rows.lowerBound) << ClusterID.zoomBits
    return ClusterID(number: mark << (rowBits + ClusterID.zoomBits) | row | UInt64(origin + 1))
  }

  /// The rows of the cluster with an id.
  func rows(of id: ClusterID) throws(ClusterError) -> Range<Int> {
    let zoom = Int(id.number & (1 << ClusterID.zoomBits - 1)) - 1
    guard id.number < 1 << 53, pyramid.zoomRange.contains(zoom) else { throw .unknown(id) }
    guard id.number >> (rowBits + ClusterID.zoomBits) == mark else { throw .gone(id) }
    let row = Int(id.number >> ClusterID.zoomBits & (1 << rowBits - 1))
    guard let cluster = pyramid.cluster(zoom: zoom, holding: row) else { throw .unknown(id) }
    let rows = pyramid.rows(zoom: zoom, cluster: cluster)
    guard rows.lowerBound == row, !rows.isEmpty,
      self.id(of: rows, pyramid.parting(row, rows.upperBound - 1)) == id
    else { throw .unknown(id) }
    return rows
  }

  /// The feature id of a listing, which no cluster has: its record number, which stays while builds
  /// meet the keys in the same order.
  static func feature(record: UInt32) -> UInt64 { UInt64(record) << ClusterID.zoomBits }
}
