public import PlatListings

/// A parameter of a market analysis: a fact about the home, or the date.
///
/// One list serves the command line, JSON bodies, their documentation, and the validation of
/// untrusted input.
public struct AnalysisParameter: Sendable {
  /// The type of a value.
  public enum Kind: Sendable, Equatable {
    /// One line of text.
    case text
    /// The value of a field of listings in its own unit, optionally limited to a plausible range.
    case field(Field, ClosedRange<Double>?)
  }

  /// The name in JSON, such as `yearBuilt`.
  public let name: String
  /// The name on the command line without its dashes, such as `year-built`.
  public let optionName: String
  /// The type of its value.
  public let kind: Kind
  /// One sentence for users.
  public let summary: String
  /// An example value.
  public let example: String

  /// All parameters, in the order of the documentation.
  public static let all: [AnalysisParameter] = [
    AnalysisParameter(
      "address", "address", .text,
      """
      Street address with its city, in the place of a position; what its listing says fills what \
      is left out.
      """,
      "100 Main St, Palm Springs"),
    AnalysisParameter("latitude", "lat", .field(.latitude, nil), "Degrees north.", "33.8303"),
    AnalysisParameter(
      "longitude", "lon", .field(.longitude, nil), "Degrees east; west is negative.", "-116.5453"),
    AnalysisParameter(
      "sqft", "sqft", .field(.sqft, 100...100_000), "Living area in square feet.", "1850"),
    AnalysisParameter("beds", "beds", .field(.beds, 0...50), "Bedrooms.", "3"),
    AnalysisParameter("baths", "baths", .field(.baths, 0...50), "Bathrooms, in half steps.", "2.5"),
    AnalysisParameter(
      "yearBuilt", "year-built", .field(.yearBuilt, nil), "The year in which it was built.",
      "1962"),
    AnalysisParameter(
      "propertyType", "property-type", .field(.propertyType, nil),
      "A residential, B lease, C income; comparables are of the same. A where it is not given.",
      PropertyType.residential
    ),
    AnalysisParameter(
      "lotSizeSquareFeet", "lot-sqft", .field(.lotSizeSquareFeet, 1...1e9),
      "The lot in square feet.", "9800"),
    AnalysisParameter("stories", "stories", .field(.stories, 0.5...200), "Floors.", "1"),
    AnalysisParameter(
      "asOf", "as-of", .field(.closeDate, nil),
      "The date of the estimate: no later sale counts. Now where it is not given.",
      "2026-01-31"),
  ]

  /// The parameter with a name; nil if there is none.
  public static func named(_ name: String) -> AnalysisParameter? { all.first { $0.name == name } }

  private init(
    _ name: String, _ optionName: String, _ kind: Kind, _ summary: String, _ example: String
  ) {
    self.name = name
    self.optionName = optionName
    self.kind = kind
    self.summary = summary
    self.example = example
  }
}
