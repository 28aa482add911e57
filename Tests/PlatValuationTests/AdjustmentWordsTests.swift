import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The sentence next to each adjustment, written for an agent's clients.
@Suite(.timeLimit(.minutes(30))) struct AdjustmentWordsTests {
  /// A respect, the sale's difference, and the sentence about the subject.
  struct Case: Sendable, CustomStringConvertible {
    let kind: Adjustment.Kind
    var numbers: [Field: Int64] = [:]
    var subType: String? = "Single Family"
    var miles = 0.0
    let sentence: String

    var description: String { sentence }
  }

  private static let day: Int64 = 86_400

  /// The subject has 2,000 sq ft, a lot of 8,000, 3 beds, 2 baths and 1 storey, and was built in
  /// 1985.
  static let cases: [Case] = [
    Case(kind: .size, numbers: [.sqft: 176_000], sentence: "240 sq ft larger"),
    Case(kind: .size, numbers: [.sqft: 224_000], sentence: "240 sq ft smaller"),
    Case(kind: .size, numbers: [.sqft: 200_040], sentence: "0 sq ft smaller"),
    Case(kind: .size, numbers: [.sqft: 80_000], sentence: "1200 sq ft larger"),
    Case(kind: .lot, numbers: [.lotSizeSquareFeet: 650_000], sentence: "1500 sq ft more land"),
    Case(kind: .lot, numbers: [.lotSizeSquareFeet: 950_000], sentence: "1500 sq ft less land"),
    Case(kind: .beds, numbers: [.beds: 2], sentence: "1 bedroom more"),
    Case(kind: .beds, numbers: [.beds: 5], sentence: "2 bedrooms fewer"),
    Case(kind: .baths, numbers: [.baths: 6], sentence: "0.5 bathrooms more"),
    Case(kind: .baths, numbers: [.baths: 11], sentence: "0.75 bathrooms fewer"),
    Case(kind: .baths, numbers: [.baths: 4], sentence: "1 bathroom more"),
    Case(kind: .stories, numbers: [.stories: 8], sentence: "1 storey fewer"),
    Case(kind: .stories, numbers: [.stories: 12], sentence: "2 storeys fewer"),
    Case(kind: .stories, numbers: [.stories: 2], sentence: "0.5 storeys more"),
    Case(kind: .age, numbers: [.yearBuilt: 1984], sentence: "built 1 year later"),
    Case(kind: .age, numbers: [.yearBuilt: 1960], sentence: "built 25 years later"),
    Case(kind: .age, numbers: [.yearBuilt: 1986], sentence: "built 1 year earlier"),
    Case(kind: .age, numbers: [.yearBuilt: 2015], sentence: "built 30 years earlier"),
    Case(kind: .age, sentence: ""),
    Case(kind: .homeType, subType: "Condo", sentence: "Single Family beside Condo"),
    Case(kind: .homeType, subType: nil, sentence: "Single Family beside unknown"),
    Case(kind: .time, numbers: [.closeDate: -1], sentence: "sold 1 day before"),
    Case(kind: .time, numbers: [.closeDate: -2], sentence: "sold 2 days before"),
    Case(kind: .time, numbers: [.closeDate: -365], sentence: "sold 365 days before"),
    Case(kind: .time, numbers: [.closeDate: -3_650], sentence: "sold 3650 days before"),
    Case(kind: .location, miles: 0.32, sentence: "0.3 miles away"),
    Case(kind: .location, miles: 1, sentence: "1 mile away"),
    Case(kind: .location, miles: 2.95, sentence: "3 miles away"),
    Case(kind: .location, miles: 12.04, sentence: "12 miles away"),
  ]

  @Test(arguments: cases) func theSentenceSaysTheDifference(_ wanted: Case) throws {
    var listing = SoldHomes.sale(key: "S")
    listing.position = SoldHomes.middle
    listing[text: .propertySubType] = wanted.subType
    let usual: [Field: Int64] = [
      .sqft: 200_000, .lotSizeSquareFeet: 800_000, .beds: 3, .baths: 8, .stories: 4,
      .yearBuilt: 1985, .closeDate: -30, .closePrice: 40_000_000,
    ]
    for (field, value) in usual.merging(wanted.numbers, uniquingKeysWith: { $1 }) {
      listing[number: field] = field == .closeDate ? SoldHomes.now + value * Self.day : value
    }
    var other = SoldHomes.sale(key: "O")
    other[text: .propertySubType] = "Single Family"
    let columns = try SaleColumns(TestWorld("two homes", [listing, other]).generation)
    var subject = SoldHomes.subject
    subject.propertySubType = "Single Family"
    let row = try #require(columns.index.row(key: "S"))
    let sale = SalePool.Sale(
      row: row, price: 400_000, date: columns.closeDate.value(row) ?? 0,
      distance: wanted.miles * Length.metersPerMile, isComparable: true,
      features: FeatureReader(subject, columns).features(row))
    let words = AdjustmentWords(subject: subject, columns: columns)
    #expect(words.text(wanted.kind, sale) == wanted.sentence)
  }

  @Test func everyKindHasASentence() {
    #expect(Set(Self.cases.map(\.kind)) == Set(Adjustment.Kind.allCases))
  }
}
