@testable import Index
import Geometry
var g = SystemRandomNumberGenerator()
struct R: RandomNumberGenerator { var s: UInt64; mutating func next() -> UInt64 { s &+= 0x9E37_79B9_7F4A_7C15; var z = s; z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9; z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB; return z ^ (z >> 31) } }
var r = R(s: 1)
for n in [42_001, 1_000_000] {
  var xs: [Float] = [], ys: [Float] = []
  let centres = (0..<400).map { _ in (Double.random(in: -119...(-116), using: &r), Double.random(in: 32.7...34.3, using: &r), Double.random(in: 0.005...0.06, using: &r)) }
  for _ in 0..<n {
    let c = centres[Int.random(in: 0..<400, using: &r)]
    let a = (0..<4).map { _ in Double.random(in: -1...1, using: &r) }.reduce(0, +) / 2
    let b = (0..<4).map { _ in Double.random(in: -1...1, using: &r) }.reduce(0, +) / 2
    xs.append(Float(Mercator.x(longitudeDegrees: c.0 + a * c.2))); ys.append(Float(Mercator.y(latitudeDegrees: c.1 + b * c.2)))
  }
  for _ in 0..<3 {
    let clock = ContinuousClock()
    let t0 = clock.now
    let h = ClusterHierarchy(x: xs, y: ys, options: ClusterOptions())
    let t1 = clock.now
    let o = RowOrder(h)
    let t2 = clock.now
    print(n, t1 - t0, t2 - t1, o.points.count, h.levels.map(\.count), h.levels.map(\.count).reduce(0, +))
  }
}
