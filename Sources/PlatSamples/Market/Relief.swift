/// A smooth, invented surface over the map: value noise, interpolated between random heights on a
/// lattice.
enum Relief {
  /// The height at a position, from -1 to 1; hills are about as wide as the given length.
  static func height(_ latitude: Double, _ longitude: Double, kilometres: Double, seed: UInt64)
    -> Double
  {
    let x = (longitude + 125) * 92.4 / kilometres
    let y = (latitude - 30) * 111.1 / kilometres
    let column = x.rounded(.down)
    let row = y.rounded(.down)
    let alongX = smooth(x - column)
    let alongY = smooth(y - row)
    let c = UInt64(column)
    let r = UInt64(row)
    let south = corner(c, r, seed) * (1 - alongX) + corner(c &+ 1, r, seed) * alongX
    let north = corner(c, r &+ 1, seed) * (1 - alongX) + corner(c &+ 1, r &+ 1, seed) * alongX
    return south * (1 - alongY) + north * alongY
  }

  private static func smooth(_ t: Double) -> Double { t * t * (3 - 2 * t) }

  private static func corner(_ column: UInt64, _ row: UInt64, _ seed: UInt64) -> Double {
    SampleRandom.unit(SampleRandom.mix(column &* 0x1_0000 &+ row, seed)) * 2 - 1
  }
}
