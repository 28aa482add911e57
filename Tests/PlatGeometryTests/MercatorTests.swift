import Foundation
import PlatGeometry
import Testing

@Suite(.timeLimit(.minutes(30))) struct MercatorTests {
  @Test func squareHasItsCornersAndItsMiddle() {
    #expect(Mercator.x(longitudeDegrees: -180) == 0)
    #expect(Mercator.x(longitudeDegrees: 0) == 0.5)
    #expect(Mercator.x(longitudeDegrees: 180) == 1)
    #expect(abs(Mercator.y(latitudeDegrees: 0) - 0.5) < 1e-15)
    #expect(Mercator.y(latitudeDegrees: 90) == 0)
    #expect(Mercator.y(latitudeDegrees: -90) == 1)
    // The square's latitude: atan(sinh(pi)).
    #expect(abs(Mercator.y(latitudeDegrees: 85.051_128_779_806_6)) < 1e-14)
    #expect(Mercator.y(latitudeDegrees: 86) == 0)
    #expect(Mercator.y(latitudeDegrees: -86) == 1)
  }

  /// Against another form of the projection, asinh(tan(latitude)).
  @Test(arguments: Array(stride(from: -85.0, through: 85, by: 2.5)))
  func latitudesLieWhereTheProjectionPutsThem(latitude: Double) {
    let other = 0.5 - asinh(tan(latitude * .pi / 180)) / (2 * .pi)
    #expect(abs(Mercator.y(latitudeDegrees: latitude) - other) < 1e-14)
  }

  @Test func inverseReturnsTheDegrees() {
    for step in -850...850 {
      let latitude = Double(step) / 10
      let back = Mercator.latitudeDegrees(y: Mercator.y(latitudeDegrees: latitude))
      #expect(abs(back - latitude) < 1e-11)
      let longitude = Double(step) / 5
      #expect(
        abs(Mercator.longitudeDegrees(x: Mercator.x(longitudeDegrees: longitude)) - longitude)
          < 1e-11)
    }
  }
}
