import PlatTestSupport
import Testing

@testable import PlatIndex

/// The cluster hierarchy against supercluster's algorithm, item by item.
@Suite(.timeLimit(.minutes(30))) struct HierarchyTests {
  /// The arrangement of points in the Mercator unit square.
  enum Shape: CaseIterable {
    case spread, clumps, street, onePlace, corners, edges, seam, fine, few

    /// Whether the points lie in one town, not all over the globe.
    var liesTogether: Bool { [.street, .onePlace, .seam, .fine].contains(self) }

    func points(_ draw: inout SeededGenerator, upTo most: Int = 110) -> (x: [Float], y: [Float]) {
      let count = self == .few ? draw.int(0...3) : draw.int(4...most)
      var x: [Float] = []
      var y: [Float] = []
      let clumps = (0..<6).map { _ in
        (draw.double(0...1), draw.double(0...1), draw.double(0...0.02))
      }
      let (startX, startY) = (Float(draw.double(0...0.99)), Float(draw.double(0...0.99)))
      for _ in 0..<count {
        switch self {
        case .spread, .few:
          (x, y) = (x + [Float(draw.double(0...1))], y + [Float(draw.double(0...1))])
        case .clumps:
          let (clumpX, clumpY, size) = draw.one(of: clumps)
          x.append(Float(min(max(clumpX + draw.double(-size...size), 0), 1)))
          y.append(Float(min(max(clumpY + draw.double(-size...size), 0), 1)))
        case .street:
          // A town of some kilometres with repeated places.
          x.append(startX + Float(draw.int(0...400)) * 1e-6)
          y.append(startY + Float(draw.int(0...40)) * 1e-6)
        case .onePlace: (x, y) = (x + [startX], y + [startY])
        case .corners:
          x.append(draw.one(of: [0, 1, 0.5, Float(1).nextDown, 2.8e-10]))
          y.append(draw.one(of: [0, 1, 0.5, Float(1).nextDown, 2.8e-10]))
        case .edges:
          // Both sides of the antimeridian, and the poles.
          x.append(
            draw.percent(50) ? Float(draw.double(0...1e-4)) : 1 - Float(draw.double(0...1e-4)))
          y.append(draw.percent(50) ? Float(draw.double(0...1)) : draw.one(of: [0, 1]))
        case .seam:
          // A town at the western antimeridian and the upper edge, where float32 has a finer
          // resolution.
          x.append(Float(draw.double(0...2e-5)))
          y.append(draw.percent(30) ? 0 : Float(draw.double(0...1e-5)))
        case .fine:
          // As close as float32 can distinguish.
          x.append(startX + Float(draw.int(0...60)) * 0x1p-24)
          y.append(startY + Float(draw.int(0...9)) * 0x1p-24)
        }
      }
      return (x, y)
    }
  }

  static let options: [ClusterOptions] = [
    ClusterOptions(), ClusterOptions(maxZoom: 9), ClusterOptions(radius: 80, maxZoom: 11),
    ClusterOptions(radius: 0, maxZoom: 8), ClusterOptions(radius: 500),
    ClusterOptions(extent: 4_096, maxZoom: 10),
    ClusterOptions(radius: 60, extent: 256, maxZoom: 12),
    ClusterOptions(minZoom: 3, maxZoom: 5), ClusterOptions(minZoom: 0, maxZoom: 0),
    ClusterOptions(radius: 1_000_000, extent: 1),
  ]

  /// For points that lie close together; a globe has millions of strips at these zooms.
  static let deepOptions: [ClusterOptions] = [
    ClusterOptions(minZoom: 12, maxZoom: 24), ClusterOptions(radius: 60, minZoom: 14, maxZoom: 20),
    ClusterOptions(radius: 500, minZoom: 15, maxZoom: 24),
    ClusterOptions(radius: 0.001, extent: 1_000_000, maxZoom: 24), ClusterOptions(minZoom: 10),
  ]

  @Test(arguments: Shape.allCases) func everyItemIsSuperclusters(_ shape: Shape) throws {
    for seed in TestCases.seeds(shape == .few ? 30 : 12) {
      var draw = SeededGenerator(seed: seed)
      let (x, y) = shape.points(&draw)
      let lieTogether = shape.liesTogether && draw.percent(70)
      let options = try draw.one(of: lieTogether ? Self.deepOptions : Self.options).validated()
      compare(x, y, options, "\(shape), seed \(seed)")
    }
  }

  /// With more than two points per cluster, small groups pass to the next zoom in the order of a
  /// tree; its layout needs more points to show.
  @Test(arguments: [3, 5, 20, 1_000]) func largerClusters(_ minPoints: Int) throws {
    for seed in TestCases.seeds(10) {
      var draw = SeededGenerator(seed: seed)
      let shape = draw.one(of: Shape.allCases)
      let (x, y) = shape.points(&draw, upTo: draw.percent(30) ? 1_500 : 300)
      // Deep zooms are for points that lie close together, not for the globe.
      var options = draw.one(of: Self.options)
      if shape.liesTogether { options = draw.one(of: Self.deepOptions) }
      options.minPoints = minPoints
      compare(x, y, try options.validated(), "\(shape), seed \(seed)")
    }
  }

  /// Expects the hierarchy of some points to equal the oracle's: its items in order, their points
  /// and centres.
  private func compare(_ x: [Float], _ y: [Float], _ options: ClusterOptions, _ name: String) {
    let hierarchy = VisitedHierarchy(ClusterHierarchy(x: x, y: y, options: options))
    let oracle = SuperclusterOracle(x: x, y: y, options)
    #expect(hierarchy.levels.count == oracle.levels.count)
    let members = Self.members(hierarchy)
    for (depth, (level, items)) in zip(hierarchy.levels, oracle.levels).enumerated() {
      let note: Comment = "\(name), zoom \(options.maxZoom + 1 - depth), \(options)"
      guard members[depth] == items.map(\.members) else {
        Issue.record(note)
        break
      }
      #expect(level.counts.map { Int($0) } == items.map(\.members.count), note)
      // With two points per cluster, parts are added in another order than in the original:
      // rounding may differ.
      let reach = options.minPoints > 2 ? 0 : 1e-15
      let isNear = items.indices.allSatisfy {
        abs(level.x($0) - items[$0].x) <= reach && abs(level.y($0) - items[$0].y) <= reach
      }
      guard isNear else {
        Issue.record("other centres: \(note)")
        break
      }
    }
  }

  /// The points of each item of each level, found through the parents.
  private static func members(_ hierarchy: VisitedHierarchy) -> [[[Int]]] {
    var members = [hierarchy.levels[0].counts.indices.map { [$0] }]
    for (below, above) in zip(hierarchy.levels, hierarchy.levels.dropFirst()) {
      var next = [[Int]](repeating: [], count: above.count)
      for (item, parent) in below.parents.enumerated() {
        next[Int(parent)] += members[members.count - 1][item]
      }
      members.append(next.map { $0.sorted() })
    }
    return members
  }

  @Test func optionsThatCannotBe() {
    let bad: [(ClusterOptions, String)] = [
      (ClusterOptions(radius: -1), "radius"), (ClusterOptions(radius: .nan), "radius"),
      (ClusterOptions(radius: .infinity), "radius"), (ClusterOptions(extent: 0), "extent"),
      (ClusterOptions(extent: .nan), "extent"), (ClusterOptions(minZoom: -1), "minZoom"),
      (ClusterOptions(minZoom: 5, maxZoom: 4), "minZoom"), (ClusterOptions(maxZoom: 25), "maxZoom"),
      (ClusterOptions(maxZoom: .max), "maxZoom"), (ClusterOptions(minPoints: 1), "minPoints"),
      (ClusterOptions(minPoints: .max), "minPoints"),
    ]
    for (options, name) in bad {
      #expect { try options.validated() } throws: { ($0 as? ClusterOptionsError)?.option == name }
    }
    for options in Self.options + Self.deepOptions {
      #expect(throws: Never.self) { try options.validated() }
    }
  }
}
