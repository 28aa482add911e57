import Foundation
import PlatGeometry
import PlatTestSupport

/// The box around some positions.
func boxAround(_ positions: some Sequence<Coordinate>) -> Box {
  var box = Box.empty
  for position in positions { box.expand(position) }
  return box
}

/// Shapes that put many edges near many positions, in the square from -1 to 1 degree; all are
/// valid.
enum PolygonShapes {
  typealias Rings = [[[Double]]]

  /// A name, and polygons with about a given number of vertices.
  static let all: [(name: String, make: @Sendable (Int) -> [Rings])] = [
    ("comb", { [[comb($0) { [$0, $1] }]] }),
    ("lying comb", { [[comb($0) { [$1, $0] }]] }),
    ("diagonal comb", { [[comb($0) { [$0 * 0.5 + $1 * 0.5, $1 * 0.5 - $0 * 0.5] }]] }),
    ("leaning comb", { [[comb($0) { [$0 * 0.3 + $1 * 0.7, $1] }]] }),
    ("star", { [[star($0)]] }),
    ("spiral", { [[spiral($0)]] }),
    ("slivers", slivers),
    ("nested rings", nested),
    ("coast", { [[coast($0)]] }),
    ("grid of holes", holes),
  ]

  @Sendable private static func comb(_ count: Int, _ place: (Double, Double) -> [Double])
    -> [[Double]]
  {
    let teeth = max(2, count / 2)
    var ring = (0..<teeth * 2).map { i in
      place(Double(i) / Double(teeth * 2 - 1) * 1.8 - 0.9, i % 2 == 0 ? -0.8 : 0.8)
    }
    ring.append(place(0.9, 0.9))
    ring.append(place(-0.9, 0.9))
    return closed(ring)
  }

  @Sendable private static func star(_ count: Int) -> [[Double]] {
    closed(
      (0..<count / 2 * 2).map { i in
        let (angle, radius) = (
          Double(i) / Double(count / 2 * 2) * 2 * .pi, i % 2 == 0 ? 0.95 : 0.02
        )
        return [radius * cos(angle), radius * sin(angle)]
      })
  }

  @Sendable private static func spiral(_ count: Int) -> [[Double]] {
    let half = max(8, count / 2)
    let place = { (i: Int, wider: Double) -> [Double] in
      let angle = Double(i) * 0.3
      let radius = 0.02 + 0.9 * (angle + wider) / (Double(half) * 0.3 + 4)
      return [radius * cos(angle), radius * sin(angle)]
    }
    return closed((0..<half).map { place($0, 0) } + (0..<half).reversed().map { place($0, 2) })
  }

  /// Nearly degenerate triangles, fanned out.
  @Sendable private static func slivers(_ count: Int) -> [Rings] {
    (0..<count / 3).map { i in
      let y = -0.9 + 1.8 * Double(i) / Double(count / 3)
      return [closed([[-0.9, y], [0.9, y + 0.001], [0.9, y + 0.001 + 1e-9]])]
    }
  }

  @Sendable private static func nested(_ count: Int) -> [Rings] {
    let pairs = max(1, count / 16)
    return (0..<pairs).map { i in
      let square = { (size: Double) in
        closed([[-size, -size], [size, -size], [size, size], [-size, size]])
      }
      let size = 0.9 * (1 - Double(i) / Double(pairs))
      return [square(size), square(size - 0.4 / Double(pairs))]
    }
  }

  @Sendable private static func coast(_ count: Int) -> [[Double]] {
    var random = SeededGenerator(seed: 77)
    let west = (0..<count).map { i in
      [-0.5 + Double.random(in: 0..<0.2, using: &random), 0.9 - 1.8 * Double(i) / Double(count)]
    }
    return closed(west + [[0.9, -0.95], [0.9, 0.95]])
  }

  @Sendable private static func holes(_ count: Int) -> [Rings] {
    let side = max(1, Int(Double(count / 5).squareRoot()))
    var rings: Rings = [closed([[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]])]
    let step = 1.7 / Double(side)
    for i in 0..<side * side {
      let (x, y) = (-0.85 + Double(i % side) * step, -0.85 + Double(i / side) * step)
      rings.append(
        closed([[x, y], [x + step / 2, y], [x + step / 2, y + step / 2], [x, y + step / 2]]))
    }
    return [rings]
  }

  @Sendable private static func closed(_ ring: [[Double]]) -> [[Double]] { ring + [ring[0]] }
}
