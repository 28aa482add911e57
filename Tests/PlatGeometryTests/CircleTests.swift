import PlatGeometry
import PlatKernels
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct CircleTests {
  /// A case: a circle, and whole blocks of positions, most of them around it.
  struct Case {
    var circle: Circle
    var positions: [Coordinate]
    var longitudes: [Int32] { positions.map(\.longitude) }
    var latitudes: [Int32] { positions.map(\.latitude) }

    init(random: inout SeededGenerator, blocks: Int) throws {
      let center = random.position()
      var radius = random.radius()
      var positions: [Coordinate] = []
      for i in 0..<blocks * 64 {
        positions.append(
          i % 9 == 0
            ? random.position()
            : i % 13 == 0 ? center : random.position(near: center, meters: radius * 1.5))
      }
      // Often the border passes exactly through a position; sometimes the radius is 0.
      switch Int.random(in: 0..<4, using: &random) {
      case 0: radius = 0
      case 1, 2: radius = Geodesic.distance(from: center, to: positions[5])
      default: break
      }
      circle = try Circle(center: center, radiusMeters: radius)
      self.positions = positions
    }
  }

  @Test(arguments: 0..<4) func wordsAreThoseOfGeodesic(part: Int) throws {
    let seed = UInt64(300 + part)
    var random = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let blockCount = Int.random(in: 0...3, using: &random)
      let test = try Case(random: &random, blocks: 3)
      var blocks = (0..<UInt32(blockCount)).map { $0 }
      blocks.shuffle(using: &random)
      var words = blocks.map { _ in random.next() | random.next() }
      let before = words
      let longitudes = test.longitudes
      let latitudes = test.latitudes
      var span = words.mutableSpan
      test.circle.words(
        longitudes: longitudes.span, latitudes: latitudes.span, blocks: blocks.span, words: &span)
      for (i, block) in blocks.enumerated() {
        for row in 0..<64 {
          let position = test.positions[Int(block) * 64 + row]
          let wanted = before[i] >> UInt64(row) & 1 == 1
          let inside =
            Geodesic.distance(from: test.circle.center, to: position) <= test.circle.radiusMeters
          let got = words[i] >> UInt64(row) & 1 == 1
          #expect(
            got == (wanted && inside), "seed \(seed), round \(round): \(test.circle) \(position)")
          if i == 0 {
            #expect(
              test.circle.contains(position) == inside, "seed \(seed): \(test.circle) \(position)")
          }
        }
      }
    }
  }

  @Test func fastKernelDecidesAsItsTwin() throws {
    let seed: UInt64 = 310
    var random = SeededGenerator(seed: seed)
    var unsureRows = 0
    for round in 0..<400 {
      let test = try Case(random: &random, blocks: 2)
      var circle = plat_circle()
      let center = test.circle.center
      unsafe plat_circle_make(&circle, center.longitude, center.latitude, test.circle.radiusMeters)
      let blocks: [UInt32] = [1, 0, 2, .max]
      var fast: [UInt64] = [.max, random.next(), 1, 1]
      var plain = fast
      var unsure = [UInt64](repeating: 5, count: 4)
      var plainUnsure = unsure
      let longitudes = test.longitudes
      let latitudes = test.latitudes
      _ = unsafe plat_circle_words(&circle, longitudes, latitudes, 2, blocks, &fast, &unsure, 4)
      _ = unsafe plat_circle_words_scalar(
        &circle, longitudes, latitudes, 2, blocks, &plain, &plainUnsure, 4)
      #expect(fast[2] == 0 && fast[3] == 0, "a block beyond the columns has no rows")
      for i in 0..<4 {
        #expect(unsure[i] & ~fast[i] == 0 && plainUnsure[i] & ~plain[i] == 0)
        let certain = ~(unsure[i] | plainUnsure[i])
        #expect(fast[i] & certain == plain[i] & certain, "seed \(seed), round \(round)")
        if circle.series != 0 { unsureRows += unsure[i].nonzeroBitCount }
      }
    }
    // Nearly all are copies of the centre of a circle with radius 0, or positions on the border.
    #expect(unsureRows < 400 * 128 / 10)
  }

  @Test(arguments: 0..<4) func relationIsCertain(part: Int) throws {
    let seed = UInt64(320 + part)
    var random = SeededGenerator(seed: seed)
    var seen = (inside: 0, outside: 0)
    for _ in 0..<3000 {
      let center = random.position()
      let radius = random.radius()
      let circle = try Circle(center: center, radiusMeters: radius)
      let corner = random.position(near: center, meters: radius * 1.2)
      let opposite = random.position(
        near: corner, meters: radius * Double.random(in: 0...1, using: &random))
      let box = Box(
        west: min(corner.longitude, opposite.longitude),
        south: min(corner.latitude, opposite.latitude),
        east: max(corner.longitude, opposite.longitude),
        north: max(corner.latitude, opposite.latitude))
      let relation = circle.relation(to: box)
      if relation == .inside { seen.inside += 1 }
      if relation == .outside { seen.outside += 1 }
      guard relation != .crosses else { continue }
      for i in 0..<12 {
        let position = Coordinate(
          longitude: i < 8
            ? i % 2 == 0 ? box.west : box.east
            : Int32.random(in: box.west...box.east, using: &random),
          latitude: i < 4
            ? i < 2 ? box.south : box.north
            : Int32.random(in: box.south...box.north, using: &random))
        let inside = Geodesic.distance(from: center, to: position) <= radius
        #expect(inside == (relation == .inside), "seed \(seed): \(circle) \(box) \(position)")
      }
    }
    #expect(seen.inside > 100 && seen.outside > 100, "\(seen)")
  }

  @Test(arguments: 0..<2) func boundingBoxesHoldTheCircle(part: Int) throws {
    let seed = UInt64(340 + part)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4000 {
      let center = random.position()
      let circle = try Circle(center: center, radiusMeters: random.radius())
      let boxes = circle.boundingBoxes
      #expect(boxes.count == 1 || boxes.count == 2)
      #expect(boxes.contains { $0.contains(center) })
      for box in boxes { #expect(Box.world.contains(box)) }
      for _ in 0..<10 {
        let position = random.position(near: center, meters: circle.radiusMeters * 1.1)
        if circle.contains(position) {
          #expect(
            boxes.contains { $0.contains(position) }, "seed \(seed): \(circle) \(position) \(boxes)"
          )
        }
      }
    }
  }

  @Test func boundingBoxIsTight() throws {
    let center = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)
    let circle = try Circle(center: center, radiusMeters: 1609.344)
    let box = try #require(circle.boundingBoxes.first)
    for side in [
      Coordinate(longitude: box.west, latitude: center.latitude),
      Coordinate(longitude: center.longitude, latitude: box.north),
    ] {
      let distance = Geodesic.distance(from: center, to: side)
      #expect(distance >= 1609.344 && distance < 1609.344 * 1.004)
    }
    let eastern = try Circle(
      center: Coordinate(longitude: 1_800_000_000, latitude: 0), radiusMeters: 1000)
    #expect(eastern.boundingBoxes.count == 2)
    let polar = try Circle(
      center: Coordinate(longitude: 0, latitude: 899_999_999), radiusMeters: 1000)
    #expect(
      polar.boundingBoxes.map(\.west) == [Box.world.west]
        && polar.boundingBoxes.map(\.east) == [Box.world.east])
  }

  @Test func radiusZeroHoldsTheCentreAlone() throws {
    let center = Coordinate(longitude: 1_234_567_890, latitude: -456_789_012)
    let circle = try Circle(center: center, radiusMeters: 0)
    #expect(circle.contains(center))
    #expect(
      !circle.contains(Coordinate(longitude: center.longitude + 1, latitude: center.latitude)))
    #expect(
      !circle.contains(Coordinate(longitude: center.longitude, latitude: center.latitude - 1)))
    #expect(circle.boundingBoxes.contains { $0.contains(center) })
    // A pole is one place, whatever its longitude; so is the antimeridian.
    let pole = try Circle(
      center: Coordinate(longitude: 0, latitude: 900_000_000), radiusMeters: 1e-6)
    #expect(pole.contains(Coordinate(longitude: 900_000_000, latitude: 900_000_000)))
    let anti = try Circle(
      center: Coordinate(longitude: 1_800_000_000, latitude: 0), radiusMeters: 0)
    #expect(anti.contains(Coordinate(longitude: -1_800_000_000, latitude: 0)))
  }

  @Test func wholeGlobe() throws {
    let circle = try Circle(
      center: Coordinate(longitude: 0, latitude: 0), radiusMeters: Circle.greatestRadius)
    #expect(circle.relation(to: .world) == .inside)
    #expect(circle.boundingBoxes == [.world])
    #expect(circle.contains(Coordinate(longitude: 1_800_000_000, latitude: 0)))
    #expect(circle.relation(to: .empty) == .outside)
  }

  @Test(arguments: [-1, .nan, .infinity, -.infinity, 20_100_000.1, -0.000_001])
  func radiiThatAreNoneAreRefused(radius: Double) {
    let error = #expect(throws: CircleError.self) {
      try Circle(center: Coordinate(longitude: 0, latitude: 0), radiusMeters: radius)
    }
    #expect(error?.description.contains("0 to 20100000") == true)
  }
}
