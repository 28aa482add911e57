internal import PlatCommon
internal import PlatKernels

/// A position to measure from, prepared so that each distance is cheap.
///
/// Up to about 80 km at a latitude of 35° (more toward the equator, less toward the poles) a
/// distance comes from a power series of the squared distance on the ellipsoid, which agrees with
/// ``Geodesic/distance(from:to:)`` to better than ``error``; beyond that it comes from `Geodesic`.
/// Two distances that differ by more than twice ``error`` are therefore in the right order;
/// `Geodesic` orders closer ones.
///
/// Use it for nearest-neighbour search and for reported distances. To test whether a position is
/// within a radius, use ``Circle``.
public struct Center: Sendable {
  private let measure: Prepared<plat_centre>
  /// The position to measure from.
  public let position: Coordinate

  /// The maximum difference in metres from ``Geodesic/distance(from:to:)``.
  public static let error = 1e-6

  /// Prepares a position.
  ///
  /// - Complexity: About half a microsecond.
  public init(_ position: Coordinate) {
    self.position = position
    unsafe measure = Prepared(plat_centre()) {
      unsafe plat_centre_make($0, position.longitude, position.latitude)
    }
  }

  /// The distance to a position in metres, within ``error``.
  public func distance(to other: Coordinate) -> Double {
    let distance = unsafe plat_centre_distance(measure.address, other.longitude, other.latitude)
    return distance.isNaN ? Geodesic.distance(from: position, to: other) : distance
  }

  /// Writes the distances in metres, within ``error``, of the rows of one block selected by a word.
  ///
  /// - Parameters:
  ///   - longitudes: The column of longitudes, whole blocks of 64 rows.
  ///   - latitudes: The column of latitudes, of the same length.
  ///   - block: The block: rows `64 * block` to `64 * block + 63`.
  ///   - word: The wanted rows. The values written for other rows are meaningless.
  ///   - distances: Receives 64 values, from its first element on.
  /// - Complexity: About 2 ns a row of the block if the series is close enough, 0.7 µs for each
  ///   other row of the word.
  public func distances(
    longitudes: Span<Int32>, latitudes: Span<Int32>, block: Int, word: UInt64,
    into distances: inout MutableSpan<Double>
  ) {
    var rest = nearDistances(
      longitudes: longitudes, latitudes: latitudes, block: block, word: word, into: &distances)
    while rest != 0 {
      let row = rest.trailingZeroBitCount
      rest &= rest &- 1
      let other = Coordinate(
        longitude: longitudes[block * 64 + row], latitude: latitudes[block * 64 + row])
      distances[row] = Geodesic.distance(from: position, to: other)
    }
  }

  /// Like ``distances(longitudes:latitudes:block:word:into:)``, but only within the reach of the
  /// series.
  ///
  /// - Returns: The rows of the word beyond the reach; no value is written for them. For callers
  ///   that do not need the distance of a row that ``lowerBound(to:)`` shows to be far.
  /// - Complexity: About 2 ns a row of the block.
  public func nearDistances(
    longitudes: Span<Int32>, latitudes: Span<Int32>, block: Int, word: UInt64,
    into distances: inout MutableSpan<Double>
  ) -> UInt64 {
    precondition(distances.count >= 64, "the distances of a block need room for 64 values")
    let start = block * 64
    let longitudes = longitudes.extracting(start..<start + 64)
    let latitudes = latitudes.extracting(start..<start + 64)
    let anyFar = unsafe longitudes.withUnsafeBufferPointer { longitudes in
      unsafe latitudes.withUnsafeBufferPointer { latitudes in
        unsafe distances.withUnsafeMutableBufferPointer { distances in
          unsafe plat_centre_distances(
            measure.address, longitudes.baseAddress, latitudes.baseAddress, distances.baseAddress,
            64)
        }
      }
    }
    guard anyFar != 0 else { return 0 }
    var far: UInt64 = 0
    for row in 0..<64 where distances[row].isNaN { far |= 1 << UInt64(row) }
    return far & word
  }

  /// A box that contains every position within a distance in metres; the whole globe in difficult
  /// cases.
  ///
  /// - Complexity: One cosine.
  public func box(reaching distance: Double) -> Box {
    // A degree of latitude is at least 110,574 m. A degree of longitude is at least 111,319 m times
    // the cosine of the latitude furthest from the equator; the extra metre makes up for rounding.
    let height = (distance + 1) / 110_574
    let furthest = abs(position.latitudeDegrees) + height
    guard furthest < 85 else { return .world }
    let width = (distance + 1) / (111_319 * cos(furthest * .pi / 180))
    let west = Double(position.longitude) - width * Coordinate.stepsPerDegree - 1
    let east = Double(position.longitude) + width * Coordinate.stepsPerDegree + 1
    let half = height * Coordinate.stepsPerDegree + 1
    guard west >= Double(Box.world.west), east <= Double(Box.world.east) else { return .world }
    return Box(
      west: Int32(west), south: Int32(Double(position.latitude) - half), east: Int32(east),
      north: Int32(Double(position.latitude) + half))
  }

  /// A lower bound in metres for the distance to every position of a box, by this type or by
  /// ``Geodesic``.
  ///
  /// It is 0 if the box contains the position, and about 1 % below the minimum distance for boxes
  /// up to 100 km away; across the antimeridian it takes the shorter way. The box must not be
  /// empty.
  ///
  /// - Complexity: About 13 ns.
  public func lowerBound(to box: Box) -> Double {
    unsafe plat_centre_lower_bound(measure.address, box.west, box.south, box.east, box.north)
  }

  /// ``lowerBound(to:)`` for the sixteen boxes that start at an index of four columns.
  ///
  /// - Parameters:
  ///   - west: The column of west sides; `south`, `east` and `north` have the same length.
  ///   - first: The first of the sixteen boxes.
  ///   - bounds: Receives 16 values, from its first element on.
  /// - Complexity: About 34 ns for all.
  public func lowerBounds(
    west: Span<Int32>, south: Span<Int32>, east: Span<Int32>, north: Span<Int32>, first: Int,
    into bounds: inout MutableSpan<Double>
  ) {
    precondition(bounds.count >= 16, "sixteen bounds need room for sixteen values")
    let rows = first..<first + 16
    unsafe west.extracting(rows).withUnsafeBufferPointer { west in
      unsafe south.extracting(rows).withUnsafeBufferPointer { south in
        unsafe east.extracting(rows).withUnsafeBufferPointer { east in
          unsafe north.extracting(rows).withUnsafeBufferPointer { north in
            unsafe bounds.withUnsafeMutableBufferPointer { bounds in
              unsafe plat_centre_lower_bounds(
                measure.address, west.baseAddress, south.baseAddress, east.baseAddress,
                north.baseAddress,
                bounds.baseAddress)
            }
          }
        }
      }
    }
  }
}
