import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport
import Testing

@testable import PlatValuation

/// Any subject and market gives an estimate or an error, and never a trap.
@Suite(.timeLimit(.minutes(30))) struct OddSubjectTests {
  private static let numbers: [Double] = [
    .nan, .infinity, -.infinity, -1, 0, 0.5, 1, 3, 255, 256, 2_000, 1e7, 1e12, 1e13, 1e300, -0.0,
  ]

  @Test(arguments: [
    Fixture.mixed, .samples, .globe, .antimeridian, .onePlace, .oneValue, .nowhere, .none,
  ])
  func anySubject(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    let estimator = try Estimator(Generation(index))
    var draw = SeededGenerator(seed: 31)
    for _ in 0..<150 {
      func odd(_ usual: Double) -> Double { draw.percent(60) ? usual : draw.one(of: Self.numbers) }
      let place = index.position(draw.int(0...max(index.rows - 1, 0))) ?? SoldHomes.middle
      let subject = Subject(
        coordinate: draw.percent(90) ? place : Coordinate(longitude: .min, latitude: .max),
        sqft: odd(1_800),
        beds: odd(3), baths: odd(2), yearBuilt: draw.one(of: [1990, 0, .min, .max, nil]),
        lotSizeSquareFeet: odd(6_000),
        stories: odd(1), propertyType: draw.one(of: ["A", nil, "", "Ω"]),
        propertySubType: draw.one(of: ["Condo", nil, "none such"]),
        asOf: draw.one(of: [1_600_000_000, 1_500_000_000, .min, .max, 0, 100_000_000_000]))
      guard let analysis = try? estimator.analysis(of: subject) else { continue }
      #expect(
        analysis.estimatedValue > 0 && analysis.low <= analysis.high && analysis.high.isFinite,
        "\(subject)")
    }
  }

  @Test func subjectsThatCannotBeAreNamed() throws {
    let estimator = try Estimator(Fixture.one.world.generation)
    func refusal(_ change: (inout Subject) -> Void) -> String {
      var subject = SoldHomes.subject
      change(&subject)
      do {
        _ = try estimator.analysis(of: subject)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(refusal { $0.sqft = .nan }.hasPrefix("the subject's sqft is nan"))
    #expect(refusal { $0.sqft = 0 }.contains("more than 0"))
    #expect(refusal { $0.beds = -1 }.contains("beds"))
    #expect(refusal { $0.yearBuilt = 3_000 }.contains("year"))
    #expect(refusal { $0.asOf = .max }.contains("asOf"))
    #expect(refusal { $0.lotSizeSquareFeet = .infinity }.contains("lotSizeSquareFeet"))
  }
}
