import PlatTestSupport
import Testing

@testable import PlatGeometry

@Suite(.timeLimit(.minutes(30))) struct ProjectionTests {
  /// Results of pyproj 9.5.1 with `always_xy`.
  @Test(arguments: [
    ("EPSG:2285", 1_270_000, 230_000, -122.335_414_590_822_28, 47.620_624_541_068_37),
    ("EPSG:2230", 6_500_000, 2_200_000, -116.452_759_453_271_45, 33.704_417_650_306_2),
    ("EPSG:2229", 6_480_000, 1_840_000, -118.269_592_101_358_57, 34.048_110_407_799_34),
    ("EPSG:3857", -13_575_131, 4_500_000, -121.947_476_612_247_23, 37.435_607_202_745_395),
    ("epsg:32611", 550_000, 3_740_000, -116.459_840_838_757_19, 33.798_991_232_182_33),
    ("EPSG:2193", 1_750_000, 5_430_000, 174.790_780_030_400_38, -41.267_507_306_569_33),
    ("EPSG:4326", -116.5, 33.8, -116.5, 33.8), ("EPSG:4269", -116.5, 33.8, -116.5, 33.8),
  ])
  func positionsAreThoseOfPROJ(
    code: String, x: Double, y: Double, longitude: Double, latitude: Double
  ) throws {
    var projection = try Projection(epsg: code)
    var xs = [x, .nan, x]
    var ys = [y, y, .infinity]
    var xSpan = xs.mutableSpan
    var ySpan = ys.mutableSpan
    #expect(projection.transform(x: &xSpan, y: &ySpan) == 2)
    #expect(abs(xs[0] - longitude) < 1e-8 && abs(ys[0] - latitude) < 1e-8)
    #expect(xs[1].isInfinite && ys[1].isInfinite && xs[2].isInfinite)
    let expected = try #require(Coordinate(latitudeDegrees: latitude, longitudeDegrees: longitude))
    #expect(try projection.position(x: x, y: y) == expected)
  }

  @Test(arguments: [
    ("EPSG:2285", 1e30, 1e30), ("EPSG:2285", -122.3, 47.6), ("EPSG:3857", 0, 1e12),
    ("EPSG:4326", 33.8, -116.5),
    ("EPSG:32611", 1e30, 1e30),
  ])
  func whatIsFarOutsideIsRefused(code: String, x: Double, y: Double) throws {
    var projection = try Projection(epsg: code)
    do throws(ProjectionError) {
      let position = try projection.position(x: x, y: y)
      Issue.record("\(code) places it at \(position)")
    } catch {
      #expect(error.reason == .outside(code, x: x, y: y))
    }
  }

  @Test(arguments: [
    "", "2285", "EPSG:", "EPSG:22x85", "EPSG:+proj=longlat", "/etc/hosts", "EPSG:12345678901",
    "ESRI:102003",
  ])
  func otherTextsAreNoCodes(code: String) {
    do throws(ProjectionError) {
      _ = try Projection(epsg: code)
      Issue.record("\(code) was taken")
    } catch {
      #expect(error.reason == .notACode(code))
    }
  }

  @Test(arguments: [
    ("EPSG:999999", true), ("EPSG:0", true), ("EPSG:5703", false), ("EPSG:4978", false),
    ("EPSG:7030", true),
  ])
  func otherCodesAreRefused(code: String, unknown: Bool) {
    do throws(ProjectionError) {
      _ = try Projection(epsg: code)
      Issue.record("\(code) was taken")
    } catch {
      #expect(error.reason == (unknown ? .unknown(code) : .unusable(code)), "\(error)")
    }
  }

  @Test func noPositionsAreNoTrouble() throws {
    var projection = try Projection(epsg: "EPSG:2285")
    var none: [Double] = []
    var also: [Double] = []
    var x = none.mutableSpan
    var y = also.mutableSpan
    #expect(projection.transform(x: &x, y: &y) == 0)
  }

  /// The second library exists, but is another one.
  @Test(arguments: ["libplat-nowhere.so.1", "libm.so.6"]) func aMissingLibraryIsSaid(_ name: String)
  {
    #expect(PROJLibrary(name) == nil)
    let error = ProjectionError(.missingLibrary(name))
    #expect(
      error.description.contains(name) && error.description.contains("install Debian's libproj25"))
  }
}
