/// Supercluster's options, by their names there.
public struct ClusterOptions: Equatable, Sendable {
  /// The cluster radius in pixels of a tile of ``extent`` pixels: 40.
  public var radius: Double
  /// The size of a tile in pixels that the radius is measured in: 512.
  public var extent: Double
  /// The least zoom with clusters: 0.
  public var minZoom: Int
  /// The greatest zoom with clusters; every listing stands alone beyond it: 16.
  public var maxZoom: Int
  /// The least number of listings that make a cluster: 2.
  ///
  /// Listings that are too few go on to the next lesser zoom each by itself, where the wider radius
  /// may find enough. With more than 2 a build takes about twice as long for its clusters, since
  /// supercluster's order of neighbours is kept.
  public var minPoints: Int

  /// The greatest zoom that ``maxZoom`` may be.
  public static let zoomLimit = 24

  /// Takes the options as they are; ``validated()`` says whether they can be built.
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

  /// The same options, where a pyramid can be built with them.
  ///
  /// - Throws: ``ClusterOptionsError`` with the name of the first option that cannot be.
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

/// An option that no cluster pyramid can be built with.
public struct ClusterOptionsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The option's name.
  public let option: String
  /// What it may be.
  public let expected: String

  /// One sentence for people.
  public var description: String { "cluster option \(option) must be \(expected)" }
}
