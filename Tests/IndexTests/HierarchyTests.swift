import TestSupport
import Testing

@testable import Index

/// The cluster hierarchy against supercluster's algorithm, told item by item.
@Suite struct HierarchyTests {
  /// Where points lie in the Mercator unit square.
  enum Shape: CaseIterable {
    case spread, clumps, street, onePlace, corners, edges, fine, few

    func points(_ draw: inout SeededGenerator) -> (x: [Float], y: [Float]) {
      let count = self == .few ? draw.int(0...3) : draw.int(4...110)
      var x: [Float] = []
      var y: [Float] = []
      let clumps = (0..<6).map { _ in (draw.double(0...1), draw.double(0...1), draw.double(0...0.02)) }
      let (startX, startY) = (Float(draw.double(0...0.99)), Float(draw.double(0...0.99)))
      for _ in 0..<count {
        switch self {
        case .spread, .few: (x, y) = (x + [Float(draw.double(0...1))], y + [Float(draw.double(0...1))])
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
          x.append(draw.percent(50) ? Float(draw.double(0...1e-4)) : 1 - Float(draw.double(0...1e-4)))
          y.append(draw.percent(50) ? Float(draw.double(0...1)) : draw.one(of: [0, 1]))
        case .fine:
          // As near to one another as float32 tells apart.
          x.append(startX + Float(draw.int(0...60)) * 0x1p-24)
          y.append(startY + Float(draw.int(0...9)) * 0x1p-24)
        }
      }
      return (x, y)
    }
  }

  static let options: [ClusterOptions] = [
    ClusterOptions(), ClusterOptions(maxZoom: 9), ClusterOptions(radius: 80, maxZoom: 11),
    ClusterOptions(radius: 0, maxZoom: 8), ClusterOptions(radius: 500), ClusterOptions(extent: 4_096, maxZoom: 10),
    ClusterOptions(radius: 60, extent: 256, maxZoom: 12),
    ClusterOptions(minZoom: 3, maxZoom: 5), ClusterOptions(minZoom: 0, maxZoom: 0),
    ClusterOptions(radius: 1_000_000, extent: 1),
  ]

  /// For points that lie together; a globe has millions of strips at these zooms.
  static let deepOptions: [ClusterOptions] = [
    ClusterOptions(minZoom: 12, maxZoom: 24), ClusterOptions(radius: 60, minZoom: 14, maxZoom: 20),
    ClusterOptions(radius: 500, minZoom: 15, maxZoom: 24),
    ClusterOptions(radius: 0.001, extent: 1_000_000, maxZoom: 24), ClusterOptions(minZoom: 10),
  ]

  @Test(arguments: Shape.allCases) func everyItemIsSuperclusters(_ shape: Shape) throws {
    for seed in TestCases.seeds(shape == .few ? 30 : 12) {
      var draw = SeededGenerator(seed: seed)
      let (x, y) = shape.points(&draw)
      let lieTogether = [.fine, .street, .onePlace].contains(shape) && draw.percent(70)
      let options = try draw.one(of: lieTogether ? Self.deepOptions : Self.options).validated()
      let hierarchy = ClusterHierarchy(x: x, y: y, options: options)
      let oracle = SuperclusterOracle(x: x, y: y, options)
      #expect(hierarchy.levels.count == oracle.levels.count)
      let members = Self.members(hierarchy)
      for (depth, (level, items)) in zip(hierarchy.levels, oracle.levels).enumerated() {
        let note: Comment = "\(shape), seed \(seed), zoom \(options.maxZoom + 1 - depth), \(options)"
        guard members[depth] == items.map(\.members) else {
          Issue.record(note)
          break
        }
        #expect(level.counts.map { Int($0) } == items.map(\.members.count), note)
        let isNear = items.indices.allSatisfy {
          abs(level.x($0) - items[$0].x) <= 1e-9 && abs(level.y($0) - items[$0].y) <= 1e-9
        }
        #expect(isNear, note)
      }
    }
  }

  /// The points of each item of each level, by following parents.
  private static func members(_ hierarchy: ClusterHierarchy) -> [[[Int]]] {
    var members = [hierarchy.levels[0].counts.indices.map { [$0] }]
    for (below, above) in zip(hierarchy.levels, hierarchy.levels.dropFirst()) {
      var next = [[Int]](repeating: [], count: above.count)
      for (item, parent) in below.parents.enumerated() { next[Int(parent)] += members[members.count - 1][item] }
      members.append(next.map { $0.sorted() })
    }
    return members
  }

  /// With more than two points a cluster, supercluster passes small groups on in the order of its tree, which is not
  /// kept here: the first zoom is its own still, and at every zoom what makes a cluster holds.
  @Test(arguments: [3, 5, 20, 1_000]) func largerClusters(_ minPoints: Int) throws {
    for seed in TestCases.seeds(16) {
      var draw = SeededGenerator(seed: seed)
      let (x, y) = draw.one(of: [Shape.clumps, .street, .spread, .onePlace]).points(&draw)
      let options = try ClusterOptions(radius: draw.one(of: [40, 200]), maxZoom: 12, minPoints: minPoints).validated()
      let hierarchy = ClusterHierarchy(x: x, y: y, options: options)
      let members = Self.members(hierarchy)
      let first = SuperclusterOracle(x: x, y: y, options).levels[1].map(\.members)
      #expect(Set(members[1]) == Set(first), "seed \(seed)")
      for depth in 1..<hierarchy.levels.count {
        let note: Comment = "seed \(seed), zoom \(options.maxZoom + 1 - depth)"
        #expect(members[depth].flatMap { $0 }.sorted() == Array(x.indices), note)
        check(hierarchy, depth, options, note)
      }
    }
  }

  /// Clusters are large enough, and one of a cluster's parts has all others within the radius.
  private func check(_ hierarchy: ClusterHierarchy, _ depth: Int, _ options: ClusterOptions, _ note: Comment) {
    let (below, above) = (hierarchy.levels[depth - 1], hierarchy.levels[depth])
    let radius = options.searchRadius(zoom: options.maxZoom + 1 - depth)
    var parts = [[Int]](repeating: [], count: above.count)
    for (item, parent) in below.parents.enumerated() { parts[Int(parent)].append(item) }
    for (item, parts) in parts.enumerated() {
      #expect(above.counts[item] == parts.reduce(0) { $0 + below.counts[$1] }, note)
      guard parts.count > 1 else { continue }
      #expect(above.counts[item] >= options.minPoints, note)
      let isStar = parts.contains { center in
        parts.allSatisfy { part in
          let dx = Double(Float(below.x(part))) - below.x(center)
          let dy = Double(Float(below.y(part))) - below.y(center)
          return part == center || dx * dx + dy * dy <= radius * radius
        }
      }
      #expect(isStar, note)
    }
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
    for options in Self.options + Self.deepOptions { #expect(throws: Never.self) { try options.validated() } }
  }
}
