internal import PlatGeometry
public import PlatJSON
internal import PlatListings

extension MarketAnswer {
  /// Writes the answer as a JSON object: the output of `plat comps --json` and the answer of `POST
  /// /api/ai/cma`.
  public func write(to writer: inout JSONWriter) { Self.described.write(self, to: &writer) }

  /// The members of the answer.
  public static let described = DescribedObject<MarketAnswer>([
    number("estimatedValue", "Dollars.", decimals: 0) { $0.analysis.estimatedValue },
    number("pricePerSqft", "Dollars for a square foot of living area.", decimals: 2) {
      $0.analysis.pricePerSqft
    },
    number("low", "The lower end of the range in dollars.", decimals: 0) { $0.analysis.low },
    number("high", "The upper end of the range in dollars.", decimals: 0) { $0.analysis.high },
    number("confidence", "The share of such homes that sell within the range.", as: share) {
      $0.analysis.confidence
    },
    number("rangeShare", "The same share.", as: share) { $0.analysis.confidence },
    .list("comparables", by: ListedSale.described, of: .named("ComparableSale")) { answer in
      zip(answer.analysis.comparables, answer.listings).map { ListedSale(sale: $0, listing: $1) }
    },
    .object("search", by: search) { $0 },
    .object("subject", "The home as it was understood.", by: subject) { $0 },
    .member("aiAnalysis", "A paragraph made from these numbers.") { $0.text },
    .member("aiAnalysisSource", "Who wrote it: plat, or the language model's name.") { $0.source },
    .member("disclaimer") { _ in disclaimer },
  ])

  /// The members of a comparable in the answer.
  public static let comparableDescriptions = ListedSale.described.descriptions

  private static let share = JSONType.number(in: 0...1)

  /// The search for comparables.
  private static let search = DescribedObject<MarketAnswer>([
    number("radius", "Miles.") { $0.analysis.search.reach.radiusMiles },
    number("months", "Months before the date of the estimate.", decimals: 1) {
      $0.analysis.search.reach.months
    },
    .member("widened", "Whether 1 mile and 6 months found too few.") {
      $0.analysis.search.isWidened
    },
    .member("found", "Sales that compare.", as: .integer(least: 0)) { $0.analysis.search.found },
    .member("steps", "What was asked, and what was found.") {
      $0.analysis.search.steps.map(\.text)
    },
  ])

  /// The interpreted subject: the caller's facts, completed from its listing.
  private static let subject = DescribedObject<MarketAnswer>(
    [
      .optional("address") { $0.address },
      .optional("listingKey") { $0.analysis.subject.listingKey },
      .member("located", as: .words(SubjectPlace.allCases.map(\.rawValue))) { $0.place.rawValue },
      number("latitude", decimals: 7) { $0.analysis.subject.coordinate.latitudeDegrees },
      number("longitude", decimals: 7) { $0.analysis.subject.coordinate.longitudeDegrees },
      number("sqft", decimals: 2) { $0.analysis.subject.sqft },
      optional("beds") { $0.analysis.subject.beds },
      optional("baths") { $0.analysis.subject.baths },
      optional("yearBuilt") { $0.analysis.subject.yearBuilt.map(Double.init) },
      optional("lotSizeSquareFeet") { $0.analysis.subject.lotSizeSquareFeet },
      optional("stories") { $0.analysis.subject.stories },
      .optional("propertyType") { $0.analysis.subject.propertyType },
      .optional("propertySubType") { $0.analysis.subject.propertySubType },
      .written("asOf", .string) { Field.closeDate.write($0.analysis.subject.asOf, to: &$1) },
    ])

  private static func number(
    _ name: String, _ meaning: String = "", as type: JSONType = .number(), decimals: Int = 3,
    _ value: @escaping @Sendable (MarketAnswer) -> Double
  ) -> DescribedMember<MarketAnswer> {
    .written(name, type, meaning) { $1.rounded(value($0), decimals: decimals) }
  }

  private static func optional(
    _ name: String, _ value: @escaping @Sendable (MarketAnswer) -> Double?
  ) -> DescribedMember<MarketAnswer> {
    .written(name, .number(), when: { value($0) != nil }) {
      $1.rounded(value($0) ?? 0, decimals: 2)
    }
  }
}

/// A comparable sale with its listing.
private struct ListedSale: Sendable {
  let sale: ComparableSale
  let listing: ComparableListing

  static let described = DescribedObject(sold + home + compared)

  private static let sold: [DescribedMember<ListedSale>] = [
    .member("listingKey") { $0.listing.key },
    .member("address", "Without the street where the seller hides it.") {
      $0.listing.address
    },
    number("soldPrice", decimals: 2) { $0.sale.soldPrice },
    .written("soldDate", .string) { Field.closeDate.write($0.sale.soldDate, to: &$1) },
    number("sqft", decimals: 2) { $0.sale.sqft },
  ]

  private static let home: [DescribedMember<ListedSale>] =
    ComparableListing.fields.map { stored($0) }

  private static let compared: [DescribedMember<ListedSale>] = [
    number("distance", "Miles.", as: .number(least: 0), decimals: 3) {
      $0.sale.distanceMeters / Length.metersPerMile
    },
    number("pricePerSqft", decimals: 2) { $0.sale.pricePerSqft },
    number("adjustedPrice", "The price and all adjustments.", decimals: 2) {
      $0.sale.adjustedPrice
    },
    .list("adjustments", by: adjustment) { $0.sale.adjustments },
    number("weight", "Its share in the estimate.", as: .number(in: 0...1), decimals: 4) {
      $0.sale.weight
    },
    .member("slug") { $0.listing.slug },
    .written("latitude", .number(), when: { $0.listing.position != nil }) {
      Field.latitude.write(Int64($0.listing.position?.latitude ?? 0), to: &$1)
    },
    .written("longitude", .number(), when: { $0.listing.position != nil }) {
      Field.longitude.write(Int64($0.listing.position?.longitude ?? 0), to: &$1)
    },
  ]

  private static let adjustment = DescribedObject<Adjustment>([
    .member("kind", as: .words(Adjustment.Kind.allCases.map(\.rawValue))) { $0.kind.rawValue },
    .member("dollars", "What is added to the price because the subject differs.") { $0.dollars },
    .member("text") { $0.text },
  ])

  private static func number(
    _ name: String, _ meaning: String = "", as type: JSONType = .number(), decimals: Int,
    _ value: @escaping @Sendable (ListedSale) -> Double
  ) -> DescribedMember<ListedSale> {
    .written(name, type, meaning) { $1.rounded(value($0), decimals: decimals) }
  }

  /// A number of the listing, left out if it is missing.
  private static func stored(_ field: Field) -> DescribedMember<ListedSale> {
    .written(field.key, .number(), when: { $0.listing.stored(field) != nil }) {
      field.write($0.listing.stored(field) ?? 0, to: &$1)
    }
  }
}
