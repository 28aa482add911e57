import Gazetteer
import Testing

@Test func kindsAreNamedAsTheContractNamesThem() {
  #expect(
    PlaceKind.allCases.map(\.rawValue) == [
      "city", "subdivision", "postalCode", "address", "street", "listing", "boundary", "region",
    ])
}
