import PlatGeometry
import PlatKernels
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct CenterTests {
  @Test(arguments: 0..<4) func seriesIsTenTimesBetterThanItsBound(part: Int) {
    let seed = UInt64(100 + part)
    var random = SeededGenerator(seed: seed)
    var certified = 0
    for _ in 0..<20_000 {
      let center = random.position()
      let other = random.position(near: center, meters: random.radius(upTo: 100_000))
      var measure = plat_centre()
      unsafe plat_centre_make(&measure, center.longitude, center.latitude)
      let series = unsafe plat_centre_distance(&measure, other.longitude, other.latitude)
      let exact = Geodesic.distance(from: center, to: other)
      if series.isNaN { continue }
      certified += 1
      #expect(
        abs(series - exact) < Center.error / 10,
        "seed \(seed): \(center) \(other) \(series) \(exact)")
    }
    #expect(certified > 10_000)
  }

  @Test func seriesReachesFarEnoughForListings() {
    for (latitude, kilometres) in [(0, 130.0), (34, 80), (45, 70), (60, 50), (75, 25)] {
      let center = Coordinate(longitude: -1_180_000_000, latitude: Int32(latitude) * 10_000_000)
      var measure = plat_centre()
      unsafe plat_centre_make(&measure, center.longitude, center.latitude)
      let reach = Int32(kilometres * 1000 / 0.01115)
      #expect(
        unsafe !plat_centre_distance(&measure, center.longitude, center.latitude + reach).isNaN,
        "\(latitude)")
    }
  }

  @Test func twinsGiveTheSameBits() {
    let seed: UInt64 = 7
    var random = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let center = random.position()
      let count = Int.random(in: 0...130, using: &random)
      var longitudes: [Int32] = []
      var latitudes: [Int32] = []
      for _ in 0..<count {
        let near = random.position(near: center, meters: random.radius(upTo: 200_000))
        longitudes.append(
          round % 5 == 0 ? Int32.random(in: .min ... .max, using: &random) : near.longitude)
        latitudes.append(near.latitude)
      }
      if count > 2 { longitudes[1] = center.longitude &+ Int32.min }
      var fast = [Double](repeating: 0, count: count)
      var plain = fast
      var measure = plat_centre()
      unsafe plat_centre_make(&measure, center.longitude, center.latitude)
      let fastAny = unsafe plat_centre_distances(&measure, longitudes, latitudes, &fast, count)
      let plainAny = unsafe plat_centre_distances_scalar(
        &measure, longitudes, latitudes, &plain, count)
      let hasNaN = fast.contains { $0.isNaN }
      #expect((fastAny != 0) == hasNaN && (plainAny != 0) == hasNaN, "seed \(seed), round \(round)")
      for i in 0..<count {
        let same = fast[i].bitPattern == plain[i].bitPattern || (fast[i].isNaN && plain[i].isNaN)
        #expect(same, "seed \(seed), round \(round), row \(i): \(fast[i]) \(plain[i])")
      }
      // The same positions as boxes of one position each, and as boxes between two of them.
      guard count >= 32 else { continue }
      let west = Array(longitudes[0..<16])
      let south = Array(latitudes[0..<16])
      for (east, north) in [(west, south), (west.map { max($0, 0) }, south.map { max($0, 0) })] {
        var fastBounds = [Double](repeating: 0, count: 16)
        var plainBounds = fastBounds
        unsafe plat_centre_lower_bounds(&measure, west, south, east, north, &fastBounds)
        unsafe plat_centre_lower_bounds_scalar(&measure, west, south, east, north, &plainBounds)
        #expect(fastBounds == plainBounds, "seed \(seed), round \(round)")
      }
    }
  }

  @Test func blockDistancesAreThoseOfGeodesic() {
    let seed: UInt64 = 8
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let center = random.position()
      let spread = random.radius(upTo: 5_000_000)
      let positions = (0..<128).map {
        $0 == 70 ? center : random.position(near: center, meters: spread)
      }
      let longitudes = positions.map(\.longitude)
      let latitudes = positions.map(\.latitude)
      let word = random.next() | 1 << 6
      var distances = [Double](repeating: -1, count: 64)
      var span = distances.mutableSpan
      Center(center).distances(
        longitudes: longitudes.span, latitudes: latitudes.span, block: 1, word: word, into: &span)
      #expect(distances[6] == 0)
      for row in 0..<64 where word >> UInt64(row) & 1 == 1 {
        let exact = Geodesic.distance(from: center, to: positions[64 + row])
        #expect(
          abs(distances[row] - exact) <= Center.error,
          "seed \(seed): \(center) \(positions[64 + row])")
        #expect(distances[row] == Center(center).distance(to: positions[64 + row]))
      }
    }
  }

  @Test(arguments: 0..<4) func noPositionOfABoxComesBelowItsLowerBound(part: Int) {
    let seed = UInt64(200 + part)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4000 {
      let center = random.position()
      let scale = random.radius()
      let corner = random.position(near: center, meters: scale)
      let opposite = random.position(
        near: corner, meters: scale * Double.random(in: 0...1, using: &random))
      let box = Box(
        west: min(corner.longitude, opposite.longitude),
        south: min(corner.latitude, opposite.latitude),
        east: max(corner.longitude, opposite.longitude),
        north: max(corner.latitude, opposite.latitude))
      let bound = Center(center).lowerBound(to: box)
      if box.contains(center) {
        #expect(bound == 0)
        continue
      }
      for side in 0..<12 {
        // Corners, the nearest latitude on either side, and random positions of the two sides.
        let longitude = side % 2 == 0 ? box.west : box.east
        let latitude =
          switch side {
          case 0, 1: box.south
          case 2, 3: box.north
          case 4, 5: min(max(center.latitude, box.south), box.north)
          default: Int32.random(in: box.south...box.north, using: &random)
          }
        let position = Coordinate(longitude: longitude, latitude: latitude)
        let exact = Geodesic.distance(from: center, to: position)
        #expect(bound <= exact, "seed \(seed): \(center) \(box) \(position) \(bound) \(exact)")
      }
    }
  }

  @Test func lowerBoundIsTightNearby() throws {
    let center = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)
    let box = Box(
      west: -1_164_000_000, south: 339_000_000, east: -1_163_000_000, north: 340_000_000)
    let exact = Geodesic.distance(
      from: center, to: Coordinate(longitude: box.west, latitude: box.south))
    let bound = Center(center).lowerBound(to: box)
    #expect(bound <= exact && bound > exact * 0.998)

    // The shorter way, across the antimeridian.
    let far = Coordinate(longitude: 1_799_000_000, latitude: 100_000_000)
    let across = Box(
      west: -1_799_500_000, south: 100_000_000, east: -1_799_000_000, north: 100_000_000)
    let short = Center(far).lowerBound(to: across)
    #expect(short > 16_000 && short < 16_500)
  }
}
