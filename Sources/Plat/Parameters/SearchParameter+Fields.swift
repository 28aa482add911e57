// Parameters for the fields that fewer people ask about: with those of `SearchParameter.all` each
// number and date has both ends, and each coded field a list and its opposite. Of the parts of an
// address only those are here by which people look for a home.
extension SearchParameter {
  static let ofMoreFields: [SearchParameter] = numbers + dates + places + services

  private static let numbers: [SearchParameter] = [
    SearchParameter("minStories", .atLeast(.stories), "Minimum number of stories.", "1"),
    SearchParameter("maxStories", .atMost(.stories), "Maximum number of stories.", "1"),
    SearchParameter(
      "minOriginalListPrice", .atLeast(.originalListPrice), "Minimum first list price, dollars.",
      "400000"),
    SearchParameter(
      "maxOriginalListPrice", .atMost(.originalListPrice), "Maximum first list price, dollars.",
      "900000"),
    SearchParameter(
      "isFeatured", .flag(.isFeatured), "true for featured listings, false for all others.", "true"
    ),
    SearchParameter(
      "minFeaturedOrder", .atLeast(.featuredOrder), "Minimum place among featured listings.", "1"),
    SearchParameter(
      "maxFeaturedOrder", .atMost(.featuredOrder), "Maximum place among featured listings.", "10"),
  ]

  private static let dates: [SearchParameter] = [
    SearchParameter(
      "closedBefore", .before(.closeDate), "The same as `soldBefore`.", "2026-07-01"),
    SearchParameter(
      "onMarketSince", .atLeast(.onMarketDate), "On the market on or after this date.",
      "2026-01-01"),
    SearchParameter(
      "onMarketBefore", .before(.onMarketDate), "On the market before this date.", "2026-07-01"),
    SearchParameter(
      "contractSince", .atLeast(.listingContractDate),
      "Listing contract signed on or after this date.", "2026-01-01"),
    SearchParameter(
      "contractBefore", .before(.listingContractDate),
      "Listing contract signed before this date.", "2026-07-01"),
  ]

  private static let places: [SearchParameter] = [
    SearchParameter("notCity", .noneOf(.city), "None of these cities, by whole names.", "Indio"),
    SearchParameter(
      "notSubdivision", .noneOf(.subdivision), "None of these subdivisions, by whole names.",
      "Deepwell"),
    SearchParameter(
      "notStateOrProvince", .noneOf(.stateOrProvince), "None of these states.", "NV"),
    SearchParameter("notPostalCode", .noneOf(.postalCode), "None of these zip codes.", "92262"),
    SearchParameter(
      "streetNumber", .oneOf(.streetNumber), "House number; several with commas.", "1180"),
    SearchParameter(
      "streetName", .oneOf(.streetName), "Street name without direction and kind.", "Palm Canyon"),
    SearchParameter(
      "unitNumber", .oneOf(.unitNumber), "Unit number; several with commas.", "12"),
  ]

  private static let services: [SearchParameter] = [
    SearchParameter(
      "notStandardStatus", .noneOf(.standardStatus),
      "None of these statuses, and every other one that is shown.", "Closed"),
    SearchParameter("notLandType", .noneOf(.landType), "None of these: Fee, Lease.", "Lease"),
    SearchParameter(
      "mlsSource", .oneOf(.mlsSource), "Listing service; several with commas.", "CRMLS"),
    SearchParameter(
      "notMlsSource", .noneOf(.mlsSource), "None of these listing services.", "CRMLS"),
    SearchParameter("source", .oneOf(.source), "MANUAL or MLS.", "MLS"),
    SearchParameter("notSource", .noneOf(.source), "None of these: MANUAL, MLS.", "MANUAL"),
    SearchParameter(
      "listAgentFullName", .oneOf(.listAgentFullName), "Listing agent, by the whole name.",
      "Ana Ruiz"),
    SearchParameter(
      "notListAgentFullName", .noneOf(.listAgentFullName), "None of these listing agents.",
      "Ana Ruiz"),
    SearchParameter(
      "listOfficeName", .oneOf(.listOfficeName), "Listing office, by the whole name.",
      "Desert Homes"),
    SearchParameter(
      "notListOfficeName", .noneOf(.listOfficeName), "None of these listing offices.",
      "Desert Homes"),
  ]
}
