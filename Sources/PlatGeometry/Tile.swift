/// A map tile: zoom, column from the antimeridian eastward, row from the north southward.
///
/// Source: OGC 17-083r4, WebMercatorQuad, numbered like the Z/X/Y of "slippy maps".
public struct Tile: Equatable, Hashable, Sendable {
  /// The zoom, from 0 to ``zoomLimit``.
  public let z: Int
  /// The column, from 0 up to 2^z - 1.
  public let x: Int
  /// The row, from 0 up to 2^z - 1.
  public let y: Int

  /// The maximum zoom: its tiles are 128 units of a ``MercatorPoint`` wide, 1.2 m at the equator.
  public static let zoomLimit = 25

  /// A tile, or nil if it does not exist.
  public init?(z: Int, x: Int, y: Int) {
    guard z >= 0, z <= Self.zoomLimit, x >= 0, y >= 0, x < 1 << z, y < 1 << z else { return nil }
    self.z = z
    self.x = x
    self.y = y
  }

  /// The tile of a zoom that contains a point.
  public init?(z: Int, at point: MercatorPoint) {
    guard z >= 0, z <= Self.zoomLimit else { return nil }
    self.init(
      z: z, x: Int(UInt64(point.x) >> UInt64(32 - z)), y: Int(UInt64(point.y) >> UInt64(32 - z)))
  }

  /// A part of the world that is visible in a tile, and its shift to the east of its real position.
  public struct Part: Equatable, Sendable {
    /// The part.
    public let box: MercatorBox
    /// The shift of x: 0, or 2^32 in either direction across the antimeridian.
    public let shift: Int64

    /// Takes a part and its shift.
    public init(box: MercatorBox, shift: Int64) {
      self.box = box
      self.shift = shift
    }
  }

  /// The parts visible in the tile: its own square with a buffer on each side, and the other side's
  /// part if the buffer crosses the antimeridian.
  ///
  /// - Parameter buffer: The buffer's width in tiles, not negative.
  public func parts(buffer: Double) -> [Part] {
    let side = Int64(1) << Int64(32 - z)
    let world = Int64(1) << 32
    let margin = Int64(min(max(buffer, 0) * Double(side), Double(world)))
    let (west, north) = (Int64(x) * side - margin, Int64(y) * side - margin)
    let (east, south) = (Int64(x + 1) * side + margin, Int64(y + 1) * side + margin)
    func part(_ west: Int64, _ east: Int64, shift: Int64) -> Part {
      func cut(_ side: Int64) -> UInt32 { UInt32(max(0, min(side, world - 1))) }
      return Part(
        box: MercatorBox(west: cut(west), north: cut(north), east: cut(east), south: cut(south)),
        shift: shift)
    }
    var parts = [part(west, east, shift: 0)]
    if x == 0, margin > 0 { parts.append(part(world - margin, world, shift: -world)) }
    if x == 1 << z - 1, margin > 0 { parts.append(part(0, margin, shift: world)) }
    return parts
  }

  /// The pixel of a point in the tile, on a grid of 2^`bits` pixels a side, rounded half up.
  ///
  /// Every point is inside exactly one tile of a zoom: at the southern edge of the world, which has
  /// no tile after it, the last pixel is the maximum.
  @inlinable
  public func pixel(_ point: MercatorPoint, shift: Int64, bits: Int) -> (x: Int32, y: Int32) {
    func pixel(_ value: Int64) -> Int32 {
      Int32(
        truncatingIfNeeded: ((value << Int64(bits)) + Int64(1) << Int64(31 - z)) >> Int64(32 - z))
    }
    let side = Int64(32 - z)
    let south: Int32 = y == 1 << z - 1 ? 1 << Int32(bits) - 1 : .max
    return (
      pixel(Int64(point.x) + shift - Int64(x) << side),
      min(pixel(Int64(point.y) - Int64(y) << side), south)
    )
  }
}
