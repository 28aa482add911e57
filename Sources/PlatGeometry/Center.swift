internal import PlatCommon
internal import PlatKernels

/// A position to measure from, prepared so that each further distance is cheap.
///
/// Up to some 80 km at a latitude of 35° (more towards the equator, less towards the poles) a
/// distance comes from a power series of the squared distance on the ellipsoid, which
/// ``Geodesic/distance(from:to:)`` confirms to better than ``error``; beyond that it is
/// `Geodesic`'s own. Two distances that differ by more than twice ``error`` are therefore in the
/// right order; nearer ones are put in order by `Geodesic`.
///
/// Useful for nearest-neighbour search and for reported distances. For "is it within the radius",
/// use ``Circle``.
public struct Center: Sendable {
  private let measure: Prepared<plat_centre>
  /// The position to measure from.
  public let position: Coordinate

  /// Metres that a distance of this type differs from ``Geodesic/distance(from:to:)`` at most.
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

  /// Writes the distances in metres, within ``error``, of the rows of one block that a word names.
  ///
  /// - Parameters:
  ///   - longitudes: The column of longitudes, whole blocks of 64 rows.
  ///   - latitudes: The column of latitudes, as long.
  ///   - block: The block: rows `64 * block` to `64 * block + 63`.
  ///   - word: The rows wanted. What is written for the other rows means nothing.
  ///   - distances: Receives 64 values, from its first element on.
  /// - Complexity: About 2 ns a row of the block where the series is near enough, 0.7 µs for each
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

  /// Like ``distances(longitudes:latitudes:block:word:into:)``, but only where the series is near
  /// enough.
  ///
  /// - Returns: Those rows of the word that it is not near enough for; not a number is written for
  ///   them. For a caller that need not know how far a row is once ``lowerBound(to:)`` says that it
  ///   is far.
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

  /// A box that holds every position no further away than a distance in metres; the whole globe
  /// where that is not simple.
  ///
  /// - Complexity: One cosine.
  public func box(reaching distance: Double) -> Box {
    // A degree of latitude is 110,574 m at the least. A degree of longitude is 111,319 m times a
    // cosine, at the least, of the latitude furthest from the equator; the metre more makes up for
    // rounding.
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

  /// A distance in metres that no position of the box comes below, by this type or by ``Geodesic``.
  ///
  /// It is 0 where the box holds the position, and about 1 % under the least distance for boxes up
  /// to 100 km away; across the antimeridian it goes the short way round. The box must not be
  /// empty.
  ///
  /// - Complexity: About 13 ns.
  public func lowerBound(to box: Box) -> Double {
    unsafe plat_centre_lower_bound(measure.address, box.west, box.south, box.east, box.north)
  }

  /// ``lowerBound(to:)`` for the sixteen boxes that start at an index of four columns.
  ///
  /// - Parameters:
  ///   - west: The column of west sides; `south`, `east` and `north` are as long.
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
