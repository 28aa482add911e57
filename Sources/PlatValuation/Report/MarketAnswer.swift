/// A market analysis as it is handed out: the numbers, what is public of the homes in them, and a
/// paragraph that explains them.
///
/// It is an estimate, not an appraisal (``disclaimer``).
public struct MarketAnswer: Sendable {
  /// The numbers.
  public let analysis: MarketAnalysis
  /// How it is known where the subject is.
  public let place: SubjectPlace
  /// The subject's address, as the caller or its listing has it; nil where neither does.
  public let address: String?
  /// The listings of the comparables, in their order; addresses that sellers hide are not in them.
  public let listings: [ComparableListing]
  /// A paragraph for people, made from the numbers.
  public package(set) var text: String
  /// The author of the paragraph: `plat`, or the name of the language model.
  public package(set) var source = MarketAnswer.ownSource

  /// The source of a paragraph that no model wrote.
  public static let ownSource = "plat"
  /// What every answer says.
  public static let disclaimer = "An estimate, not an appraisal"

  /// Takes an analysis with the listings of its comparables, and writes the paragraph.
  package init(
    _ analysis: MarketAnalysis, at place: SubjectPlace, address: String?,
    listings: [ComparableListing]
  ) {
    self.analysis = analysis
    self.place = place
    self.address = address
    self.listings = listings
    text = AnalysisText(analysis, at: place).paragraph
  }
}
