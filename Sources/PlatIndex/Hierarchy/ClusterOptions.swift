/// Supercluster's options, by their names there.
public struct ClusterOptions: Equatable, Sendable {
  /// The cluster radius in pixels of a tile with ``extent`` pixels (default: 40).
  public var radius: Double
  /// The size in pixels of the tile that the radius refers to (default: 512).
  public var extent: Double
  /// The lowest zoom with clusters (default: 0).
  public var minZoom: Int
  /// The highest zoom with clusters; beyond it every listing stands alone (default: 16).
  public var maxZoom: Int
  /// The minimum number of listings in a cluster (default: 2).
  ///
  /// Listings that are too few stay separate at the next lower zoom, where the wider radius may
  /// find enough. With more than 2, building the clusters takes about twice as long, because
  /// supercluster's order of neighbours must be kept.
  public var minPoints: Int

  /// The maximum of ``maxZoom``.
  public static let zoomLimit = 24

  /// Takes the options unchecked; ``validated()`` checks them.
  public init(
    radius: Double = 40, extent: Double = 512, minZoom: Int = 0, maxZoom: Int = 16,
    minPoints: Int = 2
  ) {
    self.radius = radius
    self.extent = extent
    self.minZoom = minZoom
    self.maxZoom = maxZoom
    self.minPoints = minPoints
  }

  /// The same options, if a pyramid can be built with them.
  ///
  /// - Throws: ``ClusterOptionsError`` for the first invalid option.
  public func validated() throws(ClusterOptionsError) -> ClusterOptions {
    func check(_ holds: Bool, _ name: String, _ expected: String) throws(ClusterOptionsError) {
      if !holds { throw ClusterOptionsError(option: name, expected: expected) }
    }
    try check(radius >= 0 && radius <= 1e6, "radius", "a number of pixels from 0 to 1,000,000")
    try check(extent >= 1 && extent <= 1e6, "extent", "a number of pixels from 1 to 1,000,000")
    try check(minZoom >= 0 && minZoom <= maxZoom, "minZoom", "a zoom from 0 to maxZoom")
    try check(maxZoom <= Self.zoomLimit, "maxZoom", "a zoom from minZoom to \(Self.zoomLimit)")
    try check(
      minPoints >= 2 && minPoints <= 1_000_000, "minPoints", "a whole number from 2 to 1,000,000")
    return self
  }

  /// The cluster radius at a zoom, as a length in the Mercator unit square.
  public func searchRadius(zoom: Int) -> Double {
    radius / (extent * Double(1 << zoom))
  }
}

/// An invalid cluster option.
public struct ClusterOptionsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The option's name.
  public let option: String
  /// The values that it allows.
  public let expected: String

  /// One sentence for people.
  public var description: String { "cluster option \(option) must be \(expected)" }
}
