import PlatPlaces
import Testing

/// The kinds of places.
@Suite(.timeLimit(.minutes(30))) struct KindTests {
  @Test func kindsAreNamedAsTheContractNamesThem() {
    #expect(
      PlaceKind.allCases.map(\.rawValue) == [
        "city", "subdivision", "postalCode", "address", "street", "listing", "boundary", "region",
        "school", "hoa", "photo",
      ])
  }

  @Test func placesDataDescribesKindsThatHaveFields() {
    #expect(
      PlaceKind.described.map(\.rawValue) == [
        "city", "subdivision", "postalCode", "boundary", "school", "hoa", "photo", "region",
      ])
  }
}
