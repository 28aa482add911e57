import Geometry
import Testing
import Valuation

@Test func whatIsNotKnownStaysAway() {
  let place = Coordinate(longitude: -1_165_400_000, latitude: 338_300_000)
  let subject = Subject(coordinate: place, sqft: 1_800, asOf: 0)
  #expect(subject.beds == nil && subject.yearBuilt == nil && subject.propertyType == "A")
}
