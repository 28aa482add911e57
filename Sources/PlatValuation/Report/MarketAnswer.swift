/// The complete answer to a market analysis: the numbers, the public facts about the homes, and a
/// paragraph that explains them.
///
/// It is an estimate, not an appraisal (``disclaimer``).
public struct MarketAnswer: Sendable {
  /// The numbers.
  public let analysis: MarketAnalysis
  /// The source of the subject's position.
  public let place: SubjectPlace
  /// The subject's address, from the caller or its listing; nil if neither has it.
  public let address: String?
  /// The listings of the comparables, in the same order, without addresses that sellers hide.
  public let listings: [ComparableListing]
  /// A paragraph for people, made of the numbers.
  public package(set) var text: String
  /// The author of the paragraph: `plat`, or the name of the language model.
  public package(set) var source = MarketAnswer.ownSource

  /// The source of a paragraph that was not written by a model.
  public static let ownSource = "plat"
  /// The disclaimer in every answer.
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
