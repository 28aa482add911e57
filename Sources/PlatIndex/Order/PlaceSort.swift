public import PlatGeometry
internal import PlatSnapshot

/// Sorts what a map shows by its place: from north to south, on one latitude from west to east.
///
/// The order of rows depends on all listings of a snapshot; this one depends on what is sorted
/// alone. A map has some ten to a hundred features: few are sorted by insertion, more are first
/// thrown into bands of latitude.
///
/// - Complexity: O(n) for places that are spread evenly, O(n log n) for others.
public enum PlaceSort {
  /// Something with a place.
  public struct Placed: Sendable {
    /// The place, as ``key(_:)`` gives it.
    public let key: UInt64
    /// What is there.
    public let number: UInt32

    /// Makes one.
    @inlinable
    public init(key: UInt64, number: UInt32) {
      (self.key, self.number) = (key, number)
    }
  }

  /// So many are sorted by insertion.
  public static let few = 24
  private static let bands = 256

  /// A place as a number that grows from north to south, and on one latitude from west to east.
  @inlinable
  @inline(__always)
  public static func key(_ point: MercatorPoint) -> UInt64 {
    UInt64(point.y) << 32 | UInt64(point.x)
  }

  /// Sorts by place.
  ///
  /// - Parameters:
  ///   - elements: What to sort.
  ///   - isBefore: Whether one number stands before another that has the same place.
  public static func sort(_ elements: inout [Placed], where isBefore: (UInt32, UInt32) -> Bool) {
    guard elements.count > few else {
      insert(&elements, 0..<elements.count)
      return settle(elements: &elements, isBefore)
    }
    var (north, south) = (UInt64.max, UInt64.min)
    for element in elements.span.indices {
      north = min(north, elements[element].key >> 32)
      south = max(south, elements[element].key >> 32)
    }
    let height = UInt64(64 - (south - north).leadingZeroBitCount)
    let shift = 32 + (height > 8 ? height - 8 : 0)
    var ends = [Int](repeating: 0, count: bands + 1)
    for element in elements.span.indices {
      ends[Int((elements[element].key &- north << 32) >> shift) + 1] += 1
    }
    for band in 0..<bands { ends[band + 1] += ends[band] }
    var sorted = elements
    for element in elements {
      let band = Int((element.key &- north << 32) >> shift)
      sorted[ends[band]] = element
      ends[band] += 1
    }
    // Now each number is where its band ends.
    var start = 0
    for band in 0..<bands where ends[band] > start {
      insert(&sorted, start..<ends[band])
      start = ends[band]
    }
    elements = sorted
    settle(elements: &elements, isBefore)
  }

  private static func insert(_ elements: inout [Placed], _ range: Range<Int>) {
    guard range.count <= few else { return elements[range].sort { $0.key < $1.key } }
    var elements = elements.mutableSpan
    for end in range.dropFirst() {
      let element = elements[end]
      var hole = end
      while hole > range.lowerBound, elements[hole - 1].key > element.key {
        elements[hole] = elements[hole - 1]
        hole -= 1
      }
      elements[hole] = element
    }
  }

  /// Orders those of one place.
  private static func settle(elements: inout [Placed], _ isBefore: (UInt32, UInt32) -> Bool) {
    var start = 0
    while start + 1 < elements.count {
      guard elements[start].key == elements[start + 1].key else {
        start += 1
        continue
      }
      var end = start + 2
      while end < elements.count, elements[end].key == elements[start].key { end += 1 }
      elements[start..<end].sort { isBefore($0.number, $1.number) }
      start = end
    }
  }
}

extension ClusterZoom {
  /// Some of the zoom's clusters with the places of their centres, in their order.
  public func placed(_ clusters: [UInt32]) -> [PlaceSort.Placed] {
    let (columnX, columnY) = (x, y)
    let x = columnX.span
    let y = columnY.span
    var placed: [PlaceSort.Placed] = []
    placed.reserveCapacity(clusters.count)
    for number in clusters where Int(number) < count {
      let point = MercatorPoint(
        x: UInt32(bitPattern: x[Int(number)] ^ .min), y: UInt32(bitPattern: y[Int(number)] ^ .min))
      placed.append(PlaceSort.Placed(key: PlaceSort.key(point), number: number))
    }
    return placed
  }
}
