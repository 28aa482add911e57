/// A small market as lines of NDJSON: forty sales on a grid around one corner, and listings that
/// must not be comparables.
public enum SalesMarket {
  /// Noon of 2026-06-01.
  public static let now: Int64 = 1_780_315_200
  /// Markup and a change of direction that a page must escape.
  public static let hostile = "<script>alert('x')</script>\u{202E}\"&"

  /// The parameters of a request for the home at the corner.
  public static let home: [(name: String, value: String)] = [
    ("latitude", "33.8"), ("longitude", "-116.5"), ("sqft", "1800"), ("beds", "3"), ("baths", "2"),
  ]

  /// The listings.
  public static let lines: [String] = {
    var lines = (0..<40).map { sale($0) }
    // The most similar sale has a hidden address; another has a hostile street.
    lines.append(
      sale(
        100,
        "\"InternetAddressDisplayYN\":false,\"streetNumber\":\"999\","
          + "\"streetName\":\"Secret Garden\"",
        at: (33.8012, -116.5012)))
    let name = hostile.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\\"")
    lines.append(
      sale(148, "\"streetNumber\":\"7\",\"streetName\":\"\(name)\"", at: (33.8004, -116.4996)))
    // An offer next to the subject, a sale of next year, and a hidden listing.
    lines.append(sale(102, at: (33.8, -116.5), status: "Active"))
    lines.append(sale(103, at: (33.8, -116.5), year: 2027))
    lines.append(sale(104, "\"InternetEntireListingDisplayYN\":false", at: (33.8, -116.5)))
    // A listing whose seller does not allow an estimate.
    lines.append(
      sale(
        105,
        "\"InternetAutomatedValuationDisplayYN\":\"N\",\"streetNumber\":\"5\","
          + "\"streetName\":\"Quiet Lane\"",
        at: (33.8061, -116.5061), status: "Active"))
    return lines
  }()

  private static func sale(
    _ number: Int, _ more: String? = nil, at place: (Double, Double)? = nil,
    status: String = "Closed", year: Int = 2026
  ) -> String {
    let (east, north) = (Double(number % 7 - 3) * 0.0021, Double(number / 7 - 3) * 0.0017)
    let (latitude, longitude) = place ?? (33.8 + north, -116.5 + east)
    let sqft = 1500 + number % 11 * 60
    let price = 200_000 + sqft * 210 + number % 5 * 4_000
    let members = [
      "\"listingKey\":\"V\(number)\"", "\"standardStatus\":\"\(status)\"",
      "\"propertyType\":\"A\"", "\"propertySubType\":\"Single Family\"",
      "\"closePrice\":\(price)", "\"listPrice\":\(price * 3)",
      "\"closeDate\":\"\(year)-0\(1 + number % 5)-1\(number % 9)\"", "\"beds\":\(2 + number % 3)",
      "\"baths\":\(2 + number % 2)", "\"sqft\":\(sqft)", "\"yearBuilt\":\(1960 + number % 50)",
      "\"lotSizeSquareFeet\":\(8_000 + number * 50)", "\"city\":\"Palm Springs\"",
      "\"postalCode\":\"92262\"",
      "\"latitude\":\(latitude)", "\"longitude\":\(longitude)", "\"privateRemarks\":\"SECRET\"",
      "\"listAgentFullName\":\"SECRET Agent\"",
      more ?? "\"streetNumber\":\"\(100 + number)\",\"streetName\":\"Vista Oculta\"",
    ]
    return "{" + members.joined(separator: ",") + "}"
  }
}
