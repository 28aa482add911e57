import Foundation
import PlatGeometry
import PlatListings
import PlatSearch
import Testing

@testable import PlatValuation

/// Valid and invalid requests for a market analysis.
@Suite(.timeLimit(.minutes(30))) struct AnalysisRequestTests {
  private static let place: [(name: String, value: String)] = [
    ("latitude", "33.8"), ("longitude", "-116.5"),
  ]

  @Test func everyParameterIsRead() throws {
    let request = try AnalysisRequest(
      Self.place + [
        ("address", " 100 Main St "), ("sqft", "1,850.5"), ("beds", "3"), ("baths", "2.5"),
        ("yearBuilt", "1962"),
        ("propertyType", "residential lease"), ("lotSizeSquareFeet", "9800"), ("stories", "1.5"),
        ("asOf", "2026-01-31"),
      ])
    #expect(
      request.address == "100 Main St" && request.sqft == 1850.5 && request.beds == 3
        && request.baths == 2.5)
    #expect(
      request.yearBuilt == 1962 && request.propertyType == "B" && request.lotSizeSquareFeet == 9800)
    #expect(request.stories == 1.5 && request.asOf == 1_769_817_600)
    #expect(request.coordinate == Coordinate(latitudeDegrees: 33.8, longitudeDegrees: -116.5))
    // Each parameter of the list changes the request.
    for parameter in AnalysisParameter.all {
      guard !Self.place.contains(where: { $0.name == parameter.name }) else { continue }
      #expect(
        try AnalysisRequest(Self.place + [(parameter.name, parameter.example)])
          != AnalysisRequest(Self.place))
    }
  }

  @Test func optionsAreNamedOnce() {
    #expect(Set(AnalysisParameter.all.map(\.optionName)).count == AnalysisParameter.all.count)
    #expect(
      AnalysisParameter.all.allSatisfy {
        AnalysisParameter.named($0.name)?.optionName == $0.optionName
      })
  }

  private static let refusals:
    [(parameters: [(name: String, value: String)], parameter: String, words: String)] = [
      ([], "latitude", "or its address"),
      ([("latitude", "33")], "longitude", "is missing"),
      ([("longitude", "33")], "latitude", "is missing"),
      ([("latitude", "91"), ("longitude", "0")], "latitude", "91"),
      ([("latitude", "x"), ("longitude", "0")], "latitude", "\"x\""),
      ([("latitude", "nan"), ("longitude", "0")], "latitude", "nan"),
      // A parameter without a value is ignored.
      ([("address", "")], "latitude", "or its address"),
      ([("address", " ")], "latitude", "or its address"),
      ([("address", "a\nb")], "address", "one line"),
      ([("address", String(repeating: "x", count: 301))], "address", "300"),
      ([("sqft", "0")], "sqft", "100 to 100,000 square feet"),
      ([("sqft", "-5")], "sqft", "100 to 100,000 square feet"),
      ([("sqft", "1e400")], "sqft", "100 to 100,000"),
      ([("sqft", "")], "latitude", "or its address"),
      ([("beds", "51")], "beds", "0 to 50"),
      ([("beds", "2.5")], "beds", "0 to 50"),
      ([("baths", "2.1")], "baths", "0 to 50"),
      ([("yearBuilt", "1")], "yearBuilt", "1"),
      ([("asOf", "yesterday")], "asOf", "yesterday"),
      ([("asOf", "2026-02-30")], "asOf", "2026-02-30"),
      ([("sqft", "1000"), ("sqft", "1000")], "sqft", "more than once"),
      ([("bath", "2")], "bath", "did you mean baths?"),
      ([("zzzzzzzz", "2")], "zzzzzzzz", "expected one of address"),
    ]

  @Test(arguments: refusals.indices) func aRefusalNamesTheParameterAndTheReason(_ place: Int) throws
  {
    let (parameters, name, words) = Self.refusals[place]
    do throws(ParameterError) {
      let request = try AnalysisRequest(parameters)
      Issue.record("\(parameters) was taken: \(request)")
    } catch {
      #expect(error.parameter == name && error.description.contains(words), "\(error)")
    }
  }
}
