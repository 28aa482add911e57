import PlatGeometry
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct CoordinateTests {
  @Test func degreesAreRoundedToTheNearestStep() throws {
    let position = try #require(
      Coordinate(latitudeDegrees: 33.830_296_05, longitudeDegrees: -116.545_292_14))
    #expect(position == Coordinate(longitude: -1_165_452_921, latitude: 338_302_961))
    #expect(position.latitudeDegrees == 33.830_296_1)
    #expect(position.longitudeDegrees == -116.545_292_1)
  }

  @Test func everyStepSurvivesItsDegrees() {
    let seed: UInt64 = 3
    var random = SeededGenerator(seed: seed)
    for _ in 0..<10_000 {
      let position = random.position()
      let back = Coordinate(
        latitudeDegrees: position.latitudeDegrees, longitudeDegrees: position.longitudeDegrees)
      #expect(back == position, "seed \(seed)")
    }
  }

  @Test(arguments: [
    (91, 0), (-90.000_000_1, 0), (0, 180.000_000_1), (0, -181), (.nan, 0), (0, .nan),
    (.infinity, 0), (0, -.infinity),
  ])
  func degreesOffTheGlobeAreRefused(latitude: Double, longitude: Double) {
    #expect(Coordinate(latitudeDegrees: latitude, longitudeDegrees: longitude) == nil)
    #expect(throws: CoordinateError.self) {
      try Coordinate(latitude: latitude, longitude: longitude)
    }
  }

  @Test func aPositionIsMadeOfLatitudeAndLongitude() throws {
    let position = try Coordinate(latitude: 33.8303, longitude: -116.5453)
    #expect(position == Coordinate(longitude: -1_165_453_000, latitude: 338_303_000))
  }

  @Test func theGlobesEdgesAreOnIt() {
    #expect(Coordinate(latitudeDegrees: 90, longitudeDegrees: 180) != nil)
    #expect(Coordinate(latitudeDegrees: -90, longitudeDegrees: -180) != nil)
  }
}
