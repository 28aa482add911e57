import PlatTestSupport
import Testing

@testable import PlatGeometry

/// The sweep says "valid" and "crossing" only if GEOS agrees, and is unsure about touching rings.
@Suite(.timeLimit(.minutes(30))) struct RingSweepTests {
  /// Rings over a coarse grid, so that edges often touch, overlap, cross and nest.
  private static func polygons(_ random: inout SeededGenerator, side: Int) -> [[[[Double]]]] {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in
      (0..<Int.random(in: 1...3, using: &random)).map { number in
        // Holes are smaller; otherwise few would lie in their shells.
        let reach = number == 0 ? 0...side : 1...side - 1
        var ring = (0..<Int.random(in: 3...7, using: &random)).map { _ in
          [
            Double(Int.random(in: reach, using: &random)),
            Double(Int.random(in: reach, using: &random)),
          ]
        }
        ring.append(ring[0])
        return ring
      }
    }
  }

  private static func part(_ polygons: [[[[Double]]]]) -> PolygonRings.Part {
    var part = PolygonRings.Part()
    part.polygons = polygons.map { $0.map { $0.flatMap { $0 } } }
    return part
  }

  @Test(arguments: [3, 6, 40]) func noVerdictContradictsGEOS(side: Int) throws {
    var counts = [0, 0, 0]
    for seed in TestCases.seeds(20_000) {
      var random = SeededGenerator(seed: seed &* 3 &+ UInt64(side))
      let polygons = Self.polygons(&random, side: side)
      let oracle = try #require(GEOSOracle(wkt: wkt(polygons)), "seed \(seed)")
      switch try RingSweep.verdict(of: Self.part(polygons)) {
      case .valid:
        counts[0] += 1
        #expect(oracle.isValid, "seed \(seed), side \(side): \(wkt(polygons))")
      case .crossing:
        counts[1] += 1
        #expect(!oracle.isValid, "seed \(seed), side \(side): \(wkt(polygons))")
      case .unsure: counts[2] += 1
      }
    }
    #expect(counts.allSatisfy { $0 > 50 }, "all three verdicts occur: \(counts)")
  }

  @Test func ringsThatTouchNowhereAreDecided() throws {
    for seed in TestCases.seeds(5_000) {
      var random = SeededGenerator(seed: seed)
      var ring = (0..<Int.random(in: 3...12, using: &random)).map { _ in
        [Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random)]
      }
      ring.append(ring[0])
      let oracle = try #require(GEOSOracle(wkt: wkt([[ring]])))
      let verdict = try RingSweep.verdict(of: Self.part([[ring]]))
      #expect((verdict == .valid) == oracle.isValid, "seed \(seed): \(verdict)")
      #expect(verdict != .unsure, "seed \(seed): no two of its edges touch")
    }
  }

  @Test func fiveHundredHolesInTheirShellAreValidAndAHoleInAHoleIsNot() throws {
    func square(_ x: Double, _ y: Double, _ half: Double) -> [[Double]] {
      [
        [x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half],
        [x - half, y - half],
      ]
    }
    var rings = [square(0, 0, 50)]
    for place in 0..<500 {
      rings.append(square(Double(place % 25) * 3 - 37, Double(place / 25) * 3 - 30.5, 1))
    }
    #expect(try RingSweep.verdict(of: Self.part([rings])) == .valid)
    // A hole in a hole, a hole outside, a shell in a shell: invalid for both.
    for more in [square(-37, -30.5, 0.5), square(200, 0, 1)] {
      let polygons = [rings + [more]]
      #expect(try RingSweep.verdict(of: Self.part(polygons)) != .valid)
      #expect(try !#require(GEOSOracle(wkt: wkt(polygons))).isValid)
    }
    let nested = [[square(0, 0, 5)], [square(0, 0, 1)]]
    #expect(try RingSweep.verdict(of: Self.part(nested)) != .valid)
    let island = [[square(0, 0, 5), square(0, 0, 3)], [square(0, 0, 1)]]
    #expect(try RingSweep.verdict(of: Self.part(island)) == .valid)
  }

  /// GEOS would test each pair of teeth: the polygon is refused instead, with its reason.
  @Test func teethThatTouchAndOverlapAreRefusedInTime() throws {
    var ring: [[Double]] = []
    for tooth in 0..<2_000 {
      ring.append([Double(tooth) / 50, 0.25 * Double(tooth) / 50])
      // All tips lie far to the east, so that the boxes of all teeth overlap.
      ring.append([Double(tooth) / 50 + 100, 0.25 * Double(tooth) / 50 + 26])
    }
    ring += [[150, 40], [150, -20], [-10, -20]]
    // One tooth touches its neighbour's edge.
    let base = ring[2_000]
    let tip = ring[2_001]
    ring[2_002] = [(base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2]
    ring.append(ring[0])
    let began = ContinuousClock.now
    var reason: PolygonError.Reason?
    do { _ = try Polygon(parsing: wkt([[ring]])) } catch { reason = error.reason }
    switch reason {
    case .tooEntangled, .invalid: break
    default: Issue.record("refused for \(String(describing: reason))")
    }
    #expect(ContinuousClock.now - began < .seconds(20))
  }
}
