internal import PlatIndex

/// The number of a cluster: its seed listing, and the deepest zoom at which its listings are one
/// cluster.
///
/// It is below 2^53, so JavaScript can hold it exactly. From the lowest bit: five bits for the
/// zoom plus 1, and 48 for the number of the seed listing (`ListingNumbers`), which depends only on
/// the listing's key. So a cluster keeps its id on every server and in every snapshot while its
/// seed and its deepest zoom stay the same. No two clusters of a snapshot share an id. Zero in
/// place of the zoom marks a listing's feature id, which no cluster has.
public struct ClusterID: Hashable, Sendable {
  /// The number.
  public let number: UInt64

  /// Takes a number from a request.
  public init(number: UInt64) { self.number = number }

  static let zoomBits: UInt64 = 5

  init(listing: UInt64, deepestZoom: UInt8) {
    number = listing << Self.zoomBits | UInt64(deepestZoom) + 1
  }

  /// The deepest zoom of the cluster; nil for a number that no cluster has.
  var deepestZoom: Int? {
    let zoom = Int(number & (1 << Self.zoomBits - 1)) - 1
    return number < 1 << 53 && (0...ClusterOptions.zoomLimit + 1).contains(zoom) ? zoom : nil
  }

  /// The id of the same seed's cluster where it stands at no zoom deeper than another one.
  func limited(to zoom: Int) -> ClusterID {
    guard let deepestZoom, zoom < deepestZoom else { return self }
    return deepened(to: max(zoom, 0))
  }

  /// The id of the same seed's cluster that stands down to another zoom.
  func deepened(to zoom: Int) -> ClusterID {
    ClusterID(listing: number >> Self.zoomBits, deepestZoom: UInt8(truncatingIfNeeded: zoom))
  }

  /// The feature id of a listing, by its number.
  @inline(__always)
  static func feature(listing number: UInt64) -> UInt64 { number << zoomBits }
}

/// A cluster id that does not belong to a cluster of the map.
public enum ClusterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The cluster no longer exists.
  case gone(ClusterID)
  /// The number is not a cluster id.
  case unknown(ClusterID)

  /// One sentence for users.
  public var description: String {
    switch self {
    case .gone(let id):
      "cluster \(id.number) is gone: load the tile again for the clusters that are there now"
    case .unknown(let id): "\(id.number) is not the id of a cluster"
    }
  }
}
