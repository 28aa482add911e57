public import PlatGeometry
internal import PlatKernels
internal import PlatSnapshot

/// A row with a position, and its distance from a query position.
public struct NearRow: Equatable, Sendable {
  /// The distance in metres.
  public var distance: Double
  /// The row.
  public var row: UInt32
  /// The rank of the row's listing key, if it is known.
  public var rank: UInt32

  /// Makes a row from the three numbers.
  @inlinable
  public init(distance: Double, row: UInt32, rank: UInt32) {
    self.distance = distance
    self.row = row
    self.rank = rank
  }
}

extension ListingIndex {
  /// The maximum number of rows for ``nearestRows(_:to:among:)``.
  public static let nearestLimit = Int(PLAT_NEAREST_MOST)

  /// The rows nearest to a position, in ascending order of distance within `Center.error`, and
  /// every further row that may be as near as the last of them; ranks are not filled in.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - position: The position to measure from.
  ///   - words: A word for each block that says which rows are wanted; nil for all.
  /// - Returns: Nil if the search does not apply: more rows than ``nearestLimit``, near a pole or
  ///   the antimeridian, too few rows within about 80 km, or hundreds at one distance.
  /// - Complexity: For 20 of a million rows, about twelve nodes and eight blocks.
  public func nearestRows(_ count: Int, to position: Coordinate, among words: [UInt64]? = nil)
    -> [NearRow]?
  {
    guard count > 0, count <= Self.nearestLimit, words.map({ $0.count >= locatedBlocks }) ?? true
    else { return nil }
    var isFound = false
    let room = Int(PLAT_NEAREST_ROOM)
    let rows = unsafe [NearRow](unsafeUninitializedCapacity: room) { buffer, filled in
      // A `NearRow` and a `plat_near` are the same three numbers; the layout test checks it.
      let out = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(
        to: plat_near.self)
      let found = unsafe withUnsafePointer(to: tree) { tree in
        func search(_ words: UnsafePointer<UInt64>?) -> Int {
          var places = unsafe plat_places(
            longitudes: longitudes.unsafeBaseAddress, latitudes: latitudes.unsafeBaseAddress,
            words: words,
            rows: located)
          return unsafe plat_nearest(
            position.longitude, position.latitude, tree, &places, count, out)
        }
        guard let words else { return search(nil) }
        return unsafe words.withUnsafeBufferPointer { unsafe search($0.baseAddress) }
      }
      isFound = found >= 0
      filled = max(found, 0)
    }
    return isFound ? rows : nil
  }

  /// The smallest block whose box holds a position, or nil if none does.
  public func smallestBlock(around position: Coordinate) -> Int? {
    let block = unsafe withUnsafePointer(to: tree) {
      unsafe plat_block_around($0, position.longitude, position.latitude)
    }
    return block >= 0 ? block : nil
  }
}
