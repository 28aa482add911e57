import Testing

@testable import PlatListings

/// Words of coded fields that the engine itself uses.
@Suite(.timeLimit(.minutes(30))) struct WordsOfTheFieldTests {
  @Test func theStatusesAreTheLookup() {
    #expect(Field.standardStatus.definition.kind == .lookup(StandardStatus.all))
    #expect(StandardStatus.all.count == 11 && Set(StandardStatus.all).count == 11)
    #expect(StandardStatus.all.contains("Active") && StandardStatus.all.contains("Closed"))
  }

  @Test(arguments: [
    ("Residential", "A"), ("RESIDENTIAL", "A"), ("residential lease", "B"), ("Lease", "B"),
    ("ResidentialIncome", "C"), ("income", "C"), ("A", "A"), ("b", "b"), ("Land", "Land"),
    ("", ""), (" Lease ", "B"),
  ])
  func aTypesNameIsTheWordThatListingsHold(_ name: String, _ word: String) {
    #expect(PropertyType.canonical(name) == word)
    let long = name + String(repeating: " ", count: 64)
    #expect(PropertyType.canonical(long) == long, "no name is so long")
  }
}
