public import PlatValuation

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
  public let listings: [ListingView]
  /// A paragraph for people, made from the numbers.
  public internal(set) var text: String
  /// Who wrote it: `plat`, or the name of the language model.
  public internal(set) var source = MarketAnswer.ownSource
  /// Why the language model's paragraph is not the one, where a model was asked.
  public internal(set) var failure: LanguageModel.Failure?

  /// The source of a paragraph that no model wrote.
  public static let ownSource = "plat"
  /// What every answer says.
  public static let disclaimer = "An estimate, not an appraisal"

  init(
    _ analysis: MarketAnalysis, at place: SubjectPlace, address: String?, listings: [ListingView]
  ) {
    self.analysis = analysis
    self.place = place
    self.address = address
    self.listings = listings
    text = AnalysisText(analysis, at: place).paragraph
  }

  /// Where a comparable lies, for people: its street address with city and postal code, or these
  /// alone where the seller hides the street.
  public static func address(of listing: ListingView) -> String {
    let state = [listing.text(.stateOrProvince), listing.text(.postalCode)].compactMap(\.self)
      .joined(separator: " ")
    return [listing.streetAddress, listing.text(.city) ?? "", state].filter { !$0.isEmpty }.joined(
      separator: ", ")
  }

  /// Asks a language model for the paragraph; what we wrote stays where it fails, and ``failure``
  /// says why.
  mutating func write(by model: LanguageModel) {
    let facts = AnalysisFacts(self)
    do throws(LanguageModel.Failure) {
      text = try model.paragraph(facts: facts.json, figures: facts.figures)
      source = model.name
    } catch {
      failure = error
    }
  }
}
