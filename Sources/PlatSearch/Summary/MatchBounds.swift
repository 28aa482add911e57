package import PlatCommon
package import PlatIndex
internal import PlatSnapshot

/// The narrowest box around the positions of listings.
///
/// If it crosses the antimeridian, its west is greater than its east, as in a `bbox`. Of two boxes
/// of equal width, it is the one that does not cross it.
public struct MatchBounds: Equatable, Sendable {
  /// The sides in steps of 1e-7 degree.
  public let west, south, east, north: Int32

  /// Takes the sides.
  public init(west: Int32, south: Int32, east: Int32, north: Int32) {
    (self.west, self.south, self.east, self.north) = (west, south, east, north)
  }

  /// Whether the box crosses the antimeridian.
  public var crossesAntimeridian: Bool { west > east }

  /// The box around the selected rows with a position; nil if there are none.
  ///
  /// - Complexity: O(rows); listings more than 180 degrees apart are sorted by longitude.
  package init?(of selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    var sample = BoundsSample()
    try sample.add(selection, index)
    if sample.isWide { sample.addLongitudes(selection, index) }
    guard let bounds = try sample.bounds() else { return nil }
    self = bounds
  }

  /// The sides of the narrowest box around ascending longitudes: the one without their widest gap.
  fileprivate static func narrowest(_ sorted: [Int32]) -> (west: Int32, east: Int32) {
    guard let first = sorted.first, let last = sorted.last else { return (0, 0) }
    var (west, east) = (first, last)
    var widest = turn - (Int64(last) - Int64(first))
    for place in sorted.indices.dropFirst() {
      let gap = Int64(sorted[place]) - Int64(sorted[place - 1])
      if gap > widest { (widest, west, east) = (gap, sorted[place], sorted[place - 1]) }
    }
    return (west, east)
  }

  fileprivate static let turn: Int64 = 3_600_000_000
}

/// The positions of some matches, as far as the box around them needs them.
struct BoundsSample {
  private var (west, south, east, north) = (Int32.max, Int32.max, Int32.min, Int32.min)
  /// All longitudes, where the matches lie further than 180 degrees apart.
  private var longitudes: [Int32] = []

  /// Whether the box needs all longitudes: what lies within half the globe has no wider gap than
  /// the other half.
  var isWide: Bool { west <= east && Int64(east) - Int64(west) > MatchBounds.turn / 2 }

  /// Adds the extremes of a selection.
  mutating func add(_ selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    let (longitudes, latitudes, located) = (index.longitudes, index.latitudes, index.located)
    var (west, south, east, north) = (west, south, east, north)
    try WorkLimit.windows(0..<selection.count, of: Self.window) { window in
      for place in window {
        var word = selection.word(at: place)
        let first = selection.block(at: place) * IndexLayout.blockRows
        while word != 0 {
          let row = first + word.trailingZeroBitCount
          word &= word &- 1
          guard row < located else { continue }
          let (longitude, latitude) = (longitudes[row, default: 0], latitudes[row, default: 0])
          (west, east) = (min(west, longitude), max(east, longitude))
          (south, north) = (min(south, latitude), max(north, latitude))
        }
      }
    }
    (self.west, self.south, self.east, self.north) = (west, south, east, north)
  }

  /// Adds the longitudes of a selection, which a wide sample needs.
  mutating func addLongitudes(_ selection: BlockSelection, _ index: ListingIndex) {
    for row in selection.rows() where row < index.located {
      longitudes.append(index.longitudes[Int(row), default: 0])
    }
  }

  /// The box; nil where no row had a position.
  consuming func bounds() throws(WorkEnded) -> MatchBounds? {
    guard west <= east else { return nil }
    var (westmost, eastmost) = (west, east)
    if isWide {
      try longitudes.sortWithinLimit(by: <)
      (westmost, eastmost) = MatchBounds.narrowest(longitudes)
    }
    return MatchBounds(west: westmost, south: south, east: eastmost, north: north)
  }

  /// Blocks between two looks at the limit.
  private static let window = 1 << 10
}
